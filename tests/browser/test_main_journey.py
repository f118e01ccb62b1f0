"""The main job, end to end: scan at a desk, rate, be thanked, and see it published."""

import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from benchmarks.loadgen import plan, travel
from portal.survey.elements import ELEMENTS
from tests.browser.conftest import Lay, OpenContext
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import PHONE, Watched
from tests.conftest import POSTGRESQL, run_on_server
from tests.factories.organisation import (
    make_agency,
    make_desk,
    make_officer,
    make_posting,
    make_service,
)

POSTER = "ABCD2345"
NAMES = frozenset(map(str, ELEMENTS))
OTHERS = 39
SIGNED = ("--by", "Sekretaris Kota", "--reflection", "Loket pertama sudah dinilai warga.")


def organise(session: Session) -> None:
    """Make one agency, one desk and its four officers."""
    agency = make_agency(session, "dukcapil", name="Dinas Kependudukan")
    ktp = make_service(session, agency, "ktp", name="KTP-el baru")
    name = "Loket 1 - Pendaftaran"
    desk = make_desk(session, agency, "dukcapil-1", name=name, services=(ktp,), poster_code=POSTER)
    for number in ("1001", "1002", "1003", "1004"):
        make_posting(session, make_officer(session, number), desk)
    session.commit()


@pytest.fixture
def files(lay: Lay) -> Path:
    """The files of an empty portal."""
    return lay("empty")


@pytest.fixture
def journey_url(request: pytest.FixtureRequest, files: Path) -> Iterator[str]:
    """An empty database of the kind that the test names; SQLite when it names none."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield f"sqlite:///{files}/portal.db"
        return
    name = f"portal_journey_{secrets.token_hex(6)}"
    template = request.getfixturevalue("postgresql_template")
    run_on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield POSTGRESQL.rsplit("/", 1)[0] + "/" + name
    run_on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def portal(journey_url: str, files: Path) -> Iterator[Portal]:
    """A portal of one agency and one desk."""
    variables = {"DATABASE_URL": journey_url, "CITY_NAME": "Kota Uji"}
    with running_portal(files, DEMO="0", TRUSTED_PROXIES="1", **variables) as portal:
        with portal.inside() as session:
            organise(session)
        portal.flask("ratings", "open-inbox")
        yield portal


def last_month() -> date:
    return datetime.now(UTC).date().replace(day=1) - timedelta(days=15)


def rate(watched: Watched) -> Page:
    """Scan the poster and answer everything with the best answer, on the page as it is."""
    page = watched.open(f"/r/{POSTER}")
    watched.assert_fits()
    watched.assert_clean()
    assert "Loket 1 - Pendaftaran" in page.inner_text("h1")
    for element in ELEMENTS:
        page.check(f"input[name={element}][value='4']")
    watched.press("button.full")
    return page


def others_rate(portal: Portal) -> None:
    """Let other phones in other networks rate the same desk."""
    port = int(portal.url.rpartition(":")[2])
    journey = plan(port, f"/r/{POSTER}", required=NAMES.__contains__)
    for number in range(OTHERS):
        travel(port, journey, number=number << 8)


def publish_last_month(portal: Portal) -> str:
    """Mix as if the month were not over yet, then publish it."""
    month = last_month()
    portal.flask("ratings", "mix", "--now", f"{month.isoformat()}T12:00:00")
    portal.flask("releases", "publish", f"{month:%Y-%m}", *SIGNED)
    return f"{month:%Y-%m}"


@pytest.mark.parametrize(
    ("journey_url", "scripts"),
    [("sqlite", True), ("sqlite", False), ("postgresql", True)],
    ids=["SQLite", "SQLite without scripts", "PostgreSQL"],
    indirect=["journey_url"],
)
def test_from_the_scan_to_the_published_figure(
    visit: OpenContext, portal: Portal, scripts: bool
) -> None:
    watched = visit(portal=portal, scripts=scripts, size=PHONE)
    page = rate(watched)
    assert page.inner_text("h1") == "Terima kasih"
    watched.assert_fits()
    watched.assert_clean()

    page.go_back()
    assert page.locator("input:checked").count() == 0

    others_rate(portal)
    period = publish_last_month(portal)
    page = watched.open("/")

    shown = page.request.get(f"{portal.url}/city.json").json()["headline"]
    assert (shown["period"], shown["n"], shown["channels"]) == (period, 1 + OTHERS, ["open"])
    assert page.inner_text(".big .number").lstrip("≈") == str(shown["value"])
    watched.assert_fits()
    watched.assert_clean()
    watched.press("main a[href='/agencies/dukcapil']")
    assert "Dinas Kependudukan" in page.inner_text("h1")
    watched.assert_clean()


def test_a_mistake_is_explained_and_costs_no_answer(visit: OpenContext, portal: Portal) -> None:
    watched = visit(portal=portal)
    page = watched.open(f"/r/{POSTER}")
    page.check("input[name=product][value='3']")
    watched.press("button.full")

    assert page.is_checked("input[name=product][value='3']")
    assert page.locator(".error-summary a").count() >= 8
    watched.assert_fits()
    watched.assert_clean()
    page.locator(".error-summary a").first.click()
    expect(page.locator(":focus")).to_have_attribute("name", str(ELEMENTS[0]))
