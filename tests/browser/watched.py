"""A page that is watched: what goes wrong on it is kept, and leaving it is waited for."""

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
Look = tuple[dict[str, int], str]
EVERY_LOOK: tuple[Look, ...] = tuple(itertools.product((PHONE, DESK), ("light", "dark")))
BOTH_SIZES: tuple[Look, ...] = ((PHONE, "light"), (DESK, "light"))
DARK_PHONE_LIGHT_DESK: tuple[Look, ...] = ((PHONE, "dark"), (DESK, "light"))
RUN_AXE = "axe.run({resultTypes: ['violations']}).then((found) => found.violations)"


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """Wait, after what the block does, until the document that it leads to is loaded.

    A click returns when it has happened: what is read at once may still be the page before.
    """
    with page.expect_event("load"):
        yield


def press(page: Page, selector: str) -> None:
    """Click what leads to another document, and wait until that is loaded."""
    with leaving(page):
        page.click(selector)


class Watched:
    """A page whose errors and foreign requests are kept, to be asserted on."""

    def __init__(self, page: Page, *, home: str, has_scripts: bool) -> None:
        self.page = page
        self.has_scripts = has_scripts
        self.home = home
        self.errors: list[str] = []
        self.foreign: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._note(request.url))

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused form is answered with its own code, which the console reports as an error.
        is_refusal = "Failed to load resource" in message.text
        if message.type in {"error", "warning"} and not is_refusal:
            self.errors.append(message.text)

    def _note(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "blob:")):
            self.foreign.append(url)

    def open(self, address: str) -> Page:
        """Go to ``address`` of the portal and wait until the page is at rest."""
        self.page.goto(f"{self.home}{address}", wait_until="load")
        return self.page

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """Wait, after what the block does, until the page that it leads to is at rest."""
        with leaving(self.page):
            yield

    def press(self, selector: str) -> None:
        """Click what leads to another page and wait until that is at rest."""
        press(self.page, selector)

    def assert_clean(self) -> None:
        """Assert that nothing failed, nothing left the machine and everybody can use the page."""
        assert self.errors == []
        assert self.foreign == []
        self.assert_accessible()

    def assert_whole(self, looks: Iterable[Look]) -> None:
        """Assert that the page as it stands is clean and fits, in every one of ``looks``."""
        for size, theme in looks:
            self.page.set_viewport_size(size)
            self.page.emulate_media(color_scheme=theme)
            self.assert_fits()
            self.assert_clean()

    def assert_usable(self) -> None:
        """Assert that the page is clean and fits, on a desk and last on a phone, which it stays."""
        phone = ((PHONE, "dark"),)
        self.assert_whole(((DESK, "light"), *phone) if self.has_scripts else phone)

    def assert_accessible(self) -> None:
        """Assert that axe-core, itself a script, finds no violation; nothing without scripts."""
        if not self.has_scripts:
            return
        found = self.page.evaluate(f"window.axe ? {RUN_AXE} : null")
        if found is None:
            self.page.evaluate(AXE_SCRIPT)
            found = self.page.evaluate(RUN_AXE)
        told = [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]
        assert told == [], f"{self.page.url} at {self.page.viewport_size}: {told}"

    def assert_fits(self) -> None:
        """Assert that the page does not scroll sideways."""
        session = self.page.context.new_cdp_session(self.page)
        metrics = session.send("Page.getLayoutMetrics")
        wide, seen = metrics["cssContentSize"]["width"], metrics["cssLayoutViewport"]["clientWidth"]
        assert wide <= seen, f"{self.page.url} is {wide} px wide on {seen} px"
