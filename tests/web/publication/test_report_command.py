"""`flask report` writes the official edition and leaves its trace in the audit log."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from portal.extensions import db
from portal.rating.models.ballot import Tally
from tests.factories.organisation import add, make_agency, make_unit


@pytest.fixture
def rated(app: Flask) -> Flask:
    with app.app_context():
        session = db.session()
        agency = make_agency(session)
        unit = make_unit(session, agency, "upt")
        add(
            session,
            Tally(
                period="2025-02",
                agency_id=agency.id,
                unit_id=unit.id,
                channel="ticket",
                respondents=40,
                composite_sum=40 * 2520 * 3,
                composite_square_sum=40 * (2520 * 3) ** 2,
                all_top=0,
                level_counts={"time": [0, 0, 40, 0]},
            ),
        )
        session.commit()
    return app


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["report", *words])
    return result.exit_code, result.output


def acts(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.execute(text("SELECT action, subject FROM audit_entry ORDER BY sequence"))
        return [(row.action, row.subject) for row in rows]


def test_prints_json_for_a_year_that_is_over(rated: Flask) -> None:
    code, output = run(rated, "agency", "dukcapil", "--year", "2025")

    assert code == 0
    assert json.loads(output)["ikm"] == 75


def test_writes_a_file_and_records_who_opened_what(rated: Flask, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    words = ("--year", "2025", "--half", "1", "--format", "pdf", "--output", str(file))

    code, output = run(rated, "unit", "upt", *words)

    assert (code, file.read_bytes()[:5]) == (0, b"%PDF-")
    assert "IKM 75.00, grade C" in output
    assert acts(rated) == [("report.official", "unit:upt")]


def test_writes_json_into_a_file(rated: Flask, tmp_path: Path) -> None:
    file = tmp_path / "report.json"

    assert run(rated, "agency", "dukcapil", "--year", "2025", "--output", str(file))[0] == 0
    assert json.loads(file.read_text())["respondents"] == 40


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("agency", "dukcapil", "--year", "2999"), 1, "2999 is not over"),
        (("agency", "nobody", "--year", "2025"), 1, "there is no agency nobody"),
        (("agency", "dukcapil", "--year", "2024"), 1, "nobody rated"),
        (("agency", "dukcapil"), 2, "--year"),
        (("agency", "dukcapil", "--year", "2025", "--format", "pdf"), 2, "--output"),
        (("agency", "dukcapil", "--year", "2025", "--half", "1", "--month", "2"), 2, "several"),
    ],
)
def test_refuses_in_one_clear_line(
    rated: Flask, words: tuple[str, ...], code: int, line: str
) -> None:
    found, output = run(rated, *words)

    assert (found, line in output) == (code, True)
    assert acts(rated) == []


def test_names_letters_that_the_font_lacks(rated: Flask, tmp_path: Path) -> None:
    with rated.app_context():
        db.session.execute(text("UPDATE agency SET name = 'Dinas 市'"))
        db.session.commit()
    words = ("--year", "2025", "--format", "pdf", "--output", str(tmp_path / "report.pdf"))

    code, output = run(rated, "agency", "dukcapil", *words)

    assert (code, "the report's font has no 市" in output) == (1, True)
