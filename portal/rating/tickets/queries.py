"""Queries on a visit ticket: its scope and whether it is still good."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session

from portal.rating.mixing.inbox_models import Ticket
from portal.rating.tickets.domain import month_of_issue
from portal.storage.database import short_read
from portal.time.months import Month


class TicketState(StrEnum):
    """Whether a ticket opens the form."""

    GOOD = "good"
    SPENT = "spent"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class TicketInBrief:
    """A ticket's state and its scope: exactly one of a desk, a service or an agency."""

    state: TicketState
    desk_id: int | None
    service_id: int | None
    agency_id: int | None


# Put together once: every citizen with a ticket waits for it.
_COLUMNS = Ticket.__table__.c
_BY_HASH = select(
    _COLUMNS.is_spent,
    _COLUMNS.expires_on,
    _COLUMNS.desk_id,
    _COLUMNS.service_id,
    _COLUMNS.agency_id,
).where(_COLUMNS.code_hash == bindparam("code_hash"))


def ticket_in_brief(session: Session, code_hash: bytes, *, on: date) -> TicketInBrief | None:
    """Return the ticket with this hash as it is on the day ``on``, or None; spends nothing."""
    with short_read(session) as connection:
        row = connection.execute(_BY_HASH, {"code_hash": code_hash}).one_or_none()
    if row is None:
        return None
    state = TicketState.SPENT if row.is_spent else TicketState.GOOD
    return TicketInBrief(
        state=TicketState.EXPIRED if row.expires_on < on else state,
        desk_id=row.desk_id,
        service_id=row.service_id,
        agency_id=row.agency_id,
    )


@dataclass(frozen=True, slots=True)
class TicketCount:
    """How many tickets of one scope were issued in a month, and how many of them were spent."""

    period: Month
    desk_id: int | None
    service_id: int | None
    agency_id: int | None
    issued: int
    spent: int


def ticket_counts(session: Session) -> list[TicketCount]:
    """Return the counts of all tickets that are still kept, by month of issue and scope.

    The month follows from the common end of its tickets; nothing finer is known.
    """
    scope = (Ticket.expires_on, Ticket.desk_id, Ticket.service_id, Ticket.agency_id)
    spent = func.sum(case((Ticket.is_spent, 1), else_=0))
    query = select(*scope, func.count(), spent).group_by(*scope).order_by(*scope)
    return [
        TicketCount(
            period=month_of_issue(expires_on),
            desk_id=desk_id,
            service_id=service_id,
            agency_id=agency_id,
            issued=issued,
            spent=spent_count,
        )
        for expires_on, desk_id, service_id, agency_id, issued, spent_count in session.execute(
            query
        )
    ]
