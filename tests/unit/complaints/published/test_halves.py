"""Half-years are disjoint and follow each other; each is counted a month after its end."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.published.halves import (
    counted_from,
    due_half_years,
    half_year_code,
    half_year_named,
    next_half_year,
)
from portal.time.months import CalendarPeriod, PeriodKind, calendar_period_of

DAY = timedelta(days=1)
DAYS = st.dates(date(2001, 1, 1), date(2998, 12, 31))


def half(year: int, number: int) -> CalendarPeriod:
    return CalendarPeriod(PeriodKind.HALF, year, number)


@given(DAYS)
def test_every_day_lies_in_exactly_one_half_year(day: date) -> None:
    half_year = calendar_period_of(day, kind=PeriodKind.HALF)

    assert half_year.first_day <= day <= half_year.last_day
    assert (
        calendar_period_of(half_year.last_day + timedelta(days=1), kind=PeriodKind.HALF)
        == half_year.following
    )
    assert (
        calendar_period_of(half_year.first_day - timedelta(days=1), kind=PeriodKind.HALF).following
        == half_year
    )
    assert half_year_named(half_year_code(half_year)) == half_year


@given(DAYS, st.integers(0, 2000))
def test_only_half_years_whose_day_has_come_are_counted(first: date, later: int) -> None:
    today = first + timedelta(days=later)
    due = list(due_half_years(first, today=today))

    assert due == sorted(set(due))
    assert all(counted_from(each) <= today for each in due)
    upcoming = next_half_year(today)
    assert counted_from(upcoming) > today
    assert upcoming not in due
    assert not due or due[-1].following == upcoming


def test_the_day_of_counting_is_the_first_of_the_second_month_after() -> None:
    assert counted_from(half(2026, 1)) == date(2026, 8, 1)
    assert counted_from(half(2026, 2)) == date(2027, 2, 1)
    assert next_half_year(date(2026, 7, 31)) == half(2026, 1)
    assert next_half_year(date(2026, 8, 1)) == half(2026, 2)
    assert next_half_year(date(2027, 1, 31)) == half(2026, 2)
