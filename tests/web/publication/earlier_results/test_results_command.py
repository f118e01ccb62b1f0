"""`flask results` on the command line."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from portal.cli.results import REASONS
from portal.publication.earlier_results.faults import ResultFaultKind
from portal.web.extensions import db
from tests.factories.organisation import make_agency

HEADER = "agency;period;n;ikm;source\n"


@pytest.fixture
def city(app: Flask) -> Flask:
    with app.app_context():
        make_agency(db.session())
        db.session.commit()
    return app


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["results", *words])
    return result.exit_code, result.output


def acts(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.execute(text("SELECT action, subject FROM audit_entry ORDER BY sequence"))
        return [(row.action, row.subject) for row in rows]


def test_takes_a_file_in_lists_it_and_takes_it_out(city: Flask, tmp_path: Path) -> None:
    file = tmp_path / "lama.csv"
    file.write_text(f"{HEADER}dukcapil;2023;400;84,12;Laporan 2023\n")

    assert run(city, "import", str(file)) == (0, "1 totals taken in as file 1\n")
    code, again = run(city, "import", str(file))
    assert (code, "this file was taken in on" in again) == (1, True)
    assert "1 totals" in run(city, "list")[1]
    assert run(city, "withdraw", "1") == (0, "file 1 is withdrawn\n")
    assert run(city, "withdraw", "1") == (1, "Error: no file was taken in as number 1\n")
    assert run(city, "list") == (0, "")
    assert acts(city) == [("results.import", "results"), ("results.withdraw", "results:1")]


def test_reports_every_faulty_line(city: Flask, tmp_path: Path) -> None:
    file = tmp_path / "lama.csv"
    file.write_text(f"{HEADER}nobody;2023;400;84;x\ndukcapil;2023;none;84;x\n")

    code, output = run(city, "import", str(file))

    assert code == 1
    assert output.splitlines() == [
        "line 2, agency: there is no 'nobody'",
        "line 3, n: 'none' is no number of respondents, 1 or more, in digits",
        "Error: 2 faults; nothing was taken in",
    ]
    assert acts(city) == []


def test_a_file_that_is_no_table_is_named_as_a_whole(city: Flask, tmp_path: Path) -> None:
    file = tmp_path / "leer.csv"
    file.write_text("")

    assert "the file: the file has no rows" in run(city, "import", str(file))[1]


def test_every_fault_has_its_words() -> None:
    assert set(REASONS) == set(ResultFaultKind)


def test_wrong_usage_has_its_own_code(city: Flask) -> None:
    assert run(city, "import", "/no/such/file.csv")[0] == 2
    assert run(city, "withdraw", "0")[0] == 2
