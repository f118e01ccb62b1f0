"""Pages end: how long they may be on a phone, and what stands on the first two screens."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from portal.accounts.sessions.domain import Stage
from portal.accounts.sessions.service import Browser, add_session
from portal.accounts.staff.models import Account
from portal.publication.yearly_evaluation.releasing import publish_due_evaluations
from portal.time import clock
from scripts.demo_people import add_demo_people
from tests.browser.conftest import Lay, OpenContext
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import PHONE
from tests.factories.evaluation_years import MovingCity

LONGEST, LONGEST_AGENCY = 6_000, 7_000
PUBLIC_PAGES = (
    *(
        "/",
        "/methodology",
        "/desks/disdukcapil-1",
        "/services/ktp-el-baru",
        "/data/",
        "/complaints/",
    ),
    *("/compare?agency=disdukcapil&agency=dinkes", "/evaluation", "/privacy", "/search?q=ktp"),
)
HEIGHT = "document.documentElement.scrollHeight"
LINKS = "links => links.map(link => link.getAttribute('href'))"
TOOLS = """lines => lines.map(line => {
  const isSeen = (each) => each.checkVisibility({ contentVisibilityAuto: true });
  return new Set([...line.children].filter(isSeen).map((each) => each.offsetTop)).size;
})"""
AGENCIES = "links => [...new Set(links.map(link => link.getAttribute('href')))]"
# Whose pages: each begins at home and goes one step along every entry of the menu.
EVERYBODY = ("petugas", "atasan", "kepala", "kinerja", "auditor")
MORE = {
    "auditor": ("/admin/figures/agencies/disdukcapil", "/admin/people?page=2"),
    "petugas": ("/admin/performance/activities", "/admin/performance/people/{person}/year"),
}


@pytest.mark.parametrize("name", EVERYBODY)
def test_no_page_of_staff_is_endless_on_a_phone(
    visit: OpenContext, city: Portal, name: str
) -> None:
    watched = visit(portal=city)
    with city.inside() as session:
        # Who read the city before may be tied to the same officer.
        others = Account.email.not_like("%@kota.example")
        session.execute(update(Account).where(others).values(officer_id=None))
        session.commit()
        add_demo_people(session, now=clock.now())
        account = session.scalars(
            select(Account).where(Account.email == f"{name}@kota.example")
        ).one()
        person = account.officer_id
        signed_in = Browser(account_id=account.id, stage=Stage.SIGNED_IN, device="test")
        token = add_session(session, signed_in, now=clock.now())
        session.commit()
    watched.page.context.add_cookies([{"name": "staff", "value": token, "url": watched.home}])
    watched.open("/admin/")
    menu = watched.page.eval_on_selector_all(".staff-nav a", LINKS)
    assert len(menu) > 3

    long = {}
    for address in (*menu, *(each.format(person=person) for each in MORE.get(name, ()))):
        watched.open(address)
        height = watched.page.evaluate(HEIGHT)
        if height > LONGEST:
            long[address] = height

    assert long == {}


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_public_page_is_endless_on_a_phone(visit: OpenContext, language: str) -> None:
    watched = visit()
    page = watched.open("/")
    agencies = page.eval_on_selector_all("#daftar-agency ~ figure a", AGENCIES)
    assert len(agencies) > 5

    long = {}
    for address in (*PUBLIC_PAGES, *agencies):
        watched.open(f"{address}{'&' if '?' in address else '?'}lang={language}")
        height = page.evaluate(HEIGHT)
        if height > (LONGEST_AGENCY if address in agencies else LONGEST):
            long[address] = height

    assert long == {}


@pytest.fixture
def large_city(lay: Lay) -> Iterator[Portal]:
    """A portal that has published a year of the evaluation of 25 agencies."""
    with running_portal(lay("year"), stands_at=datetime(2028, 6, 20, 3, tzinfo=UTC)) as portal:
        with portal.inside() as session:
            counted = MovingCity(3).counted(2027)
            for day in (date(2028, 6, 1), date(2028, 6, 15)):
                publish_due_evaluations(session, [2027], count=lambda _year: counted, today=day)
        yield portal


@pytest.mark.parametrize("scripts", [True, False])
def test_a_year_of_25_agencies_ends_and_each_unfolds(
    visit: OpenContext, large_city: Portal, scripts: bool
) -> None:
    watched = visit(portal=large_city, scripts=scripts)
    page = watched.open("/evaluation/2027")
    first = page.locator("details:has(#instansi-1)")

    assert page.evaluate(HEIGHT) <= LONGEST
    assert page.locator("details:has(> [id^=instansi-])").count() == 25
    assert not first.locator("ul").is_visible()
    first.locator("summary").press("Enter")
    assert first.locator("ul").is_visible()
    assert first.get_by_role("link").get_attribute("href") == "/complaints/new?agency=agency-00"
    watched.assert_usable()


def test_the_agencies_stand_on_the_second_screen_of_the_city(visit: OpenContext) -> None:
    page = visit().open("/")
    first = page.locator("#daftar-agency ~ figure li").first.bounding_box()

    assert first is not None
    assert first["y"] + first["height"] < 2 * PHONE["height"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("address", ["/", "/agencies/disdukcapil"])
def test_the_tools_of_a_chart_stand_on_one_line(
    visit: OpenContext, address: str, language: str
) -> None:
    page = visit().open(f"{address}?lang={language}")
    lines = page.eval_on_selector_all(".tools", TOOLS)

    assert len(lines) >= 4
    assert max(lines) == 1
    assert page.locator(".chart:has(.tools)").count() == page.locator(".tools").count()
