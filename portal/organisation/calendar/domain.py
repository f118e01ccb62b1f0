"""When desks are open, what happened there and how many people came."""

from dataclasses import dataclass
from datetime import date

from portal.organisation.places.catalogue import NoteKind
from portal.time.months import Month


@dataclass(frozen=True, slots=True)
class CalendarNote:
    """What explains a figure from ``starts_on`` to ``ends_on``, both inclusive.

    It concerns one desk, or the whole agency when ``desk_id`` is None.
    """

    id: int
    agency_id: int
    desk_id: int | None
    kind: NoteKind
    text: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class MonthlyVisits:
    """How many visits a desk served in a month, as ``source`` counted them."""

    desk_id: int
    period: Month
    visits: int
    source: str


@dataclass(frozen=True, slots=True)
class ServedPeople:
    """How many people used an agency's services in a year, as ``source`` says."""

    users: int
    source: str
