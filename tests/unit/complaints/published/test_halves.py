"""Half-years are disjoint and follow each other; each is counted a month after its end."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.published.halves import (
    HalfYear,
    due_half_years,
    half_year_named,
    half_year_of,
    next_half_year,
)

DAYS = st.dates(date(2000, 1, 1), date(2998, 12, 31))


@given(DAYS)
def test_every_day_lies_in_exactly_one_half_year(day: date) -> None:
    half_year = half_year_of(day)

    assert half_year.first <= day < half_year.end
    assert half_year_of(half_year.end) == half_year.following
    assert half_year_of(half_year.first - timedelta(days=1)).following == half_year
    assert half_year_named(half_year.code) == half_year


@given(DAYS, st.integers(0, 2000))
def test_only_half_years_whose_day_has_come_are_counted(first: date, later: int) -> None:
    today = first + timedelta(days=later)
    due = list(due_half_years(first, today=today))

    assert due == sorted(set(due))
    assert all(each.counted_from <= today for each in due)
    upcoming = next_half_year(today)
    assert upcoming.counted_from > today
    assert upcoming not in due
    assert not due or due[-1].following == upcoming


def test_the_day_of_counting_is_the_first_of_the_second_month_after() -> None:
    assert HalfYear(2026, 1).counted_from == date(2026, 8, 1)
    assert HalfYear(2026, 2).counted_from == date(2027, 2, 1)
    assert next_half_year(date(2026, 7, 31)) == HalfYear(2026, 1)
    assert next_half_year(date(2026, 8, 1)) == HalfYear(2026, 2)
    assert next_half_year(date(2027, 1, 31)) == HalfYear(2026, 2)
