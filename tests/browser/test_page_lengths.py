"""No page of staff in the demonstration is longer than 6,000 pixels on a phone."""

import pytest
from sqlalchemy import select

from portal.accounts.sessions.domain import Stage
from portal.accounts.sessions.service import Browser, add_session
from portal.accounts.staff.models import Account
from portal.time import clock
from scripts.demo_people import add_demo_people
from tests.browser.conftest import OpenContext
from tests.browser.portal_process import Portal

LONGEST = 6_000
HEIGHT = "document.documentElement.scrollHeight"
LINKS = "links => links.map(link => link.getAttribute('href'))"
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
