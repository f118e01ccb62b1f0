"""The tablet at a desk: a question a screen, nothing lost offline, nobody's answers left behind."""

import json

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import TextClause, text

from portal.rating.devices.domain import DeviceKind
from portal.rating.devices.service import invite_device
from portal.time import clock
from tests.browser.conftest import OpenContext
from tests.browser.portal_process import Portal
from tests.browser.watched import Watched
from tests.servers import wait_until

TABLET = {"width": 1024, "height": 768}
ONE_SERVICE = text(
    "SELECT d.id, d.code FROM desk d JOIN desk_service s ON s.desk_id = d.id "
    "WHERE d.retired_on IS NULL GROUP BY d.id, d.code HAVING count(*) = 1 ORDER BY d.code LIMIT 1"
)
MORE_SERVICES = text(str(ONE_SERVICE).replace("= 1", "> 1"))
# Takes the queue as the page makes it: a long pause that has begun cannot be shortened.
SHORT_PAUSES = """Object.defineProperty(window, "kioskQueue", { configurable: true, set(queue) {
  Object.assign(queue.pauses, { least: 0, most: 50 });
  Object.defineProperty(window, "kioskQueue", { value: queue });
} })"""
# Asked of the page once: the page's own rules forbid what a waiting test would ask it again.
WORKER_IS_THERE = """() => new Promise((there) => {
  const workers = navigator.serviceWorker;
  if (workers.controller) there(true);
  else workers.addEventListener("controllerchange", () => there(true), { once: true });
  setTimeout(() => there(false), 30000);
})"""
COUNT = text("SELECT count(*) FROM sealed_rating")


def invite(desks: Portal, kind: str, *, at: TextClause = ONE_SERVICE) -> tuple[str, str]:
    with desks.inside() as session:
        desk = session.execute(at).one()
        session.rollback()
        invited = {"desk_id": desk.id, "kind": DeviceKind(kind), "name": "Uji"}
        return desk.code, invite_device(session, **invited, now=clock.now())


def stored(desks: Portal) -> int:
    with desks.inside() as session:
        return int(session.scalar(COUNT))


@pytest.fixture
def tablet(visit: OpenContext, desks: Portal) -> Watched:
    """A paired tablet that sends without long pauses."""
    return paired(visit(portal=desks, size=TABLET), desks)


def paired(watched: Watched, desks: Portal, *, at: TextClause = ONE_SERVICE) -> Watched:
    page = watched.open("/kiosk/")
    page.fill("#code", invite(desks, "kiosk", at=at)[1])
    watched.press("main button")
    expect(page.locator("#kiosk, .choices")).to_be_visible()
    return watched


def hurry(page: Page) -> None:
    """Load the page again with short pauses, which stay whenever it is loaded."""
    page.add_init_script(SHORT_PAUSES)
    page.reload()


def answer_all(page: Page) -> None:
    page.click("[data-next]")
    for _ in range(page.locator(".question").count()):
        step = page.locator(".step.current")
        step.locator(".answer").nth(2).click()
        expect(step.locator("input:checked")).to_have_count(0)
    page.locator(".step.current button").click()
    expect(page.locator("#thanks")).to_be_visible()


def test_a_rating_is_given_question_by_question_and_arrives(tablet: Watched, desks: Portal) -> None:
    before, page = stored(desks), tablet.page
    hurry(page)
    tablet.assert_clean()
    answer_all(page)

    wait_until(lambda: stored(desks) == before + 1, what="the rating's arrival")
    expect(page.locator("#waiting")).to_be_hidden()
    expect(page.locator(".start")).to_be_visible(timeout=10_000)
    assert stored(desks) == before + 1
    assert page.locator("input:checked").count() == 0
    tablet.assert_clean()


def test_what_waits_for_its_pause_is_not_said_to_wait_for_the_network(tablet: Watched) -> None:
    page = tablet.page
    answer_all(page)

    expect(page.locator("#waiting-count")).to_have_text("1")
    expect(page.locator("[data-network=here]")).to_have_text("penilaian segera dikirim")
    expect(page.locator("[data-network=here]")).to_be_visible()
    expect(page.locator("[data-network=away]")).to_be_hidden()


