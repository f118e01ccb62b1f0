"""`flask report agency` on the command line."""

import json
from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import text

from portal.accounts.audit_log.queries import entries
from portal.storage.spreadsheets.cells import write_csv
from portal.survey.elements import ELEMENTS
from portal.web.extensions import db
from tests.factories import published
from tests.factories.organisation import make_agency, make_service, make_unit
from tests.factories.reports import alike, ballots_of, make_ratings
from tests.unit.survey.worked_case import WORKED_CASE

PUBLISHED_MONTH = str(int(published.PERIOD[5:]))
WORKED = {element: counts.answers for element, counts in WORKED_CASE.items()}


@pytest.fixture
def rated(app: Flask) -> Flask:
    """An app whose agency was rated in December 2025, at a unit and elsewhere."""
    with app.app_context():
        session = db.session()
        agency = make_agency(session)
        unit = make_unit(session, agency, "kel-melati")
        make_ratings(session, agency, counts=alike(0, 0, 30, 10))
        make_ratings(session, agency, counts=alike(0, 0, 0, 30), unit_id=unit.id)
    return app


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["report", "agency", *words])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("part", "period"),
    [
        ((), "2025"),
        (("--quarter", "4"), "2025-Q4"),
        (("--half", "2"), "2025-H2"),
        (("--month", "12"), "2025-12"),
    ],
)
def test_prints_json_of_a_year_or_a_part_of_it(
    rated: Flask, part: tuple[str, ...], period: str
) -> None:
    code, output = run(rated, "dukcapil", "--year", "2025", *part)

    found = json.loads(output)
    assert code == 0
    assert (found["agency"], found["period"], found["respondents"]) == ("dukcapil", period, 70)


def test_writes_a_unit_to_a_file(rated: Flask, tmp_path: Path) -> None:
    file = tmp_path / "laporan.json"

    code, output = run(
        rated, "dukcapil", "--year", "2025", "--unit", "kel-melati", "--output", str(file)
    )

    assert (code, output) == (0, f"official report of units/kel-melati, 2025: {file}\n")
    assert json.loads(file.read_text())["respondents"] == 30


def test_the_opening_of_exact_figures_is_on_record(rated: Flask) -> None:
    run(rated, "dukcapil", "--year", "2025")

    with rated.app_context():
        (sealed,) = entries(db.session())
    assert (sealed.entry.action, sealed.entry.subject) == ("report.open", "agency:dukcapil")
    assert json.loads(sealed.entry.detail) == {"form": "json", "period": "2025"}


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("nobody", "--year", "2025"), "there is no agency 'nobody'"),
        (("dukcapil", "--year", "2025", "--unit", "x"), "there is no unit 'x'"),
        (("dukcapil", "--year", "2999"), "2999 is not over before 2999-12-31"),
        (("dukcapil", "--year", "2024"), "too few rated agencies/dukcapil in 2024"),
        (("dukcapil", "--year", "2025", "--output", "/no/such/folder/x"), "cannot be written"),
    ],
)
def test_refuses_in_one_clear_line(rated: Flask, words: tuple[str, ...], line: str) -> None:
    code, output = run(rated, *words)

    assert code == 1
    assert line in output.splitlines()[-1]
    assert "Traceback" not in output


@pytest.mark.parametrize(
    "words",
    [
        ("dukcapil",),
        ("dukcapil", "--year", "1999"),
        ("dukcapil", "--year", "2025", "--quarter", "5"),
        ("dukcapil", "--year", "2025", "--quarter", "1", "--month", "1"),
        ("dukcapil", "--year", "2025", "--format", "docx"),
        ("dukcapil", "--year", "2025", "--format", "pdf"),
        ("dukcapil", "--year", "2025", "--format", "odt"),
        ("dukcapil", "--year", "2025", "--edition", "secret"),
    ],
)
def test_wrong_usage_has_its_own_code(rated: Flask, words: tuple[str, ...]) -> None:
    assert run(rated, *words)[0] == 2


def test_names_letters_that_the_font_lacks(rated: Flask, tmp_path: Path) -> None:
    with rated.app_context():
        db.session.execute(text("UPDATE agency SET name = 'Dinas 市'"))
        db.session.commit()
    words = ("--year", "2025", "--format", "pdf", "--output", str(tmp_path / "laporan.pdf"))

    code, output = run(rated, "dukcapil", *words)

    assert (code, "the report's font has no 市" in output) == (1, True)


def test_writes_a_pdf_to_a_file_or_to_standard_output(rated: Flask, tmp_path: Path) -> None:
    file = tmp_path / "laporan.pdf"
    words = ("dukcapil", "--year", "2025", "--format", "pdf", "--output")

    run(rated, *words, str(file))
    printed = rated.test_cli_runner().invoke(args=["report", "agency", *words, "-"])

    assert file.read_bytes()[:5] == b"%PDF-"
    assert printed.stdout_bytes == file.read_bytes()


def test_paper_questionnaires_enter_the_report(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        agency = make_agency(db.session())
        make_service(db.session(), agency, "ktp")
        db.session.commit()
    file = tmp_path / "kuesioner.csv"
    file.write_text(
        write_csv([*ELEMENTS], [[*map(str, row.values())] for row in ballots_of(WORKED)])
    )
    words = ("--agency", "dukcapil", "--period", "2025-Q1")
    imported = app.test_cli_runner().invoke(args=["ratings", "import", str(file), *words])

    code, output = run(app, "dukcapil", "--year", "2025", "--quarter", "1")

    assert imported.exit_code == 0, imported.output
    found = json.loads(output)
    assert (code, found["respondents"], found["ikm"], found["grade"]) == (0, 187, 87.64, "B")


def test_the_public_edition_is_open_to_all_and_leaves_no_record(app: Flask) -> None:
    place = published.AGENCIES[0]
    with app.app_context():
        make_agency(db.session(), str(place.code), name=place.name)
        document = published.document(place)
        published.publish(db.session(), document)
        year = document.headline.period.last[:4]

    code, output = run(
        app, str(place.code), "--year", year, "--edition", "public", "--month", PUBLISHED_MONTH
    )

    with app.app_context():
        assert [entry.action for entry in entries(db.session())] == []
    assert (code, json.loads(output)["edition"]) == (0, "public")


def test_writes_a_word_document(rated: Flask, tmp_path: Path) -> None:
    file = tmp_path / "laporan.docx"

    code, output = run(
        rated, "dukcapil", "--year", "2025", "--format", "docx", "--output", str(file)
    )

    assert code == 0, output
    assert "Laporan Survei Kepuasan Masyarakat" in {
        each.text for each in Document(str(file)).paragraphs
    }
