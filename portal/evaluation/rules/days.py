"""Counts working days; which days count is an argument, such as the city's calendar."""

from collections.abc import Callable
from datetime import date, timedelta

# A day of the calendar: whether it counts.
DayTest = Callable[[date], bool]

DAY = timedelta(days=1)
# Longer than any leave or study that stops a clock.
FARTHEST = timedelta(days=3660)


class NoDayCounts(ValueError):
    """Not enough days that count lie within ten years: the calendar or the absence has no end."""


def always(day: date) -> bool:
    """Return True: every day of the calendar counts."""
    return True


def never(day: date) -> bool:
    """Return False: the person is away on no day."""
    return False


def nth_day(start: date, days: int, *, counts: DayTest) -> date:
    """Return the ``days``-th day after ``start`` that counts; ``start`` itself does not.

    :param days: 0 or more; 0 gives ``start`` itself, whether it counts or not.
    :raises NoDayCounts: when there are not as many within ten years.
    """
    day = start
    for _ in range(days):
        day = first_day(day + DAY, counts=counts)
    return day


def first_day(start: date, *, counts: DayTest) -> date:
    """Return ``start`` when it counts, else the first day after it that does.

    :raises NoDayCounts: when there is none within ten years.
    """
    for offset in range(FARTHEST.days):
        day = start + offset * DAY
        if counts(day):
            return day
    raise NoDayCounts(f"no day counts from {start} on")
