"""Visit tickets: how a code looks, how it is read from paper, when it ends."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.rating.answers.answers import end_of_next_month
from portal.storage.texts.cleaning import new_code, read_code
from portal.time.months import Month, month_of

LENGTH = 16
_HASH_LABEL = b"suara-loket visit ticket\0"


class ScopeKind(StrEnum):
    """What a ticket can be good for."""

    DESK = "desk"
    SERVICE = "service"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class TicketScope:
    """What a batch of tickets is good for: the ``id`` of a desk, a service or an agency."""

    kind: ScopeKind
    id: int
    agency_id: int
    name: str


def new_ticket() -> str:
    """Return a fresh code of 80 random bits, 16 characters."""
    return new_code(LENGTH)


def read_ticket(typed: str) -> str | None:
    """Return the code that ``typed`` stands for, or None when it cannot be one."""
    return read_code(typed, length=LENGTH)


def ticket_hash(code: str) -> bytes:
    """Return the only form in which a ticket is stored, 32 bytes.

    A plain hash is enough: 80 random bits cannot be guessed from it.
    """
    return hashlib.sha256(_HASH_LABEL + code.encode()).digest()


def tickets_end(issued_on: date) -> date:
    """Return the day, inclusive, until which a ticket issued on ``issued_on`` is good.

    All tickets of a month end together at the end of the month after next, so that the end
    says nothing about the day or the order in which they were issued.
    """
    return end_of_next_month(end_of_next_month(issued_on))


def month_of_issue(expires_on: date) -> Month:
    """Return the month (``2026-11``) in which tickets that end on ``expires_on`` were issued."""
    in_last_month = expires_on.replace(day=1) - timedelta(days=1)
    return month_of(in_last_month.replace(day=1) - timedelta(days=1))
