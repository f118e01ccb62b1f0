"""More doubts about superiors than a page holds: each is found, and the count is the whole one."""

from datetime import UTC, datetime, timedelta

from portal.storage.paging import PAGE_SIZE
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.people import make_doubt, make_person
from tests.web.organisation.people_pages.conftest import People

CHANGES = "/admin/people/changes"
MINUTE = timedelta(minutes=1)
DOUBTS = 2 * PAGE_SIZE + 1


def test_every_doubt_is_on_one_of_the_pages(people: People) -> None:
    began = datetime(2026, 7, 1, tzinfo=UTC)
    with people.app.app_context():
        session = db.session()
        for number in range(DOUBTS):
            person, moment = make_person(session, f"Orang {number}"), began + number * MINUTE
            note = f"Alasan ke-{number}."
            make_doubt(session, person.id, about=people.ids["Citra"], note=note, at=moment)
        session.commit()
    office = people.client(Role.PERFORMANCE_OFFICE)

    first = office.get(CHANGES).text
    last = office.get(f"{CHANGES}?doubts=3").text

    assert first.count("Alasan ke-") == PAGE_SIZE
    assert "Alasan ke-0." in first
    assert "doubts=2#doubts" in first
    assert last.count("Alasan ke-") == 1
    assert f"Alasan ke-{DOUBTS - 1}." in last
    assert f"{DOUBTS} orang meragukan" in office.get("/admin/").text
