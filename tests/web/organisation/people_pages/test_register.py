"""A person who was in no file, and a staff number that becomes another."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.accounts.audit_log.models import AuditEntry
from portal.organisation.people import queries
from portal.organisation.people.models import StaffNumber
from portal.web.access import Role
from portal.web.extensions import db
from tests.web.organisation.people_pages.conftest import People, send

NEW = "/admin/people/new"
ANA = "199001012020011001"


def fields(people: People, **others: str) -> dict[str, str]:
    return {
        "name": "Lestari Contoh",
        "number": "19910517 201503 2 903",
        "kind": "pns",
        "title": "Perawat",
        "place": str(people.own),
        "is_head": "no",
        "starts_on": "2026-03-01",
        "reason": "SK 800/9",
    } | others


def test_a_new_person_has_a_number_and_a_first_post(people: People) -> None:
    page = send(people.client(Role.PERFORMANCE_OFFICE), NEW, **fields(people)).text

    assert "Lestari Contoh" in page
    assert "periksa lagi" not in page
    with people.app.app_context():
        found = queries.person_with_number(db.session(), "199105172015032903")
        assert found is not None
        (post,) = queries.posts_of(db.session(), {found.id})
        assert (post.title, post.starts_on) == ("Perawat", date(2026, 3, 1))
        assert "people.register" in set(db.session.scalars(select(AuditEntry.action)))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("number", "19900101.202001.1.001", "Nomor ini milik Ana Contoh"),
        ("number", "199105172015032000", "digit"),
        ("number", "1,99E+17", "digit"),
        ("name", "", "Harus diisi"),
        ("starts_on", "", "Harus diisi"),
        ("place", "999", "Pilih salah satu"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    people: People, field: str, value: str, words: str
) -> None:
    client = people.client(Role.PERFORMANCE_OFFICE)

    page = send(client, NEW, **fields(people, **{field: value})).text

    assert words in page
    assert 'value="Perawat"' in page
    with people.app.app_context():
        assert queries.person_with_number(db.session(), "199105172015032903") is None


def test_a_number_that_looks_wrong_is_taken_and_marked(people: People) -> None:
    client = people.client(Role.PERFORMANCE_OFFICE)

    page = send(client, NEW, **fields(people, number="199105172015033903")).text

    assert "periksa lagi" in page
    assert "digit ke-15" in page


def test_a_new_number_follows_and_the_former_one_still_finds_the_person(people: People) -> None:
    client = people.client(Role.PERFORMANCE_OFFICE)
    path = f"/admin/people/{people.ids['Ana']}/number"
    sent = {"number": "19900101 202501 2 009", "starts_on": "2026-02-01", "reason": "SK 800/9"}

    page = send(client, path, **sent).text
    again = send(client, path, **sent).text

    assert "199001012025012009" in page
    assert "NIP sebelumnya" in page
    assert "Nomor ini milik Ana Contoh" in again
    with people.app.app_context():
        session = db.session()
        former = queries.person_with_number(session, ANA)
        assert former is not None
        assert former.id == people.ids["Ana"]
        rows = {row.number: row for row in session.scalars(select(StaffNumber))}
        assert rows[ANA].ends_on == date(2026, 1, 31)
        assert rows["199001012025012009"].starts_on == date(2026, 2, 1)


def test_a_number_never_begins_before_the_one_it_follows(people: People) -> None:
    client = people.client(Role.PERFORMANCE_OFFICE)
    path = f"/admin/people/{people.ids['Ana']}/number"
    first = {"number": "199001012025012009", "starts_on": "2026-02-01", "reason": "SK"}
    send(client, path, **first)

    page = send(client, path, number="199001012025012008", starts_on="2026-02-01", reason="SK").text

    assert "baru berlaku sejak hari itu" in page
