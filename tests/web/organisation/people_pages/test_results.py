"""An agency's predicate and main indicators: entered by the office, followed, never changed."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from portal.organisation.agency_results.domain import AgencyPredicateKind, Term
from portal.organisation.agency_results.queries import predicate_of
from portal.web.access import Role
from portal.web.extensions import db
from tests.web.accounts.forms import hidden_fields
from tests.web.organisation.people_pages.conftest import People

ENTRY = {
    "year": "2026",
    "quarter": "1",
    "predicate": "baik",
    "decree_number": "800/12/2026",
    "decree_date": "2026-04-02",
}
INDICATOR = {"year": "2026", "quarter": "", "name": "Kepuasan", "unit": "%", "target": "95,5"}


def send(client: FlaskClient, people: People, what: str, **fields: str) -> Any:
    page = f"/admin/people/results/{people.own}"
    sent = hidden_fields(client.get(page).text) | fields
    return client.post(f"{page}/{what}", data=sent, follow_redirects=True)


@pytest.fixture
def office(people: People) -> FlaskClient:
    return people.client(Role.PERFORMANCE_OFFICE)


def test_the_last_entry_counts_and_the_one_before_stays_readable(
    people: People, office: FlaskClient
) -> None:
    assert "Sudah dicatat" in send(office, people, "predicate", **ENTRY).text
    page = send(office, people, "predicate", **(ENTRY | {"predicate": "istimewa"})).text

    assert "digantikan" in page
    with people.app.app_context():
        session = db.session()
        found = predicate_of(session, people.own, term=Term(2026, 1))
        assert found is AgencyPredicateKind.EXCELLENT
        assert predicate_of(session, people.own, term=Term(2026)) is None
    assert "Istimewa" in office.get("/admin/people/results?year=2026").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("year", "26", "2000"),
        ("quarter", "5", "Pilih salah satu"),
        ("decree_number", "", "Harus diisi"),
        ("decree_date", "31-02-2026", ""),
        ("decree_date", "2999-01-01", "sesudah hari ini"),
        ("year", "2998", "belum mulai"),
    ],
)
def test_a_wrong_entry_is_refused_beside_its_field_and_nothing_is_lost(
    people: People, office: FlaskClient, field: str, value: str, words: str
) -> None:
    page = send(office, people, "predicate", **(ENTRY | {field: value})).text

    assert "Belum dicatat" in page
    assert words in page
    assert field == "decree_number" or 'value="800/12/2026"' in page
    with people.app.app_context():
        assert db.session.execute(text("SELECT count(*) FROM agency_predicate")).scalar() == 0


def test_the_same_entry_twice_is_one(people: People, office: FlaskClient) -> None:
    send(office, people, "predicate", **ENTRY)
    again = send(office, people, "predicate", **ENTRY).text
    send(office, people, "indicator", **INDICATOR)
    indicator = send(office, people, "indicator", **INDICATOR).text

    assert "sama dengan yang sudah tercatat" in again
    assert "sama dengan yang sudah tercatat" in indicator


def test_an_indicator_gets_its_realisation_by_a_second_entry(
    people: People, office: FlaskClient
) -> None:
    first = send(office, people, "indicator", **INDICATOR).text
    second = send(office, people, "indicator", **INDICATOR, realisation="91,25").text
    wrong = send(office, people, "indicator", **(INDICATOR | {"target": "1E5"})).text

    assert "belum dilaporkan" in first
    assert "91,25" in second
    assert "digantikan" in second
    assert "Tulis angka" in wrong


def test_what_was_recorded_cannot_be_changed_or_deleted(
    people: People, office: FlaskClient
) -> None:
    send(office, people, "predicate", **ENTRY)
    for statement in (
        "UPDATE agency_predicate SET predicate = 'istimewa'",
        "DELETE FROM agency_predicate",
    ):
        with people.app.app_context(), pytest.raises(DatabaseError):
            db.session.execute(text(statement))


def test_heads_and_coordinators_read_their_own_agency_and_enter_nothing(people: People) -> None:
    for role in (Role.AGENCY_HEAD, Role.PERFORMANCE_COORDINATOR):
        client = people.client(role, agency=people.own)
        own = client.get(f"/admin/people/results/{people.own}")
        assert (own.status_code, "Catat predikat" in own.text) == (200, False)
        assert client.get(f"/admin/people/results/{people.other}").status_code == 404
        token = hidden_fields(client.get("/admin/people/me").text)
        refused = client.post(f"/admin/people/results/{people.own}/predicate", data=token | ENTRY)
        assert refused.status_code == 403
