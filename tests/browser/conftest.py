"""A real Chromium on phone and desk sizes, with and without scripts; it reports what is wrong."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

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
Numbers = dict[str, int]
ORGANISE = """
import json
from portal.extensions import db
from tests.factories.organisation import *
session = db.session()
large, small = make_agency(session, "dukcapil"), make_agency(session, "dishub")
inspectorate = make_agency(session, "inspektorat", name="Inspektorat Daerah")
unit = make_unit(session, large, "utara", name="Cabang Utara")
desk = make_desk(session, large, "dukcapil-1", unit_id=unit.id)
make_desk(session, large, "dukcapil-2"), make_desk(session, small, "dishub-1")
officers = [make_officer(session, number) for number in ("1001", "1002")]
for officer in officers:
    make_posting(session, officer, desk)
session.commit()
rows = [("large", large), ("small", small), ("inspectorate", inspectorate)]
rows += [("with scripts", officers[0]), ("without", officers[1])]
print(json.dumps({name: row.id for name, row in rows}))
"""


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


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Portal, Numbers]]:
    """A small town whose inspectorate is an agency of its own; its numbers by name."""
    folder = tmp_path_factory.mktemp("town")
    with running_portal(folder, INSPECTORATE="inspektorat", TRUSTED_PROXIES="1") as portal:
        yield portal, json.loads(portal.python(ORGANISE).splitlines()[-1])


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
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenContext]:
    """Open a watched page: ``visit(scripts=False, size=DESK, portal=city)``.

    Without a portal it is the demonstration city's, which is only made when somebody asks.
    """
    contexts: list[BrowserContext] = []

    def open_page(
        *,
        scripts: bool = True,
        size: dict[str, int] = PHONE,
        portal: Portal | None = None,
        **more: str,
    ) -> Watched:
        portal = portal or cast(Portal, request.getfixturevalue("city"))
        context = browser.new_context(viewport=size, java_script_enabled=scripts, **more)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Watched(context.new_page(), home=portal.url, has_scripts=scripts)

    yield open_page
    for context in contexts:
        context.close()
