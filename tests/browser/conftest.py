"""A real Chromium on phone and desk sizes, with and without scripts; it reports what is wrong."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.portal_process import Portal, running_portal
from tests.conftest import missing

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SEED = "7"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, so that they can be left out by name."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demonstration city with a year of ratings, published, on SQLite."""
    with running_portal(tmp_path_factory.mktemp("city")) as portal:
        portal.flask("demo", "seed", "--ratings", "20000", "--months", "6", "--seed", SEED)
        portal.flask("jobs", "run-due")
        yield portal


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

    def assert_clean(self) -> None:
        """Assert that nothing failed, nothing left the house and everybody can use the page."""
        assert self.errors == []
        assert self.foreign == []
        self.assert_accessible()

    def assert_accessible(self) -> None:
        """Assert that axe-core, itself a script, finds no violation; nothing without scripts."""
        if not self.has_scripts:
            return
        found = Axe().run(self.page).response["violations"]
        told = [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]
        assert told == [], f"{self.page.url}: {told}"

    def assert_fits(self) -> None:
        """Assert that the page does not scroll sideways."""
        session = self.page.context.new_cdp_session(self.page)
        metrics = session.send("Page.getLayoutMetrics")
        wide, seen = metrics["cssContentSize"]["width"], metrics["cssLayoutViewport"]["clientWidth"]
        assert wide <= seen, f"{self.page.url} is {wide} px wide on {seen} px"


OpenContext = Callable[..., Watched]


@pytest.fixture
def visit(browser: Browser, city: Portal) -> Iterator[OpenContext]:
    """Open a watched page: ``visit(scripts=False, size=DESK, portal=city)``."""
    contexts: list[BrowserContext] = []

    def open_page(
        *, scripts: bool = True, size: dict[str, int] = PHONE, portal: Portal = city, **more: str
    ) -> Watched:
        context = browser.new_context(viewport=size, java_script_enabled=scripts, **more)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Watched(context.new_page(), home=portal.url, has_scripts=scripts)

    yield open_page
    for context in contexts:
        context.close()
