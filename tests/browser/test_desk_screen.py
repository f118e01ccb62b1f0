"""The monitor at a desk: a code that phones read from afar, with nothing cut off."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.portal_process import Portal
from tests.browser.test_kiosk import invite
from tests.browser.watched import DESK, Watched

MONITOR = {"width": 1280, "height": 800}
OTHERS = tuple(
    {"width": width, "height": height}
    for width, height in ((1024, 768), (1366, 768), (1920, 1080), (768, 1024), (1080, 1920))
)
CUT_OFF = """() => [...document.querySelectorAll("main, main *")].filter((each) => {
  const box = each.getBoundingClientRect();
  return box.width && (box.top < 0 || box.left < 0 || box.bottom > innerHeight + 0.5 ||
    box.right > innerWidth + 0.5);
}).map((each) => each.outerHTML.slice(0, 80))"""


def paired_screen(watched: Watched, desks: Portal) -> Page:
    desk, code = invite(desks, "screen")
    page = watched.open(f"/screen/{desk}")
    page.fill("#code", code)
    watched.press("main button")
    return page


def side_of_the_code(page: Page) -> float:
    image = page.locator("img#code")
    expect(image).to_be_visible()
    box = image.bounding_box()
    assert box is not None
    return min(box["width"], box["height"])


@pytest.mark.parametrize("scripts", [True, False])
def test_a_paired_screen_shows_a_large_code_with_nothing_cut_off(
    visit: OpenContext, desks: Portal, scripts: bool
) -> None:
    watched = visit(portal=desks, size=MONITOR, scripts=scripts)
    page = paired_screen(watched, desks)

    assert side_of_the_code(page) >= 480
    watched.assert_fits()
    watched.assert_clean()
    if scripts:
        assert page.evaluate(CUT_OFF) == []
        page.evaluate("document.getElementById('stale').hidden = false")
        assert page.evaluate(CUT_OFF) == []


def test_nothing_is_cut_off_on_other_monitors(visit: OpenContext, desks: Portal) -> None:
    page = paired_screen(visit(portal=desks, size=MONITOR), desks)
    for size in OTHERS:
        page.set_viewport_size(size)

        assert page.evaluate(CUT_OFF) == [], size
        assert side_of_the_code(page) >= 0.45 * min(size.values()), size


def test_the_screen_swaps_its_code_without_loading_the_page(
    visit: OpenContext, desks: Portal
) -> None:
    page = paired_screen(visit(portal=desks, size=DESK), desks)
    page.clock.install()
    page.reload()
    first = page.locator("img#code").get_attribute("src")
    page.clock.run_for(10_500)

    expect(page.locator("img#code")).not_to_have_attribute("src", first or "")
    expect(page.locator("#stale")).to_be_hidden()
    page.context.set_offline(True)
    page.clock.run_for(60_000)
    expect(page.locator("#stale")).to_be_visible()
