"""The small files of tests/cases, each taken in or refused as it should be, by its command."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from portal.extensions import db
from portal.organisation.queries import structure
from portal.publication import queries
from portal.survey.elements import ELEMENTS
from tests.factories.organisation import make_agency

CASES = Path(__file__).parents[1] / "cases"


@pytest.fixture
def city(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr("portal.clock.now", lambda: datetime(2026, 11, 28, tzinfo=UTC))
    with app.app_context():
        for code in ("bapenda", "dinsos"):
            make_agency(db.session(), code)
        db.session.commit()
    return app


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(words))
    return result.exit_code, result.output


def organisation(app: Flask, name: str) -> tuple[int, str]:
    return run(app, "organisation", "import", str(CASES / name))


def ratings(app: Flask, name: str, *words: str) -> tuple[int, str]:
    place = ("--agency", "dinsos", "--period", "2026-H1")
    return run(app, "ratings", "import", str(CASES / name), *place, *words)


def officers(app: Flask) -> set[str]:
    with app.app_context():
        return {
            record.key for record in structure(db.session()).values() if record.kind == "officer"
        }


def count(app: Flask, table: str) -> int:
    with app.app_context():
        return int(db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_a_grouped_staff_number_is_one_number(city: Flask) -> None:
    assert organisation(city, "c01_nip_grouped.csv")[0] == 0
    assert officers(city) == {"199001012020011001", "199002022020012002"}

    assert organisation(city, "c01_nip_grouped.csv") == (0, "0 records were changed\n")


def test_a_staff_number_that_lost_digits_is_refused_with_the_reason(city: Flask) -> None:
    code, output = organisation(city, "c03_nip_rounded_by_spreadsheet.csv")

    assert code == 1
    assert re.findall(r"line \d, code: '\d+' has lost its last digits", output) == [
        "line 2, code: '199001012020011000' has lost its last digits",
        "line 3, code: '199002022020012000' has lost its last digits",
    ]
    assert officers(city) == set()


def test_questionnaires_with_formulas_that_nobody_calculated_are_refused(city: Flask) -> None:
    code, output = ratings(city, "c05_paper_formula_not_calculated.xlsx")

    assert code == 1
    assert "sheet Sheet, line 2, cell I2, facilities: the formula has no calculated" in output
    assert "60 faults; nothing was stored" in output
    assert count(city, "ballot") == count(city, "paper_batch") == 0


def test_the_same_questionnaires_with_values_are_taken_in(city: Flask) -> None:
    assert ratings(city, "c05_same_sheet_with_values.xlsx")[0] == 0
    with city.app_context():
        lowest = "SELECT count(*) FROM ballot WHERE facilities = 1"
        assert db.session.execute(text(lowest)).scalar_one() == count(city, "ballot") == 60


def test_results_with_formulas_that_nobody_calculated_are_refused(city: Flask) -> None:
    code, output = run(
        city, "results", "import", str(CASES / "c05_results_formula_not_calculated.xlsx")
    )

    assert code == 1
    assert output.count("the formula has no calculated value") == 9
    assert "cell F2, requirements" in output
    assert count(city, "earlier_total") == 0


def test_a_mean_is_its_value_and_not_its_spelling(city: Flask) -> None:
    code, output = run(
        city, "results", "import", str(CASES / "c06_results_as_excel_stores_them.xlsx")
    )

    assert (code, output) == (0, "1 totals taken in as file 1\n")
    with city.app_context():
        (found,) = queries.earlier_publications(db.session())
        assert (str(found.ikm), found.period) == ("91.4751", "2023")
        assert str(found.elements["requirements"]) == "3.6207"


def test_an_office_sheet_is_taken_in_with_a_mapping_that_is_remembered(city: Flask) -> None:
    name = "c09_skm_sheet_as_offices_keep_it.xlsx"
    pairs = [f"--map=U{at}={element}" for at, element in enumerate(ELEMENTS, start=1)]

    refused = ratings(city, name)
    assert refused[1].count("say which element this is") == 9
    code, output = ratings(city, name, *pairs)

    assert code == 0
    assert "30 questionnaires taken in" in output
    assert "the numbered rows end above: line 37, 38" in output
    assert "u1=requirements\n" in run(city, "ratings", "columns", "--agency", "dinsos")[1]


def test_a_mapping_is_used_again_replaced_and_forgotten(city: Flask, tmp_path: Path) -> None:
    file = tmp_path / "lagi.csv"
    place = ("ratings", "import", str(file), "--agency", "dinsos", "--period", "2026-H1")

    file.write_text("U1;Catatan\n4;baik\n")
    assert run(city, *place, "--map", "U1=time", "--map", "Catatan=-")[0] == 0
    file.write_text("U1;Catatan\n3;baik\n")
    assert run(city, *place)[0] == 0
    file.write_text("U1;Catatan\n2;baik\n")
    assert run(city, *place, "--map", "U1=cost")[0] == 0

    columns = ("ratings", "columns", "--agency", "dinsos")
    assert run(city, *columns)[1] == "catatan=-\nu1=cost\n"
    assert run(city, *columns, "--forget")[1] == "catatan=-\nu1=cost\nforgotten\n"
    assert run(city, *columns) == (0, "")
    assert run(city, "ratings", "columns", "--agency", "nowhere")[0] == 1


@pytest.mark.parametrize(
    ("name", "number"),
    [("c11_sep_line.csv", "199003032020011003"), ("c11_tabs.tsv", "199003032020011004")],
)
def test_separator_lines_and_tabs_are_read(city: Flask, name: str, number: str) -> None:
    assert organisation(city, name)[0] == 0
    assert officers(city) == {number}


@pytest.mark.parametrize("group", ["organisation", "ratings", "results"])
def test_every_import_has_a_template_that_it_reads(city: Flask, tmp_path: Path, group: str) -> None:
    file = tmp_path / "contoh.xlsx"

    assert run(city, group, "template", str(file))[0] == 0
    options = ("--agency", "dinsos", "--period", "2026-H1") if group == "ratings" else ()
    code, output = run(city, group, "import", str(file), *options)

    assert "no row with the known" not in output
    assert "there is no such column" not in output
    assert code == (0 if group == "organisation" else 1)
