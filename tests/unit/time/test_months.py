"""Months: their bounds and neighbours."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.time.months import NotAMonth, month_bounds, month_of, months_back

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2999, 12, 31))


def test_february_knows_leap_years() -> None:
    assert month_bounds("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert month_bounds("2026-02")[1] == date(2026, 2, 28)


@pytest.mark.parametrize(
    "period",
    [
        "2026",
        "2026-13",
        "2026-1",
        "2026-W01",
        "202601",
        "2026-11-01",
        "0000-01",
        "2026-00",
        "",
        "x",
    ],
)
def test_refuses_what_is_not_a_month(period: str) -> None:
    with pytest.raises(NotAMonth):
        month_bounds(period)


def test_counts_months_across_years() -> None:
    assert months_back("2026-01", months=1) == "2025-12"
    assert months_back("2026-11", months=23) == "2024-12"
    assert months_back("2025-12", months=-1) == "2026-01"


@given(day=days)
def test_every_day_lies_within_its_month(day: date) -> None:
    first, last = month_bounds(month_of(day))

    assert first <= day <= last
    assert first.day == 1


@given(day=days, months=st.integers(-24, 24))
def test_going_back_and_forth_ends_where_it_began(day: date, months: int) -> None:
    period = month_of(day)

    assert months_back(months_back(period, months=months), months=-months) == period
