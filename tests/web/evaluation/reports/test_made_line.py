"""Each report and each form says on which day and by which rules it was made."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from portal.evaluation.rules.states import PeriodicState, PlanState, RecommendationState
from portal.organisation.people.models import PersonPost
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db, vault
from tests.factories import appraisals as made
from tests.factories import plans as made_plans
from tests.factories.official import make_official_scene
from tests.factories.plans import PlanScene
from tests.factories.trainings import make_training
from tests.staff import signed_in
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.yearly.test_year_pages import signed_year_pages

LINE = "Dibuat 2027-01-12 menurut aturan versi 1, siklus 2026."
# Blank files to be filled in: they hold no figure and follow no rules.
BLANK = "official.template"


@pytest.fixture
def scene(app: Flask) -> PlanScene:
    with app.app_context():
        return make_official_scene(db.session())


@pytest.fixture(autouse=True)
def next_january(monkeypatch: pytest.MonkeyPatch, january: None) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 12, 3, tzinfo=UTC))


@pytest.fixture
def a_whole_year(app: Flask, scene: PlanScene, superior: FlaskClient) -> None:
    """A plan with a quarter that was shown and a year that was signed; the leader is a head."""
    with app.app_context():
        session = db.session()
        plan = made_plans.make_plan(session, scene, state=PlanState.RUNNING)
        made.verify_all(session, scene, plan, value=96)
    signed_year_pages(superior)
    with app.app_context():
        session, text = db.session(), vault().lock("Baik")
        made.make_periodic(session, scene, plan, state=PeriodicState.ACKNOWLEDGED, text=text)
        make_training(session, scene, state=RecommendationState.PLANNED)
        post = update(PersonPost).where(PersonPost.person_id == scene.leader)
        session.execute(post.values(is_head=True))
        session.commit()


def files_of(app: Flask, scene: PlanScene) -> Iterator[str]:
    """Give the address of every workbook and PDF of the evaluation, with the scene's numbers."""
    values = {"plan_id": 1, "number": 1, "agency_id": scene.agency_id, "unit_id": 0}
    for rule in app.url_map.iter_rules():
        is_file = rule.rule.endswith((".xlsx", "any(xlsx,pdf):form>"))
        if not rule.rule.startswith("/admin/performance/") or not is_file or rule.endpoint == BLANK:
            continue
        for form in ("xlsx", "pdf") if "form" in rule.arguments else ("xlsx",):
            given = {name: values[name] for name in rule.arguments - {"form"}}
            built = rule.build({**given, **({"form": form} if "form" in rule.arguments else {})})
            assert built is not None
            yield built[1]


def line_in(content: bytes) -> bool:
    """Return whether each sheet, or each page, says the line below it."""
    if content.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(content)
        return all(LINE in page.get_textpage().get_text_range() for page in pages)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/")]
        footers = [packed.read(name).decode().partition("<oddFooter>")[2] for name in sheets]
    return all(LINE in each for each in footers)


def test_every_report_and_form_says_its_day_and_its_rules(
    app: Flask, scene: PlanScene, a_whole_year: None, client_of: ClientOf, person: FlaskClient
) -> None:
    office = client_of(None, Role.PERFORMANCE_OFFICE)
    readers = (person, office, client_of(scene.leader, Role.AGENCY_HEAD))
    auditor = client_of(None, Role.AUDITOR)
    addresses = list(files_of(app, scene))

    said = {}
    for address in addresses:
        answers = (each.get(address) for each in (*readers, auditor))
        sent = next((each.data for each in answers if each.status_code == 200), b"")
        said[address] = bool(sent) and line_in(sent)

    assert len(addresses) >= 16
    assert [address for address, is_said in said.items() if not is_said] == []


def test_an_official_form_says_it_in_indonesian_and_a_report_in_the_readers_language(
    a_whole_year: None, person: FlaskClient, office: FlaskClient
) -> None:
    for client in (person, office):
        client.set_cookie("lang", "en")

    assert line_in(person.get("/admin/performance/plans/1/official.xlsx").data)
    assert not line_in(office.get("/admin/performance/reports/merit.xlsx").data)


def test_without_a_cycle_a_list_says_that_no_rules_are_in_force(app: Flask) -> None:
    office = signed_in(app, Role.PERFORMANCE_OFFICE).client

    content = office.get("/admin/performance/training-catalogue.xlsx").data

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "Dibuat 2027-01-12. Belum ada aturan yang berlaku." in sheet
