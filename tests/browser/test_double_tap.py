"""Two taps on a button of a staff form do once what one does."""

import pytest
from playwright.sync_api import Request, Route
from sqlalchemy import func, select

from portal.evaluation.monitoring.models import NoteRow
from portal.organisation.people.change_models import PeopleChange
from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import running_portal
from tests.browser.watched import Watched
from tests.factories.plans import make_plan_scene

HOME = "/admin/performance"
BUTTON = "#form button >> nth=0"


def is_sent(request: Request) -> bool:
    """Return whether a request sends a form and leads to another page."""
    return request.method == "POST" and request.is_navigation_request()


def tap_twice(watched: Watched) -> int:
    """Tap the button again while the first answer is on its way; return how often it was sent."""
    page, held = watched.page, list[Route]()

    def hold(route: Route) -> None:
        if is_sent(route.request):
            held.append(route)
        else:
            route.continue_()

    page.locator(BUTTON).scroll_into_view_if_needed()
    box = page.locator(BUTTON).bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.route("**/*", hold)
    with page.expect_request(is_sent):
        page.mouse.click(*middle)
    # Without scripts the second tap sends again; with them nothing is to be waited for.
    if watched.has_scripts:
        page.mouse.click(*middle)
    else:
        with page.expect_request(is_sent):
            page.mouse.click(*middle)
    answers = [each.fetch(max_redirects=0) for each in held]
    with watched.leaving():
        held[-1].fulfill(response=answers[-1])
    page.unroute("**/*")
    return len(held)


@pytest.mark.parametrize("scripts", [True, False])
def test_two_taps_are_one_act(visit: OpenContext, lay: Lay, *, scripts: bool) -> None:
    with running_portal(lay("two taps")) as portal:
        with portal.inside() as session:
            scene = make_plan_scene(session)
        office, person, superior = (visit(portal=portal, scripts=scripts) for _ in range(3))
        sign_in(office, portal, "performance_office")
        for watched, who in ((person, scene.person), (superior, scene.superior)):
            sign_in(watched, portal, "officer", agency_id=scene.agency_id, officer_id=who)

        superior.open(f"{HOME}/people/{scene.person}/notes/new")
        superior.page.fill("#text", "Antrean pagi tertib")
        notes = tap_twice(superior)
        office.open(f"/admin/people/{scene.person}/absence")
        office.page.fill("[name=starts_on]", "2026-12-21")
        office.page.fill("[name=reason]", "Cuti tahunan")
        changes = tap_twice(office)
        person.open(f"{HOME}/plans/new")
        plans = tap_twice(person)

        assert (notes, changes, plans) == ((1, 1, 1) if scripts else (2, 2, 2))
        assert office.page.url.endswith("/changes?done=entered")
        assert person.page.url.endswith("/plans/1")
        with portal.inside() as session:
            kept = [
                session.scalar(select(func.count()).select_from(each))
                for each in (NoteRow, PeopleChange)
            ]
        assert kept == [1, 1]
