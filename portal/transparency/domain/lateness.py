"""Whether a publication is late, told from the calendar alone: no job has to run for it."""

from dataclasses import dataclass
from datetime import date

from portal.publication.domain.editions import due_on
from portal.publication.domain.spans import month_after


@dataclass(frozen=True, slots=True)
class Late:
    """The first month that should have been published, and the day it was due."""

    period: str
    since: date


def lateness(newest_period: str, *, today: date) -> Late | None:
    """Return what is late after ``newest_period``, or None; the due day itself is in time."""
    period = month_after(newest_period)
    due = due_on(period)
    return Late(period=period, since=due) if today > due else None
