"""Whether a publication is held or late, told from the calendar alone: no job has to run for it."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.publication.figures.documents import due_on


@dataclass(frozen=True, slots=True)
class Delay:
    """Why ``period`` is not published: held until a day for a reason, or late since a day."""

    period: str
    late_since: date | None
    held_until: date | None = None
    reason: str | None = None


def delay(
    period: str, *, today: date, held_days: int | None = None, reason: str | None = None
) -> Delay | None:
    """Return what delays the month ``period``, the first that is not published, or None.

    :param held_days: days of a hold, counted from the fixed day; with ``reason`` or not at all.
    """
    due = due_on(period)
    last = due + timedelta(days=held_days or 0)
    late_since = last if today > last else None
    if held_days is not None:
        return Delay(period, late_since, held_until=last, reason=reason)
    return Delay(period, late_since) if late_since else None
