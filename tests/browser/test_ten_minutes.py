"""A plan from the template takes a person on a phone less than ten minutes: counted, and estimated.

Counted are taps, pages, fields and letters; how long they take is estimated with published seconds,
so that no clock decides whether the test passes. docs/performance.md tells the figures.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Request

from portal.evaluation.plans import service
from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import running_portal
from tests.browser.watched import Watched
from tests.factories import plans as made

HOME = "/admin/performance"
# Keystroke-level model (Card, Moran and Newell, 1980): the slowest typist of their table, for each
# letter; pointing, for each tap; getting ready in the mind, before each tap and each field.
LETTER, POINTING, READY = 1.20, 1.10, 1.35
# Aloud, in 17 languages on average (Trauzettel-Klosinski and Dietz, 2012): silently is faster.
WORDS_A_MINUTE = 184
# Assumed, for a slow connection; measured is a small part of it.
PAGE = 2.0
TEN_MINUTES = 10.0
# What can be read on the way; 1,190 on 30 November 2026.
MOST_WORDS = 1300
TARGETS = ("95", "2", "90")


SERVED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  return page.responseStart - page.requestStart;
}"""


@dataclass
class Walk:
    """What somebody did on the way from the first screen to a plan that is sent.

    :ivar words: of every page, once, as if it were read whole.
    :ivar server: milliseconds that the server took for the pages; told, never asserted.
    """

    watched: Watched
    taps: int = 0
    pages: int = 0
    fields: int = 0
    letters: int = 0
    words: int = 0
    server: float = 0
    seen: frozenset[str] = frozenset()

    def begin(self) -> None:
        self.watched.page.on("request", self._note)
        self.watched.open(HOME)
        self.look()

    def _note(self, request: Request) -> None:
        if request.is_navigation_request() and request.redirected_from is None:
            self.pages += 1

    def look(self) -> None:
        """Read a page that was not read before, every word of it."""
        page = self.watched.page
        self.watched.assert_fits()
        self.server += page.evaluate(SERVED)
        address = page.url.partition("?")[0]
        if address not in self.seen:
            self.seen |= {address}
            self.words += len(page.locator("main").inner_text().split())

    def taps_on(self, selector: str) -> None:
        self.taps += 1
        self.watched.press(selector)
        self.look()

    def writes(self, selector: str, text: str) -> None:
        self.taps += 1
        self.fields += 1
        self.letters += len(text)
        self.watched.page.fill(selector, text)

    def chooses(self, selector: str, index: int) -> None:
        """Open a list and take one line of it: two taps."""
        self.taps += 2
        self.fields += 1
        self.watched.page.select_option(selector, index=index)

    @property
    def minutes(self) -> float:
        """How long it takes, estimated."""
        acts = self.taps * (READY + POINTING) + self.letters * LETTER + self.pages * PAGE
        return acts / 60 + self.words / WORDS_A_MINUTE


@pytest.mark.parametrize("scripts", [True, False])
def test_a_plan_from_the_template_is_sent_within_ten_minutes_on_a_phone(
    visit: OpenContext, lay: Lay, *, scripts: bool
) -> None:
    with running_portal(lay("ten minutes")) as portal:
        with portal.inside() as session:
            scene = made.make_plan_scene(session)
            plan = made.start(session, scene, person=scene.superior)
            plan = made.submit(session, scene, plan)
            service.agree(session, made.act(plan, scene.leader), leader_has_plan=True)
        watched = visit(portal=portal, scripts=scripts)
        sign_in(watched, portal, "officer", agency_id=scene.agency_id, officer_id=scene.person)
        way = Walk(watched)

        way.begin()
        way.taps_on(f'a[href="{HOME}/plans/new"]')
        way.taps_on("#form button")
        for target in TARGETS:
            way.taps_on("#to-send ~ ul:not(.unserved) a >> nth=0")
            way.writes("#target", target)
            way.taps_on("#form button")
        for index in (0, 1):
            way.taps_on(".unserved a >> nth=0")
            way.chooses("#serves", index)
            way.taps_on("#form button")
        way.taps_on('form[action$="/submit"] button')

        assert watched.page.locator(".state-submitted").count() > 0
        told = f"{way.minutes:.1f} minutes: {way}"
        assert (way.fields, way.letters) == (5, 5), told
        assert (way.taps, way.pages) == (20, 14), told
        assert way.words <= MOST_WORDS, told
        assert way.minutes <= TEN_MINUTES, told
