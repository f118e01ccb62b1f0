"""Somebody without an account: plan and quarter from signed paper, on a phone without scripts."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import Watched
from tests.factories.plans import PlanScene, make_plan_scene
from tests.unit.storage.files.test_files import with_place

HOME = "/admin/performance"
PAPERS = f"{HOME}/on-paper"
PERIOD = f"{HOME}/plans/1/periods/1"
SCAN = {"name": "kertas.jpg", "mimeType": "image/jpeg", "buffer": with_place()}


@pytest.fixture
def line(lay: Lay) -> Iterator[tuple[Portal, PlanScene]]:
    """A portal with an open cycle; whose plan it will be has no account."""
    with running_portal(lay("on paper")) as portal:
        with portal.inside() as session:
            scene = make_plan_scene(session)
        yield portal, scene


def record(coordinator: Watched, *, signed_on: str) -> None:
    """Fill in the form of a paper, once without its scan."""
    page = coordinator.page
    coordinator.press("#form button")
    assert page.locator("#file-error").is_visible()
    coordinator.assert_fits()
    page.fill("#signed_on", signed_on)
    page.fill("#kept_at", "Lemari 2, map 7")
    page.set_input_files("#file", SCAN)
    coordinator.press("#form button")


def plan_from_paper(coordinator: Watched, scene: PlanScene) -> None:
    """Begin the person's plan, record its paper, fill it in and send it."""
    coordinator.open(PAPERS)
    for way in (f"{PAPERS}/people", f"{PAPERS}/people/{scene.person}"):
        coordinator.press(f'a[href="{way}"]')
        coordinator.assert_fits()
    coordinator.press(f'a[href="{PAPERS}/people/{scene.person}/plan"]')
    coordinator.press("#form button")
    record(coordinator, signed_on="2026-01-09")
    for target in ("95", "2", "90"):
        coordinator.press("#to-send ~ ul a >> nth=0")
        coordinator.page.fill("#target", target)
        coordinator.press("#form button")
    coordinator.assert_fits()
    coordinator.press(f'form[action="{PAPERS}/plans/1/send"] button')
    assert coordinator.page.get_by_text("Isinya tidak terlihat lagi oleh Anda").is_visible()


def quarter_from_paper(coordinator: Watched, scene: PlanScene) -> None:
    """Record the paper of the first quarter and report every indicator from it."""
    coordinator.open(f"{PAPERS}/people/{scene.person}")
    coordinator.press('a[href*="kind=realisation"][href*="period=1"]')
    record(coordinator, signed_on="2026-04-03")
    for value in ("96", "1,5", "91"):
        coordinator.press('main a[href*="/indicators/"] >> nth=0')
        coordinator.page.fill("#value", value)
        coordinator.assert_fits()
        coordinator.press("#form button")
    assert coordinator.page.get_by_text("Semua indikator periode ini").is_visible()


def test_plan_and_quarter_of_somebody_without_an_account_go_from_paper_to_the_end(
    visit: OpenContext, line: tuple[Portal, PlanScene]
) -> None:
    portal, scene = line
    coordinator, superior = (visit(portal=portal, scripts=False) for _ in range(2))
    agency = {"agency_id": scene.agency_id}
    sign_in(coordinator, portal, "performance_coordinator", **agency)
    sign_in(superior, portal, "officer", officer_id=scene.superior, **agency)

    plan_from_paper(coordinator, scene)
    superior.open(HOME)
    superior.press(f'a[href="{HOME}/plans/1"]')
    assert superior.page.get_by_text("Dicatat di kertas").is_visible()
    superior.press(f'form[action="{HOME}/plans/1/agree"] button')
    assert superior.page.locator(".state-running >> nth=0").is_visible()

    quarter_from_paper(coordinator, scene)
    superior.open(PERIOD)
    for key in (1, 2, 3):
        superior.press(f'form[action="{PERIOD}/indicators/{key}/verify"] button')
    assert superior.page.locator("article .state-verified").count() == 3
    superior.assert_fits()
    superior.open(f"{PERIOD}/indicators/1")
    assert superior.page.get_by_text(", di kertas").is_visible()
    for watched in (coordinator, superior):
        watched.assert_fits()
        watched.assert_clean()
