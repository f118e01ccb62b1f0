"""A plan from the template on a phone, with and without scripts: sent, returned, mended, agreed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import DARK_PHONE_LIGHT_DESK, Watched
from tests.factories.plans import PlanScene, make_plan_scene

HOME = "/admin/performance"


@pytest.fixture
def line(lay: Lay) -> Iterator[tuple[Portal, PlanScene]]:
    """A portal with an open cycle, somebody without a plan and their superior."""
    with running_portal(lay("plans")) as portal:
        with portal.inside() as session:
            scene = make_plan_scene(session)
        yield portal, scene


def fill_targets(watched: Watched) -> None:
    """Follow the first thing that is missing until nothing is."""
    for target in ("95", "2", "90"):
        watched.press("#to-send ~ ul a >> nth=0")
        watched.page.fill("#target", target)
        watched.press("#form button")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_plan_is_made_from_the_template_sent_returned_mended_and_agreed(
    visit: OpenContext, line: tuple[Portal, PlanScene], *, scripts: bool
) -> None:
    portal, scene = line
    person, superior = (visit(portal=portal, scripts=scripts) for _ in range(2))
    for watched, who in ((person, scene.person), (superior, scene.superior)):
        sign_in(watched, portal, "officer", agency_id=scene.agency_id, officer_id=who)

    person.open(HOME)
    person.assert_fits()
    person.press(f'a[href="{HOME}/plans/new"]')
    person.press("#form button")
    plan = person.page.url
    fill_targets(person)
    person.assert_fits()
    person.press(f'form[action="{HOME}/plans/1/submit"] button')

    superior.open(HOME)
    superior.press(f'a[href="{HOME}/plans/1"]')
    superior.press(f'a[href="{HOME}/plans/1/return"]')
    superior.page.fill("#reason", "Target kualitas terlalu longgar")
    superior.press("#form button")

    person.page.goto(plan)
    assert person.page.get_by_text("Target kualitas terlalu longgar").is_visible()
    person.press('#i2 a[href*="/indicators/2"]')
    person.page.fill("#target", "1,5")
    person.press("#form button")
    person.press(f'form[action="{HOME}/plans/1/submit"] button')
    superior.page.goto(plan)
    superior.press(f'form[action="{HOME}/plans/1/agree"] button')

    assert superior.page.locator(".state-running").is_visible()
    person.page.goto(plan)
    assert person.page.locator("h1 .state-running").is_visible()
    if scripts:
        person.assert_whole(DARK_PHONE_LIGHT_DESK)
    person.assert_fits()
    for watched in (person, superior):
        watched.assert_clean()


def test_what_is_typed_is_saved_while_it_is_typed_and_the_button_waits_for_it(
    visit: OpenContext, line: tuple[Portal, PlanScene]
) -> None:
    portal, scene = line
    person = visit(portal=portal, scripts=True)
    sign_in(person, portal, "officer", agency_id=scene.agency_id, officer_id=scene.person)
    person.open(f"{HOME}/plans/new")
    person.press("#form button")
    indicator = f"{HOME}/plans/1/results/1/indicators/1"
    person.open(indicator)
    with person.page.expect_response("**?saves=1"):
        person.page.fill("#method", "Dihitung dari antrean")
    person.open(indicator)
    assert person.page.input_value("#method") == "Dihitung dari antrean"

    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    person.page.route("**?saves=1", hold)
    with person.page.expect_request("**?saves=1"):
        person.page.fill("#method", "Dihitung dari laporan")
    person.page.click("#form button", no_wait_after=True)
    held[0].continue_()
    person.page.wait_for_url("**/plans/1?done=saved")

    person.open(indicator)
    assert person.page.input_value("#method") == "Dihitung dari laporan"
    person.assert_clean()


def test_the_pages_of_the_office_and_of_a_plan_are_accessible_in_both_themes_and_languages(
    visit: OpenContext, line: tuple[Portal, PlanScene]
) -> None:
    portal, scene = line
    office, person = visit(portal=portal), visit(portal=portal)
    sign_in(office, portal, "performance_office")
    sign_in(person, portal, "officer", agency_id=scene.agency_id, officer_id=scene.person)
    person.open(f"{HOME}/plans/new")
    person.press("#form button")

    pages = {
        office: (
            "cycles",
            "cycles/1",
            "cycles/new",
            "cycles/1/deadlines/0/plan_sent",
            "cycles/rules",
        ),
        person: (
            "plans/1",
            "plans/1/results/1",
            "plans/1/results/1/indicators/1?check=y",
            "plans/1/expectations",
            "plans/1/appendix",
        ),
    }
    for watched, addresses in pages.items():
        for address in addresses:
            watched.open(f"{HOME}/{address}")
            watched.assert_whole(DARK_PHONE_LIGHT_DESK)
        watched.open(f"{HOME}?lang=en")
        assert "Performance" in watched.page.locator("h1").inner_text()
        watched.assert_clean()
