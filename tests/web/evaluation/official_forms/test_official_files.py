"""Official forms of a quarter, a year and of many people: who gets which, and what they hold."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.audit_log.models import AuditEntry
from portal.cli import plan_forms
from portal.evaluation.official_forms import printing
from portal.evaluation.official_forms.reading_back import ReadEvaluation, evaluation_on
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import PeriodicState, PlanState
from portal.organisation.agency_results.models import AgencyPredicate
from portal.organisation.people.models import PersonPost
from portal.organisation.places.models import AgencyRow
from portal.storage.spreadsheets.extracting import extract_sheets
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db, vault
from tests.factories import appraisals as made
from tests.factories import plans as made_plans
from tests.factories.official import LESTARI, make_official_scene
from tests.factories.organisation import make_unit
from tests.factories.plans import PlanScene
from tests.staff import add_account
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in
from tests.web.evaluation.yearly.test_year_pages import signed_year_pages

__all__ = ["sign_in"]
PLAN = "/admin/performance/plans/1"
QUARTER = f"{PLAN}/quarters/1/official.xlsx"
YEAR = f"{PLAN}/year/official.xlsx"
FILES = "/admin/performance/official/files"


@pytest.fixture
def scene(app: Flask) -> PlanScene:
    with app.app_context():
        return make_official_scene(db.session())


@pytest.fixture(autouse=True)
def next_january(monkeypatch: pytest.MonkeyPatch, january: None) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 12, 3, tzinfo=UTC))


@pytest.fixture
def plan(app: Flask, scene: PlanScene) -> Plan:
    with app.app_context():
        plan = made_plans.make_plan(db.session(), scene, state=PlanState.RUNNING)
        made.verify_all(db.session(), scene, plan, value=96)
        return plan


@pytest.fixture
def shown_quarter(app: Flask, scene: PlanScene, plan: Plan) -> None:
    with app.app_context():
        text = vault().lock("Menjelaskan syarat dengan gambar.")
        made.make_periodic(db.session(), scene, plan, state=PeriodicState.ACKNOWLEDGED, text=text)


@pytest.fixture
def superiors_email(app: Flask, scene: PlanScene, plan: Plan) -> str:
    """Return the address of the superior's account."""
    with app.app_context():
        session = db.session()
        account = add_account(
            session, Role.OFFICER, agency_id=scene.agency_id, officer_id=scene.superior
        )
        session.commit()
        return account.email or ""


def evaluation_in(content: bytes) -> ReadEvaluation:
    grids = extract_sheets(content).grids
    assert [each.sheet for each in grids] == ["DOKUMEN", "EVALUASI"]
    return evaluation_on(grids[1])


def words_in(content: bytes) -> str:
    grids = extract_sheets(content).grids
    return "\n".join(cell for grid in grids for row in grid.rows for cell in row.cells)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_shown_quarter_is_sent_to_whoever_reads_it(
    shown_quarter: None, sign_in: SignIn, viewer: str
) -> None:
    status = sign_in(viewer).get(QUARTER).status_code

    assert (status == 200) is (viewer in {"person", "superior", "auditor"})
    assert status in {200, 404}


def test_a_quarter_holds_what_was_reached_answered_and_said(
    app: Flask, scene: PlanScene, shown_quarter: None, person: FlaskClient
) -> None:
    with app.app_context():
        db.session.add(
            AgencyPredicate(
                agency_id=scene.agency_id,
                year=2026,
                quarter=1,
                predicate="baik",
                decree_number="1",
                decree_date=datetime(2026, 4, 9, tzinfo=UTC).date(),
                recorded_at=clock.now(),
            )
        )
        db.session.commit()

    answer = person.get(QUARTER)
    read = evaluation_in(answer.data)

    assert read.plan.number == LESTARI
    values = read.values
    assert (values.quarter, values.organisation) == (1, "BAIK")
    assert {cell for row in values.realised for cell in row} == {
        ("96 %", "Pimpinan : sesuai bukti")
    }
    assert values.result_level == values.behaviour_level == "SESUAI EKSPEKTASI"
    # A quarter has no predicate here.
    assert values.predicate == ""
    assert "Kekuatan: Menjelaskan syarat dengan gambar." in words_in(answer.data)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="evaluasi-1-1.xlsx"'


def test_levels_of_a_quarter_that_was_not_shown_are_in_no_file(
    app: Flask, scene: PlanScene, plan: Plan, person: FlaskClient, superior: FlaskClient
) -> None:
    with app.app_context():
        text = vault().lock("Rahasia rancangan")
        made.make_periodic(db.session(), scene, plan, state=PeriodicState.IN_REVIEW, text=text)

    for client in (person, superior):
        content = client.get(QUARTER).data
        assert evaluation_in(content).values.result_level == ""
        assert "Rahasia rancangan" not in words_in(content)


def test_a_year_is_sent_once_it_is_confirmed_and_delivered(
    plan: Plan, person: FlaskClient, superior: FlaskClient, office: FlaskClient
) -> None:
    assert superior.get(YEAR).status_code == 404
    signed_year_pages(superior)

    for client in (person, superior):
        values = evaluation_in(client.get(YEAR).data).values
        assert values.quarter is None
        assert (values.result_level, values.behaviour_level, values.predicate) == (
            "DI ATAS EKSPEKTASI",
            "SESUAI EKSPEKTASI",
            "BAIK",
        )
        assert all(cell[0] for row in values.realised for cell in row)
    assert office.get(YEAR).status_code == 404
    assert f'href="{YEAR}"' in person.get(f"{PLAN}/year/result").text


