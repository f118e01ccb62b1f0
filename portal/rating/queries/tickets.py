"""What is known of a visit ticket: its scope and whether it is still good."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.rating.models.inbox import Ticket


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


def ticket_in_brief(session: Session, code_hash: bytes, *, on: date) -> TicketInBrief | None:
    """Return the ticket with this hash as it is on the day ``on``, or None; spends nothing."""
    query = select(
        Ticket.is_spent, Ticket.expires_on, Ticket.desk_id, Ticket.service_id, Ticket.agency_id
    ).where(Ticket.code_hash == code_hash)
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    state = TicketState.SPENT if row.is_spent else TicketState.GOOD
    return TicketInBrief(
        state=TicketState.EXPIRED if row.expires_on < on else state,
        desk_id=row.desk_id,
        service_id=row.service_id,
        agency_id=row.agency_id,
    )
