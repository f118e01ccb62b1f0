"""Notes to look again, a calibration meeting and the lists of the office, on a phone."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from portal.evaluation.insight.domain import SignalKind
from portal.evaluation.rules.states import PlanState
from portal.web.extensions import vault
from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import Watched
from tests.factories import insight as made
from tests.factories.plans import PlanScene, make_plan, make_plan_scene

HOME = "/admin/performance"
NOTES = f"{HOME}/signals"
MEETING = f"{HOME}/calibrations/1"
WHY = "Saya melihat pekerjaannya tiap hari dan mencatatnya."
Line = tuple[Portal, PlanScene]


@pytest.fixture
def line(lay: Lay) -> Iterator[Line]:
    """A portal in January with a rating that somebody should look at again."""
    at = datetime(2027, 1, 12, 3, tzinfo=UTC)
    with running_portal(lay("insight"), stands_at=at) as portal:
        with portal.inside() as session:
            scene = make_plan_scene(session)
            plan = make_plan(session, scene, state=PlanState.RUNNING)
            made.rate(session, scene, plan, text=vault().lock("Target tercapai."))
            made.make_note(session, scene, kind=SignalKind.RECENCY, plan=plan)
            made.make_note(session, scene)
            for year in (2023, 2024):
                made.make_flagged(session, year)
        yield portal, scene


def enter(watched: Watched, line: Line, role: str, person: int | None = None) -> Watched:
    portal, scene = line
    sign_in(watched, portal, role, agency_id=scene.agency_id, officer_id=person)
    return watched


@pytest.mark.parametrize("scripts", [True, False])
def test_a_note_is_looked_at_and_answered(visit: OpenContext, line: Line, *, scripts: bool) -> None:
    superior = enter(visit(portal=line[0], scripts=scripts), line, "officer", line[1].superior)
    superior.open(HOME)
    superior.press(f'a[href="{NOTES}"]')
    superior.assert_usable()
    superior.press(f'a[href="{NOTES}/1"]')
    superior.assert_usable()
    superior.press("#form button")
    assert superior.page.locator("#answer-error").is_visible()
    superior.assert_usable()
    superior.page.select_option("#answer", "kept")
    superior.page.fill("#reason", WHY)
    superior.press("#form button")
    superior.assert_usable()
    superior.open(f"{NOTES}/1")
    assert superior.page.get_by_text(WHY).is_visible()


def test_a_meeting_is_called_held_and_recorded(visit: OpenContext, line: Line) -> None:
    _, scene = line
    coordinator = enter(visit(portal=line[0]), line, "performance_coordinator")
    coordinator.open(f"{HOME}/calibrations")
    coordinator.assert_usable()
    coordinator.press(f'a[href="{HOME}/calibrations/new"]')
    coordinator.assert_usable()
    coordinator.page.fill("#meets_on", "2027-01-12")
    coordinator.page.check(f'input[name="participants"][value="{scene.superior}"]')
    coordinator.press("#form button")
    coordinator.assert_usable()
    coordinator.press('form[action$="/hold"] button')
    coordinator.assert_usable()

    superior = enter(visit(portal=line[0]), line, "officer", scene.superior)
    superior.open(f"{MEETING}/record")
    superior.assert_usable()
    superior.page.select_option("#person", f"{scene.person}")
    superior.page.select_option("#outcome", "kept")
    superior.page.fill("#reason", WHY)
    superior.press("#form button")
    superior.assert_usable()
    assert superior.page.get_by_text(WHY).is_visible()


def test_the_office_reads_signs_equal_treatment_and_completeness(
    visit: OpenContext, line: Line
) -> None:
    _, scene = line
    office = enter(visit(portal=line[0]), line, "performance_office")
    for page in ("signals/overview", "completeness", f"completeness?agency={scene.agency_id}"):
        office.open(f"{HOME}/{page}")
        office.assert_usable()
    office.open(f"{HOME}/equity")
    office.assert_usable()
    office.page.select_option("#decision", "reason")
    office.page.fill("#reason", WHY)
    office.press("#form button")
    office.assert_usable()
    office.open(f"{HOME}/cycles/rules")
    assert office.page.get_by_text(WHY).is_visible()