def test_a_form_is_sent_as_a_pdf_and_says_so_when_none_can_be_drawn(
    plan: Plan, person: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = person.get(f"{PLAN}/official.pdf")
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="skp-1.pdf"'
    assert f'href="{PLAN}/official.pdf"' in person.get(PLAN).text

    broken = {"program": "portal.no_such_program"}
    monkeypatch.setattr(printing.printed_forms, "__kwdefaults__", broken)
    assert person.get(f"{PLAN}/official.pdf").status_code == 503


def test_a_superior_gets_the_own_people_in_one_file_and_looks_are_on_record(
    app: Flask, scene: PlanScene, plan: Plan, superior: FlaskClient
) -> None:
    assert "2 pegawai" in superior.get(FILES).text

    answer = superior.get(f"{FILES}.xlsx?year=2026&which=skp")

    assert [each.sheet for each in extract_sheets(answer.data).grids] == ["SKP", "LAMPIRAN"]
    with app.app_context():
        acts = db.session.scalars(select(AuditEntry.action)).all()
    assert {"performance.forms", "person.look"} <= set(acts)


def test_where_nothing_is_to_be_written_the_page_says_so(plan: Plan, superior: FlaskClient) -> None:
    page = superior.get(f"{FILES}.pdf?which=evaluasi-tahun", follow_redirects=True).text

    assert "Tidak ada berkas yang dibuat" in page


def test_an_auditor_chooses_an_agency_and_nobody_else_does(
    app: Flask, scene: PlanScene, plan: Plan, client_of: ClientOf
) -> None:
    auditor = client_of(None, Role.AUDITOR)

    assert "Seluruh kota" in auditor.get(FILES).text
    assert auditor.get(f"{FILES}.xlsx?agency=dukcapil").data.startswith(b"PK")
    assert auditor.get(f"{FILES}.xlsx?agency=dishub").status_code == 302
    stranger = client_of(scene.stranger)
    assert "Seluruh kota" not in stranger.get(FILES).text
    assert stranger.get(f"{FILES}.xlsx?agency=dukcapil").status_code == 302
    for role in (Role.PERFORMANCE_OFFICE, Role.PERFORMANCE_COORDINATOR, Role.ADMINISTRATOR):
        assert client_of(None, role).get(FILES).status_code == 404


def test_an_auditor_chooses_a_unit_of_the_agency(
    app: Flask, scene: PlanScene, plan: Plan, client_of: ClientOf
) -> None:
    with app.app_context():
        session = db.session()
        unit = make_unit(session, session.get_one(AgencyRow, scene.agency_id), "kelurahan-satu")
        query = select(PersonPost).where(PersonPost.person_id == scene.person)
        session.scalars(query).one().unit_id = unit.id
        db.session.commit()
    auditor = client_of(None, Role.AUDITOR)

    assert "Unit kelurahan-satu" not in auditor.get(FILES).text
    whole = auditor.get(f"{FILES}?agency=dukcapil").text
    assert '<option value="kelurahan-satu"' in whole
    page = auditor.get(f"{FILES}?agency=dukcapil&unit=kelurahan-satu").text
    assert "1 pegawai" in page
    assert "unit=kelurahan-satu" in page
    # A unit of another agency is no choice.
    assert "kelurahan-satu" not in auditor.get(f"{FILES}?agency=dishub&unit=kelurahan-satu").text


@pytest.mark.parametrize("form", ["xlsx", "pdf"])
def test_the_command_writes_a_file_a_plan_and_a_map(
    app: Flask, superiors_email: str, tmp_path: Path, form: str
) -> None:
    folder, map_file = tmp_path / "out", tmp_path / "map.csv"
    words = ["--agency", "dukcapil", "--year", "2026", "--format", form, "--map", str(map_file)]

    result = run(app, str(folder), "--as", superiors_email, *words)

    assert result == (0, "1 files written\n")
    assert [each.name for each in folder.iterdir()] == [f"skp-1.{form}"]
    with map_file.open() as lines:
        assert list(csv.reader(lines))[1] == [f"skp-1.{form}", LESTARI, "Ayu Contoh"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--agency", "tidak-ada"], "no agency or unit with that code"),
        (["--year", "1999"], "no cycle of that year"),
        (["--quarter", "1", "--whole-year"], "name one of"),
        (["--year", "2026", "--whole-year"], "nothing that this account may read"),
    ],
)
def test_the_command_says_what_it_cannot_do(
    app: Flask, superiors_email: str, tmp_path: Path, words: list[str], said: str
) -> None:
    who = ["--as", superiors_email, "--year", "2026"]
    code, output = run(app, str(tmp_path / "out"), *who, *words)

    assert code != 0
    assert said in output
    assert not (tmp_path / "out").exists()


def test_the_command_says_that_a_pdf_could_not_be_drawn(
    app: Flask, superiors_email: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = ["--as", superiors_email, "--year", "2026"]

    def fail(*_: object, **__: object) -> bytes:
        raise printing.FormsNotDrawn("a character is in no font")

    with monkeypatch.context() as patched:
        patched.setattr(plan_forms, "forms_file", fail)
        drawn = run(app, str(tmp_path / "out"), *who, "--format", "pdf")
    written = run(app, str(tmp_path / "out"), *who)

    assert drawn == (1, "Error: a PDF could not be drawn (a character is in no font)\n")
    assert written == (0, "1 files written\n")
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["skp-1.xlsx"]


@pytest.mark.parametrize("name", ["nobody@kota.test", "not an identity"])
def test_the_command_needs_an_open_account(
    app: Flask, scene: PlanScene, plan: Plan, tmp_path: Path, name: str
) -> None:
    assert run(app, str(tmp_path / "out"), "--as", name)[0] != 0


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["plans", "forms", *words])
    return result.exit_code, result.output
