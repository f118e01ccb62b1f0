"""A superior is away for a week: somebody looks instead, and the person sees who."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from portal.evaluation.rules.states import ActivityState
from portal.time import clock
from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import DARK_PHONE_LIGHT_DESK
from tests.factories.plans import PlanScene, make_plan_scene
from tests.factories.work import make_activity

PAGE = "/admin/performance/delegation"
LOOKING = "/admin/performance/people/activities"


@pytest.fixture
def line(lay: Lay) -> Iterator[tuple[Portal, PlanScene]]:
    """A portal with somebody, their superior and a stranger."""
    with running_portal(lay("delegation")) as portal:
        with portal.inside() as session:
            scene = make_plan_scene(session)
            make_activity(session, scene, state=ActivityState.SENT)
        yield portal, scene


@pytest.mark.parametrize("scripts", [True, False])
def test_a_delegate_is_named_looks_and_is_ended(
    visit: OpenContext, line: tuple[Portal, PlanScene], *, scripts: bool
) -> None:
    portal, scene = line
    seats = (scene.superior, scene.stranger, scene.person)
    opened = [visit(portal=portal, scripts=scripts) for _ in seats]
    for watched, who in zip(opened, seats, strict=True):
        sign_in(watched, portal, "officer", agency_id=scene.agency_id, officer_id=who)
    superior, delegate, person = opened

    superior.open(PAGE)
    superior.assert_fits()
    superior.page.fill("#delegate_words", "Dewi")
    superior.page.fill("#starts_on", "2020-01-01")
    superior.page.fill("#ends_on", "2020-01-02")
    superior.press("#form button")
    assert superior.page.locator("#starts_on-error").is_visible()
    assert superior.page.input_value("#delegate_words") == "Dewi"
    day = clock.now().astimezone(ZoneInfo("Asia/Jakarta")).date().isoformat()
    superior.page.fill("#starts_on", day)
    superior.page.fill("#ends_on", day)
    superior.press("#form button")
    superior.page.select_option("#picked", index=1)
    superior.press("#form button")
    assert superior.page.get_by_text("Tersimpan.").is_visible()
    superior.assert_fits()

    person.open("/admin/performance")
    assert person.page.get_by_text("Dewi Contoh melihat aktivitas").is_visible()
    delegate.open(LOOKING)
    delegate.page.check("input[name=activity]")
    delegate.press("#form button:not([type])")
    delegate.press("#form button")
    person.open("/admin/performance/activities")
    assert person.page.locator(".state-accepted").count() == 1

    superior.open(PAGE)
    if scripts:
        superior.assert_whole(DARK_PHONE_LIGHT_DESK)
    superior.press("form[action$='/end'] button")
    person.open("/admin/performance")
    assert person.page.get_by_text("Dewi Contoh melihat aktivitas").count() == 0
    for watched in opened:
        watched.assert_clean()
