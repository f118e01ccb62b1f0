"""Whatever a public page leads to is there: retired desks, places above, files, languages."""

import re
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient

from portal.web.extensions import db
from tests.factories import organisation

LINK = re.compile(r'(?:href|src)="([^"#]+)')
# Forms of a single citizen, and everything of the staff, need more than a link.
ELSEWHERE = ("/admin", "/static/", "/r/")
RETIRED = "disdukcapil-9"


def add_retired_desk(app: Flask) -> None:
    """Let desks that are listed be retired, without any figure of their own."""
    with app.app_context():
        session = db.session()
        organisation.make_agency(session, "dinsos", name="Dinas Sosial")
        agency = organisation.make_agency(session, "lama", name="Dinas Lama")
        organisation.make_desk(session, agency, RETIRED, retired_on=organisation.LONG_AGO)
        organisation.make_desk(session, agency, "disdukcapil-3", retired_on=organisation.LONG_AGO)
        session.commit()


def dead_links(reader: FlaskClient, *, start: str) -> tuple[set[str], set[str]]:
    """Follow every link within the site; return what was visited and what is not there."""
    waiting, visited, dead = [start], set(), set()
    while waiting:
        address = waiting.pop()
        if address in visited:
            continue
        visited.add(address)
        answer = reader.get(address)
        if answer.status_code >= 400:
            dead.add(address)
        elif answer.mimetype == "text/html":
            waiting += within(answer.text, address=address)
    return visited, dead


def within(page: str, *, address: str) -> list[str]:
    joined = (urljoin(address, each.replace("&amp;", "&")) for each in LINK.findall(page))
    own = (each for each in joined if not urlsplit(each).netloc and each.startswith("/"))
    return [each for each in own if not each.startswith(ELSEWHERE)]


def test_every_link_of_the_public_pages_leads_somewhere(city: Flask) -> None:
    add_retired_desk(city)

    visited, dead = dead_links(city.test_client(), start="/")

    assert {f"/desks/{RETIRED}", "/privacy", "/methodology", "/data/", "/city.csv"} <= visited
    assert dead == set()


def test_a_listed_desk_without_a_page_is_found(city: Flask) -> None:
    """The same city while the desk that was taken out of a month is unknown."""
    _, dead = dead_links(city.test_client(), start="/")

    assert f"/desks/{RETIRED}" in dead
