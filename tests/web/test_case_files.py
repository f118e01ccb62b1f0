"""The small files of tests/cases, each taken in or refused as it should be, by its command."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from portal.organisation.posters.desk_queries import desk_for_rating
from portal.organisation.posters.rateable import RateableDesk
from portal.organisation.records.queries import structure
from portal.publication.earlier_results import queries as earlier_results_queries
from portal.rating.questionnaire.form_page import officers_of
from portal.rating.questionnaire.forms import questionnaire_of
from portal.survey.elements import ELEMENTS
from portal.web.extensions import db
from tests.factories.organisation import make_agency

CASES = Path(__file__).parents[1] / "cases"


@pytest.fixture
def city(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr("portal.time.clock.now", lambda: datetime(2026, 11, 28, tzinfo=UTC))
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


def test_a_file_larger_than_a_page_takes_is_not_read(app: Flask, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(8 * 1024 * 1024 + 1)

    code, output = run(app, "organisation", "import", str(large))

    assert (code, "at most 8 MB" in output) == (1, True)


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
        (found,) = earlier_results_queries.earlier_publications(db.session())
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


DESK = """kind,code,name,agency,services,hours,badge_name,badge_number,officer,desk,starts_on
service,pajak,Pajak daerah,bapenda,,,,,,,
desk,bapenda-3,Loket 3,bapenda,pajak,1-5=07:30-16:00,,,,,
"""


def test_two_officers_of_one_name_at_a_desk_are_told_apart_by_their_badges(
    city: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "loket.csv"
    file.write_text(DESK)
    assert run(city, "organisation", "import", str(file))[0] == 0

    assert organisation(city, "c14_same_badge.csv")[0] == 0

    with city.app_context():
        desk = desk_for_rating(db.session(), "bapenda-3", on=date(2026, 11, 29))
        assert isinstance(desk, RateableDesk)
        asked = questionnaire_of(desk, desk.services[0], may_skip=frozenset(), month="2026-11")
    assert [label for _, label in officers_of(asked, "name")] == ["Contoh (941)", "Contoh (942)"]
    assert [label for _, label in officers_of(asked, "number")] == ["941", "942"]


def test_equal_badge_numbers_at_a_desk_are_refused(city: Flask, tmp_path: Path) -> None:
    file = tmp_path / "loket.csv"
    file.write_text(DESK)
    run(city, "organisation", "import", str(file))
    text = (CASES / "c14_same_badge.csv").read_text()
    file.write_text(text.replace("942", "941"))

    code, output = run(city, "organisation", "import", str(file))

    assert code == 1
    assert "line 4, officer: another officer at the desk has the badge number '941'" in output
    organisation(city, "c14_same_badge.csv")
    file.write_text("kind,code,badge_number\nofficer,199001012015021002,941\n")
    output = run(city, "organisation", "import", str(file))[1]
    assert "line 2, badge_number: another officer at the desk has the badge" in output


def test_a_hyphen_of_a_word_processor_is_printed(city: Flask, tmp_path: Path) -> None:
    assert organisation(city, "c25_word_hyphen.csv")[0] == 0

    poster = tmp_path / "poster.pdf"
    code, output = run(city, "desks", "poster", "kua-1", "--output", str(poster))

    assert (code, poster.read_bytes()[:4]) == (0, b"%PDF"), output


def test_what_no_poster_can_print_is_refused_when_it_is_entered(
    city: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "instansi.csv"
    file.write_text("kind,code,name,category\nagency,kua,Kantor 中文,other\n")

    code, output = run(city, "organisation", "import", str(file))

    assert (code, "line 2, name: posters cannot print '中文'" in output) == (1, True)


@pytest.mark.parametrize("group", ["organisation", "ratings", "results"])
def test_every_import_has_a_template_that_it_reads(city: Flask, tmp_path: Path, group: str) -> None:
    file = tmp_path / "contoh.xlsx"

    assert run(city, group, "template", str(file))[0] == 0
    options = ("--agency", "dinsos", "--period", "2026-H1") if group == "ratings" else ()
    code, output = run(city, group, "import", str(file), *options)

    assert "no row with the known" not in output
    assert "there is no such column" not in output
    assert code == (0 if group == "organisation" else 1)