def test_without_a_network_ratings_wait_sealed_and_then_arrive_once(
    tablet: Watched, desks: Portal
) -> None:
    before, page = stored(desks), tablet.page
    assert page.evaluate(WORKER_IS_THERE)
    hurry(page)
    page.context.set_offline(True)
    for _ in range(2):
        answer_all(page)
        expect(page.locator(".start")).to_be_visible(timeout=10_000)
    expect(page.locator("#waiting-count")).to_have_text("2")
    expect(page.locator("[data-network=away]")).to_be_visible()
    expect(page.locator("[data-network=here]")).to_be_hidden()
    page.reload()
    expect(page.locator("#waiting-count")).to_have_text("2")
    kept = page.evaluate(
        """() => new Promise(done => { indexedDB.open("kiosk").onsuccess = event =>
        event.target.result.transaction("waiting").objectStore("waiting").getAll().onsuccess =
        found => done(found.target.result) })"""
    )

    assert len({len(box) for box in kept}) == 1
    assert "requirements" not in json.dumps(kept)
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#waiting")).to_be_hidden(timeout=60_000)
    assert stored(desks) == before + 2


def test_who_walks_away_leaves_nothing_behind(tablet: Watched) -> None:
    page = tablet.page
    page.clock.install()
    page.reload()
    page.click("[data-next]")
    page.locator(".step.current .answer").first.click()
    page.clock.run_for(61_000)
    expect(page.locator("#idle")).to_be_visible()
    page.click("#idle-stay")
    expect(page.locator("#idle")).to_be_hidden()
    page.clock.run_for(61_000)
    page.clock.run_for(21_000)

    expect(page.locator("#idle")).to_be_hidden()
    expect(page.locator(".start")).to_be_visible()
    assert page.locator("input:checked").count() == 0


def test_a_question_that_was_left_out_is_shown_again(tablet: Watched) -> None:
    page = tablet.page
    page.click("[data-next]")
    page.keyboard.press("Tab")
    for _ in range(page.locator(".question").count()):
        page.locator(".step.current input[type=radio]").first.focus()
        page.keyboard.press("Enter")
    page.locator(".step.last button").click()

    expect(page.locator(".step.current legend")).to_contain_text("1 dari")
    expect(page.locator("#missed")).to_be_visible()
    page.locator(".step.current .answer").first.click()
    expect(page.locator(".step.current legend")).to_contain_text("2 dari")
    expect(page.locator("#missed")).to_be_hidden()
    page.click("[data-back]")
    page.click("[data-back]")
    expect(page.locator(".start")).to_be_visible()


def test_the_tablet_needs_no_script(visit: OpenContext, desks: Portal) -> None:
    before = stored(desks)
    watched = paired(visit(portal=desks, size=TABLET, scripts=False), desks)
    page = watched.page
    expect(page.locator("[data-next]")).to_be_hidden()
    for question in page.locator(".question").all():
        question.locator(".answer").nth(1).click()
    watched.press(".step.last button")

    assert "Terima kasih" in page.inner_text("main")
    assert stored(desks) == before + 1


@pytest.mark.parametrize("services", [ONE_SERVICE, MORE_SERVICES], ids=["one", "more"])
def test_a_freshly_paired_tablet_opens_without_a_network(
    visit: OpenContext, desks: Portal, services: TextClause
) -> None:
    """Nothing is loaded a second time before the network goes: the first visit kept it all."""
    before, tablet = stored(desks), paired(visit(portal=desks, size=TABLET), desks, at=services)
    page = tablet.page
    expect(page.locator("#kept")).to_be_visible()
    page.context.set_offline(True)
    page.add_init_script(SHORT_PAUSES)

    for language, start in (("en", "Start"), ("id", "Mulai")):
        tablet.open(f"/kiosk/?lang={language}")
        if services is MORE_SERVICES:
            tablet.press(".choices a")
        expect(page.locator("[data-next]")).to_have_text(start)
    answer_all(page)
    expect(page.locator("#waiting-count")).to_have_text("1")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")

    wait_until(lambda: stored(desks) == before + 1, what="the rating's arrival")
    expect(page.locator("#waiting")).to_be_hidden()
    assert stored(desks) == before + 1


def test_the_pages_that_are_kept_leave_the_tablet_its_language(tablet: Watched) -> None:
    page = tablet.page
    tablet.press("footer [hreflang=en]")
    expect(page.locator("#kept")).to_be_visible()
    tablet.open("/kiosk/")

    expect(page.locator("html")).to_have_attribute("lang", "en")
