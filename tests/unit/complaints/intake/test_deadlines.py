"""Promises in working days, over weekends and holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.intake.deadlines import (
    Promises,
    add_working_days,
    is_working_day,
    promised_on,
    working_days_between,
)
from portal.complaints.intake.states import State

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
    assert add_working_days(start, days, holidays=CHRISTMAS) == end


@given(DAYS, st.integers(1, 40), st.sets(DAYS, max_size=20))
def test_counting_back_gives_the_days_that_were_added(
    start: date, days: int, holidays: set[date]
) -> None:
    end = add_working_days(start, days, holidays=holidays)

    assert working_days_between(start, end, holidays=holidays) == days
    assert is_working_day(end, holidays=holidays)
    assert working_days_between(start, end - timedelta(days=1), holidays=holidays) == days - 1


@pytest.mark.parametrize(
    ("state", "promised"),
    [
        (State.NEW, date(2026, 11, 25)),
        (State.FORWARDED, date(2026, 11, 27)),
        (State.REOPENED, date(2026, 11, 27)),
        (State.ANSWERED, None),
        (State.CLOSED, None),
        (State.POSTPONED, None),
    ],
)
def test_each_state_promises_its_own_day(state: State, promised: date | None) -> None:
    assert promised_on(state, FRIDAY, promises=Promises(), holidays=frozenset()) == promised
