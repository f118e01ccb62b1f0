"""Working days of the city, over weekends and holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.time.working_days import WorkingDays

FRIDAY = date(2026, 11, 20)
CHRISTMAS = frozenset({date(2026, 12, 24), date(2026, 12, 25)})
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, date(2026, 11, 23)),
        (FRIDAY, 3, date(2026, 11, 25)),
        (date(2026, 11, 21), 3, date(2026, 11, 25)),
        (date(2026, 12, 22), 3, date(2026, 12, 29)),
    ],
)
def test_working_days_skip_weekends_and_holidays(start: date, days: int, end: date) -> None:
    assert WorkingDays(CHRISTMAS).after(start, days) == end


@given(DAYS, st.integers(1, 40), st.sets(DAYS, max_size=20))
def test_counting_back_gives_the_days_that_were_added(
    start: date, days: int, holidays: set[date]
) -> None:
    calendar = WorkingDays(holidays)
    end = calendar.after(start, days)

    assert calendar.between(start, end) == days
    assert calendar.includes(end)
    assert calendar.between(start, end - timedelta(days=1)) == days - 1
