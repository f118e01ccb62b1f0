"""Which years and how many hours count for an award, where somebody was away with approval."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

MOST_YEARS = 5
DAY = timedelta(days=1)
#: Absences, both days inclusive.
Spans = Sequence[tuple[date, date]]


def counted_years(away: Spans, *, last: int, years: int) -> tuple[int, ...]:
    """Return which years count, the latest first; a paused year is replaced by one before it.

    A year is paused by approved absence on more than half of its days.

    :param last: the year that counts.
    """
    found, year = list[int](), last
    while len(found) < years and year > last - years - MOST_YEARS:
        if 2 * days_away(away, year=year) <= _days(year):
            found.append(year)
        year -= 1
    return tuple(found)


def needed_hours(away: Spans, *, year: int, hours: int) -> int:
    """Return the hours of training that are asked for, less the share of days away, rounded up."""
    present = _days(year) - days_away(away, year=year)
    return ceil(hours * Fraction(present, _days(year)))


def days_away(away: Spans, *, year: int) -> int:
    """Return on how many days of a year somebody was away, 0 to 366; a day counts once."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = set[date]()
    for starts_on, ends_on in away:
        start, end = max(starts_on, first), min(ends_on, last)
        days |= {start + DAY * each for each in range(max(0, (end - start).days + 1))}
    return len(days)


def _days(year: int) -> int:
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1
