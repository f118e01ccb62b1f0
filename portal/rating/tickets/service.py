"""Issues visit tickets and deletes those that ended long ago."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import CursorResult, delete, insert
from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import Catalogue, KnownPlace
from portal.rating.mixing.inbox_models import Ticket
from portal.rating.tickets.domain import (
    ScopeKind,
    TicketScope,
    new_ticket,
    ticket_hash,
    tickets_end,
)
from portal.storage.database import begin_write

MOST_AT_ONCE = 100_000
BATCH = 1000
# Long enough to say "expired" rather than "unknown", and to count a year's tickets.
KEPT_AFTER_END = timedelta(days=400)


class ScopeUnknown(ValueError):
    """No desk, service or agency in service has this code."""


class ScopeAmbiguous(ValueError):
    """Several kinds of places have this code, so that the kind must be named."""


class CountOutOfRange(ValueError):
    """Tickets are issued from 1 to ``MOST_AT_ONCE`` at a time."""


@dataclass(frozen=True, slots=True)
class IssuedTickets:
    """Fresh codes in a random order, shown once, and the day until which they are good."""

    codes: tuple[str, ...]
    expires_on: date


def scope_of(catalogue: Catalogue, code: str, *, kind: ScopeKind | None = None) -> TicketScope:
    """Return what tickets for ``code`` are good for.

    :param kind: the kind of place; found by the code alone when None.
    :raises ScopeUnknown: when there is none, or it is retired.
    :raises ScopeAmbiguous: when ``kind`` is None and the code stands for several.
    """
    places: dict[ScopeKind, KnownPlace | None] = {
        ScopeKind.DESK: catalogue.desks_by_code.get(code),
        ScopeKind.SERVICE: catalogue.services_by_code.get(code),
        ScopeKind.AGENCY: catalogue.agencies_by_code.get(code),
    }
    found = [
        (one, place)
        for one, place in places.items()
        if place is not None and not place.is_retired(catalogue.on) and kind in {None, one}
    ]
    if not found:
        raise ScopeUnknown(f"there is no {kind or 'desk, service or agency'} {code!r}")
    if len(found) > 1:
        kinds = " and ".join(one for one, _ in found)
        raise ScopeAmbiguous(f"{code!r} is the code of a {kinds}: say which")
    one, place = found[0]
    agency_id = getattr(place, "agency_id", place.id)
    return TicketScope(kind=one, id=place.id, agency_id=agency_id, name=place.name)


def issue_tickets(
    session: Session, scope: TicketScope, *, count: int, today: date
) -> IssuedTickets:
    """Store ``count`` new tickets as hashes and return their codes, which cannot be seen again.

    Neither their order nor a moment is stored: rows go in by the order of their hashes, all in
    one transaction, and the codes come back in another random order. Commits.

    :raises CountOutOfRange: for less than one or more than ``MOST_AT_ONCE``.
    """
    if not 1 <= count <= MOST_AT_ONCE:
        raise CountOutOfRange(f"a batch has 1 to {MOST_AT_ONCE:,} tickets, not {count:,}")
    codes = tuple(new_ticket() for _ in range(count))
    expires_on = tickets_end(today)
    fixed = {f"{scope.kind}_id": scope.id, "expires_on": expires_on, "is_spent": False}
    rows = [{"code_hash": hashed, **fixed} for hashed in sorted(map(ticket_hash, codes))]
    begin_write(session)
    for start in range(0, count, BATCH):
        session.execute(insert(Ticket.__table__), rows[start : start + BATCH])  # type: ignore[arg-type] # a mapped table is a Table
    session.commit()
    return IssuedTickets(codes=codes, expires_on=expires_on)


def forget_old_tickets(session: Session, *, today: date) -> int:
    """Delete tickets that ended more than ``KEPT_AFTER_END`` ago; return how many. Commits."""
    begin_write(session)
    statement = delete(Ticket).where(Ticket.expires_on < today - KEPT_AFTER_END)
    result = session.execute(statement)
    session.commit()
    return result.rowcount if isinstance(result, CursorResult) else 0
