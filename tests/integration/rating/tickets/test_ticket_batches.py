"""Tickets are issued whole, shuffled, known by hash only, and counted by month."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.organisation.places.catalogue_queries import catalogue
from portal.organisation.places.models import DeskRow
from portal.rating.mixing.inbox_models import Ticket
from portal.rating.tickets import service as tickets
from portal.rating.tickets.domain import ScopeKind, TicketScope, ticket_hash
from portal.rating.tickets.queries import TicketCount, ticket_counts
from portal.rating.tickets.service import forget_old_tickets, issue_tickets, scope_of
from tests.factories.organisation import make_agency, make_desk, make_service
from tests.factories.ratings import SmallCity, make_small_city

TODAY = date(2026, 11, 21)
END = date(2027, 1, 31)


@pytest.fixture
def city(session: Session) -> SmallCity:
    return make_small_city(session)


def scope(city: SmallCity) -> TicketScope:
    return TicketScope(ScopeKind.DESK, city.desk_ids[0], city.agency_id, "Loket 1")


def test_only_hashes_are_stored_and_all_end_together(session: Session, city: SmallCity) -> None:
    issued = issue_tickets(session, scope(city), count=30, today=TODAY)

    rows = session.scalars(select(Ticket)).all()
    assert {row.code_hash for row in rows} == set(map(ticket_hash, issued.codes))
    assert {(row.expires_on, row.is_spent, row.desk_id) for row in rows} == {
        (END, False, city.desk_ids[0])
    }
    assert issued.expires_on == END


def test_the_stored_order_says_nothing_about_the_printed_one(
    session: Session, city: SmallCity, database_kind: str
) -> None:
    issued = issue_tickets(session, scope(city), count=1500, today=TODAY)
    hidden = "ctid" if database_kind == "postgresql" else "code_hash"

    stored = list(session.scalars(text(f"SELECT code_hash FROM ticket ORDER BY {hidden}")))
    printed = [ticket_hash(code) for code in issued.codes]

    assert [bytes(one) for one in stored] == sorted(printed)
    assert printed != sorted(printed)


@pytest.mark.parametrize("count", [0, tickets.MOST_AT_ONCE + 1])
def test_a_batch_has_its_bounds(session: Session, city: SmallCity, count: int) -> None:
    with pytest.raises(tickets.CountOutOfRange):
        issue_tickets(session, scope(city), count=count, today=TODAY)


def test_a_code_is_found_among_desks_services_and_agencies(
    session: Session, city: SmallCity
) -> None:
    known = catalogue(session, on=TODAY)

    found = [scope_of(known, code) for code in ("dukcapil-1", "ktp", "dukcapil")]

    assert [(one.kind, one.id, one.agency_id) for one in found] == [
        (ScopeKind.DESK, city.desk_ids[0], city.agency_id),
        (ScopeKind.SERVICE, city.service_ids[0], city.agency_id),
        (ScopeKind.AGENCY, city.agency_id, city.agency_id),
    ]


def test_a_code_of_two_kinds_must_be_made_clear(session: Session, city: SmallCity) -> None:
    make_service(session, make_agency(session, "dinsos"), "dukcapil-1")
    known = catalogue(session, on=TODAY)

    with pytest.raises(tickets.ScopeAmbiguous, match="desk and service"):
        scope_of(known, "dukcapil-1")
    assert scope_of(known, "dukcapil-1", kind=ScopeKind.SERVICE).kind is ScopeKind.SERVICE
    with pytest.raises(tickets.ScopeUnknown):
        scope_of(known, "dukcapil-1", kind=ScopeKind.AGENCY)


def test_a_retired_desk_gets_no_tickets(session: Session, city: SmallCity) -> None:
    make_desk(session, make_agency(session, "dinsos"), "dinsos-1", retired_on=TODAY)
    session.get_one(DeskRow, city.desk_ids[0]).retired_on = TODAY + timedelta(days=1)
    session.flush()
    known = catalogue(session, on=TODAY)

    with pytest.raises(tickets.ScopeUnknown):
        scope_of(known, "dinsos-1")
    assert scope_of(known, "dukcapil-1").id == city.desk_ids[0]


def test_tickets_are_counted_by_the_month_their_end_follows_from(
    session: Session, city: SmallCity
) -> None:
    issue_tickets(session, scope(city), count=3, today=TODAY)
    issue_tickets(session, scope(city), count=2, today=date(2026, 12, 1))
    session.execute(text("UPDATE ticket SET is_spent = TRUE WHERE expires_on = '2027-02-28'"))

    counts = ticket_counts(session)

    def of(period: str, issued: int, spent: int) -> TicketCount:
        return TicketCount(period, city.desk_ids[0], None, None, issued=issued, spent=spent)

    assert counts == [of("2026-11", 3, 0), of("2026-12", 2, 2)]


def test_tickets_are_forgotten_long_after_their_end(session: Session, city: SmallCity) -> None:
    issue_tickets(session, scope(city), count=3, today=TODAY)

    assert forget_old_tickets(session, today=END + tickets.KEPT_AFTER_END) == 0
    assert forget_old_tickets(session, today=END + tickets.KEPT_AFTER_END + timedelta(days=1)) == 3
    assert session.scalars(select(Ticket)).all() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_hash": b"short"},
        {"desk_id": None},
        {"agency_id": 1},
        {"expires_on": None},
    ],
)
def test_the_database_refuses_a_ticket_that_could_not_be_issued(
    session: Session, city: SmallCity, wrong: dict[str, object]
) -> None:
    good = {
        "code_hash": b"h" * 32,
        "desk_id": city.desk_ids[0],
        "expires_on": END,
        "is_spent": False,
    }
    session.execute(insert(Ticket).values(good))
    session.execute(delete(Ticket))

    with pytest.raises(IntegrityError):
        session.execute(insert(Ticket).values(good | wrong))
