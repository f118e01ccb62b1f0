"""Pages end: how long they may be on a phone, and what stands on the first two screens."""

import pytest
from sqlalchemy import select, update

from portal.accounts.sessions.domain import Stage
from portal.accounts.sessions.service import Browser, add_session
from portal.accounts.staff.models import Account
from portal.time import clock
from scripts.demo_people import add_demo_people
from tests.browser.conftest import OpenContext
from tests.browser.portal_process import Portal
from tests.browser.watched import PHONE

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
