"""What helps people and units, in a browser: a plan to grow, a measure, a good case, reports."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from portal.web.extensions import vault
from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import DARK_PHONE_LIGHT_DESK
from tests.factories.plans import PlanScene, make_plan_scene
from tests.factories.trainings import make_topic
from tests.factories.unit_measures import make_measure

HOME = "/admin/performance"
PLAN = f"{HOME}/people/1/development-plan"
CASES = f"{HOME}/people/1/good-cases"
MEASURES = f"{HOME}/unit-measures"
SAVE = "#form button"
JANUARY = datetime(2026, 1, 12, 3, tzinfo=UTC)
CASE = {
    "title": "Antrean yang lebih tenang",
    "problem": "Warga menunggu lama",
    "done": "Nomor dibagi menurut layanan",
    "changed": "Dari 40 menit menjadi 15",
}


@pytest.fixture
def line(lay: Lay) -> Iterator[tuple[Portal, PlanScene]]:
    """A portal of January where five of a unit share a difficulty."""
    with running_portal(lay("growth"), stands_at=JANUARY) as portal:
        with portal.inside() as session:
            vault().lock("The first text makes the key.")
            session.rollback()
            scene = make_plan_scene(session)
            make_topic(session)
            make_measure(session, scene)
        yield portal, scene


@pytest.mark.parametrize("scripts", [True, False])
def test_a_plan_is_written_and_a_good_case_published(
    visit: OpenContext, line: tuple[Portal, PlanScene], *, scripts: bool
) -> None:
    portal, scene = line
    person = visit(portal=portal, scripts=scripts)
    sign_in(person, portal, "officer", agency_id=scene.agency_id, officer_id=scene.person)
    person.open(f"{PLAN}/new")
    person.page.fill("#strengths", "Teliti")
    person.press(SAVE)
    for _ in range(2):
        person.press(f'a[href="{HOME}/development-plans/1/aims/new"]')
        person.page.fill("#aim", "Memakai sistem baru")
        person.page.fill("#means", "Seminggu sekali dengan rekan")
        person.page.fill("#due_on", "2026-06-30")
        person.press(SAVE)
    person.press("form[action$='/send'] button")
    assert person.page.get_by_text("Terkirim kepada pejabat penilai").is_visible()
    person.assert_whole(DARK_PHONE_LIGHT_DESK)
    person.open(f"{CASES}/new")
    for name, text in CASE.items():
        person.page.fill(f"#{name}", text)
    person.page.check("#consent")
    person.press(SAVE)
    office = visit(portal=portal, scripts=scripts)
    sign_in(office, portal, "performance_office")
    office.open(f"{HOME}/good-cases/1")
    office.press("form[action$='/publish'] button")
    office.open("/awards/examples")
    assert office.page.get_by_text(CASE["title"]).is_visible()
    office.assert_whole(DARK_PHONE_LIGHT_DESK)
    for watched in (person, office):
        watched.assert_clean()


def test_pages_of_measures_and_reports_are_accessible_in_both_themes_and_languages(
    visit: OpenContext, line: tuple[Portal, PlanScene]
) -> None:
    portal, _ = line
    office = visit(portal=portal, scripts=True)
    sign_in(office, portal, "performance_office")
    for address in (
        MEASURES,
        f"{MEASURES}/1",
        f"{MEASURES}/1/accept",
        f"{MEASURES}/1/decline",
        f"{HOME}/reports/help",
        f"{HOME}/good-cases",
    ):
        office.open(address)
        office.assert_whole(DARK_PHONE_LIGHT_DESK)
    office.assert_clean()
