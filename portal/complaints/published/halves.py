"""The half-years whose complaints are counted for the public: disjoint, over, counted once."""

from collections.abc import Iterator
from datetime import date

from portal.time.months import (
    CalendarPeriod,
    PeriodKind,
    calendar_period_of,
    first_day,
    month_after,
)

HalfYear = CalendarPeriod


def half_year_code(half_year: CalendarPeriod) -> str:
    """Return how a counted half-year is stored and published, such as ``2026-1``."""
    return f"{half_year.year}-{half_year.number}"


def half_year_named(code: str) -> CalendarPeriod:
    """Return the half-year written as ``2026-1``."""
    year, _, number = code.partition("-")
    return CalendarPeriod(PeriodKind.HALF, int(year), int(number))


def counted_from(half_year: CalendarPeriod) -> date:
    """Return the day on which it is counted: a month after its end, when most is answered."""
    return first_day(month_after(half_year.last, months=2))


def due_half_years(first: date, *, today: date) -> Iterator[CalendarPeriod]:
    """Give the half-years from the one of ``first`` whose day of counting has come."""
    each = calendar_period_of(first, kind=PeriodKind.HALF)
    while counted_from(each) <= today:
        yield each
        each = each.following


def next_half_year(today: date) -> CalendarPeriod:
    """Return the half-year that is counted next."""
    present = calendar_period_of(today, kind=PeriodKind.HALF)
    before = present.earlier(1)
    return before if counted_from(before) > today else present
