"""An activity on a phone: entered, kept without a network, returned, mended, accepted."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import both_signed_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import DARK_PHONE_LIGHT_DESK, Watched
from tests.factories.plans import PlanScene, make_plan_scene

OWN = "/admin/performance/activities"
# Resolves once the phone keeps the empty form.
KEPT = """async () => {
  const wanted = document.querySelector("form[data-fresh]").dataset.fresh;
  for (let frame = 0; frame < 900; frame += 1) {
    if (await caches.match(wanted)) return;
    await new Promise(requestAnimationFrame);
  }
  throw new Error("the form was not kept");
}"""
# The first request after the network came back still fails, as on a phone between two cells.
FAIL_ONCE = """() => {
  const real = fetch;
  window.fetch = (...asked) => {
    window.fetch = real;
    window.hasFailed = true;
    return Promise.reject(new TypeError("no way there yet"));
  };
}"""
LOOKING = "/admin/performance/people/activities"


@pytest.fixture
def line(lay: Lay) -> Iterator[tuple[Portal, PlanScene]]:
    """A portal with somebody and their superior."""
    with running_portal(lay("activities")) as portal:
        with portal.inside() as session:
            scene = make_plan_scene(session)
        yield portal, scene


def enter(watched: Watched, text: str) -> None:
    watched.page.fill("#text", text)
    watched.press("#form button:not([name])")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_activity_is_entered_returned_mended_and_accepted(
    visit: OpenContext, line: tuple[Portal, PlanScene], *, scripts: bool
) -> None:
    person, superior = both_signed_in(visit, line, scripts=scripts)
    person.open(OWN)
    person.assert_fits()
    enter(person, "Verifikasi berkas KK")
    enter(person, "Rapat pembagian antrean")
    person.page.click("summary:has-text('Banyaknya')")
    person.page.fill("#text", "Tautan salah")
    person.page.fill("#link", "http://tidak.aman")
    person.press("#form button:not([name])")
    assert person.page.locator("#link-error").is_visible()
    assert person.page.input_value("#text") == "Tautan salah"

    superior.open(LOOKING)
    superior.assert_fits()
    superior.press(f'a[href="{OWN}/1/return"]')
    superior.page.fill("#reason", "Sebutkan jumlah berkasnya")
    superior.press("#form button")

    person.open(OWN)
    assert person.page.get_by_text("Sebutkan jumlah berkasnya").is_visible()
    person.press(f'a[href="{OWN}/1/mend"]')
    person.page.fill("#text", "Verifikasi 34 berkas KK, 2 dikembalikan")
    person.press("#form button:not([name])")

    superior.open(LOOKING)
    for box in superior.page.locator("input[name=activity]").all():
        box.check()
    superior.press("#form button:not([type])")
    superior.press("#form button")
    person.open(OWN)
    assert person.page.locator(".state-accepted").count() == 2
    if scripts:
        person.assert_whole(DARK_PHONE_LIGHT_DESK)
    person.assert_fits()
    for watched in (person, superior):
        watched.assert_clean()


def test_without_a_network_activities_wait_on_the_phone_and_arrive_once(
    visit: OpenContext, line: tuple[Portal, PlanScene]
) -> None:
    person, superior = both_signed_in(visit, line, scripts=True)
    person.open(OWN)
    person.page.evaluate(KEPT)
    person.page.context.set_offline(True)
    person.page.goto(f"{person.home}{OWN}")
    person.page.fill("#text", "Pelayanan Loket 3, 41 warga")
    # A tap is often two.
    person.page.dblclick("#form button:not([name])")
    person.page.wait_for_selector("#queue-list li")
    assert person.page.locator("#queue-list li").count() == 1
    person.page.reload()
    person.page.wait_for_selector("#queue-list li")
    assert "41 warga" in person.page.inner_text("#queue-list")
    person.assert_fits()

    with person.leaving():
        person.page.context.set_offline(False)

    assert person.page.locator("#queue").is_hidden()
    superior.open(LOOKING)
    assert superior.page.locator("input[name=activity]").count() == 1
    superior.assert_whole(DARK_PHONE_LIGHT_DESK)


def test_an_activity_is_sent_when_the_network_came_back_too_early_to_be_used(
    visit: OpenContext, line: tuple[Portal, PlanScene]
) -> None:
    person, superior = both_signed_in(visit, line, scripts=True)
    person.open(OWN)
    person.page.evaluate(KEPT)
    person.page.context.set_offline(True)
    person.page.goto(f"{person.home}{OWN}")
    person.page.fill("#text", "Pelayanan Loket 3, 41 warga")
    person.page.click("#form button:not([name])")
    person.page.wait_for_selector("#queue-list li")
    person.page.evaluate(FAIL_ONCE)
    person.page.context.set_offline(False)
    person.page.wait_for_function("window.hasFailed")
    assert person.page.locator("#queue-list li").count() == 1

    with person.leaving():
        person.page.evaluate("dispatchEvent(new Event('focus'))")

    assert person.page.locator("#queue").is_hidden()
    superior.open(LOOKING)
    assert superior.page.locator("input[name=activity]").count() == 1


def test_pages_of_activities_are_accessible_in_both_themes_and_languages(
    visit: OpenContext, line: tuple[Portal, PlanScene]
) -> None:
    person, superior = both_signed_in(visit, line, scripts=True)
    person.open(OWN)
    enter(person, "Verifikasi berkas KK")
    pages = {
        person: (OWN, f"{OWN}/new", f"{OWN}/1", "/admin/performance"),
        superior: (
            LOOKING,
            f"{OWN}/1/return",
            f"{OWN}/1/reject",
            "/admin/performance/people/1/activities",
            "/admin/performance",
        ),
    }
    for watched, addresses in pages.items():
        for address in addresses:
            watched.open(address)
            watched.assert_whole(DARK_PHONE_LIGHT_DESK)
    person.open(f"{OWN}?lang=en")
    assert person.page.locator("h1").inner_text() == "What did you work on?"
    person.assert_clean()
