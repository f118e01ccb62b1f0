"""A real Chromium on phone and desk sizes, with and without scripts; it reports what is wrong."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from sqlalchemy.orm import Session

from portal.storage.sealing.keys import KeyStore
from portal.web.extensions import current_settings, db
from tests.browser.portal_process import Portal, app_in, environment, make_city, running_portal
from tests.browser.watched import PHONE, Watched
from tests.conftest import missing
from tests.factories import organisation
from tests.factories.ratings import make_inbox_key
from tests.shared import built_once, folder_of_the_run

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No process is started ahead of a page that a test may never open; each costs a second.
    "--renderer-process-limit=1",
)
# The shell opens a page in a quarter of the time: it draws no window around it.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
Numbers = dict[str, int]
Lay = Callable[..., Path]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, so that they can be left out by name."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lay(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Lay:
    """Lay a portal's files in a new folder: ``lay("town", build)``; empty without ``build``.

    ``build(session)`` runs once, however many processes and tests ask for that name.
    """
    root = folder_of_the_run(tmp_path_factory)

    def lay_files(name: str, build: Callable[[Session], object] = Session.commit) -> Path:
        def fill(folder: Path) -> None:
            shutil.copy(sqlite_template, folder / "portal.db")
            with app_in(environment(folder)) as app, app.app_context():
                build(db.session())

        whole = built_once(root, f"portal-{name}", fill)
        return shutil.copytree(whole, tmp_path_factory.mktemp(name), dirs_exist_ok=True)

    return lay_files


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demonstration city with four months of ratings, published, on SQLite."""
    whole = built_once(folder_of_the_run(tmp_path_factory), "portal-city", make_city)
    own = shutil.copytree(whole, tmp_path_factory.mktemp("city"), dirs_exist_ok=True)
    with running_portal(own) as portal:
        yield portal


def organise(session: Session) -> Numbers:
    """Make two agencies and an inspectorate; return their numbers and two officers' by name."""
    large, small = (organisation.make_agency(session, code) for code in ("dukcapil", "dishub"))
    third = organisation.make_agency(session, "inspektorat", name="Inspektorat Daerah")
    unit = organisation.make_unit(session, large, "utara", name="Cabang Utara")
    desk = organisation.make_desk(session, large, "dukcapil-1", unit_id=unit.id)
    organisation.make_desk(session, large, "dukcapil-2")
    organisation.make_desk(session, small, "dishub-1")
    officers = [organisation.make_officer(session, number) for number in ("1001", "1002")]
    for officer in officers:
        organisation.make_posting(session, officer, desk)
    session.commit()
    names = ("large", "small", "inspectorate", "with scripts", "without")
    return {name: row.id for name, row in zip(names, (large, small, third, *officers), strict=True)}


@pytest.fixture(scope="session")
def town(lay: Lay) -> Iterator[tuple[Portal, Numbers]]:
    """A small town whose inspectorate is an agency of its own; its numbers by name."""
    variables = {"INSPECTORATE": "inspektorat", "TRUSTED_PROXIES": "1"}
    with running_portal(lay("town"), **variables) as portal:
        with portal.inside() as session:
            numbers = organise(session)
        yield portal, numbers


def lay_desks(session: Session) -> None:
    """Make a desk of one service and one of two, with all that takes ratings in."""
    agency = organisation.make_agency(session, "dukcapil", name="Dinas Kependudukan")
    first, second = (organisation.make_service(session, agency, code) for code in ("ktp", "kk"))
    desk = organisation.make_desk(
        session, agency, "dukcapil-1", name="Loket 1 - Pendaftaran", services=(first,)
    )
    organisation.make_desk(session, agency, "dukcapil-2", services=(first, second))
    officer = organisation.make_officer(session, "1001")
    organisation.make_posting(session, officer, desk)
    make_inbox_key(session, store=KeyStore.from_settings(current_settings()))
    session.commit()


@pytest.fixture(scope="session")
def desks(lay: Lay) -> Iterator[Portal]:
    """Two desks and no figures: all that a machine at a desk needs."""
    with running_portal(lay("desks", lay_desks)) as portal:
        yield portal


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
