"""Days on which an activity may be entered, when somebody is late to look, and links."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.work.domain import DayFault, WorkDays, is_https
from tests.factories.cycles import is_weekday

MONDAY = date(2026, 1, 12)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
HOLIDAYS = st.frozensets(DAYS, max_size=20)


def test_work_of_tomorrow_is_refused_and_of_five_working_days_back_taken() -> None:
    days = WorkDays(MONDAY, is_weekday)

    assert days.fault_of(MONDAY + timedelta(days=1)) is DayFault.AHEAD
    assert days.fault_of(date(2026, 1, 5)) is None
    assert days.fault_of(date(2026, 1, 2)) is DayFault.CLOSED


def test_a_day_off_may_be_entered_as_long_as_the_working_day_after_it() -> None:
    days = WorkDays(MONDAY, is_weekday)

    assert days.fault_of(date(2026, 1, 11)) is None
    # Five working days after a Saturday end on Friday, as after the Friday before.
    assert WorkDays(date(2026, 1, 9), is_weekday).fault_of(date(2026, 1, 3)) is None
    assert WorkDays(date(2026, 1, 12), is_weekday).fault_of(date(2026, 1, 3)) is DayFault.CLOSED


@given(today=DAYS, holidays=HOLIDAYS)
def test_the_days_offered_are_those_that_are_taken_without_a_gap(
    today: date, holidays: frozenset[date]
) -> None:
    days = WorkDays(today, lambda day: is_weekday(day) and day not in holidays)

    offered = days.open_days()

    assert offered[0] == today
    assert list(offered) == [today - timedelta(days=n) for n in range(len(offered))]
    assert all(days.fault_of(day) is None for day in offered)
    assert days.fault_of(offered[-1] - timedelta(days=1)) is DayFault.CLOSED
    assert sum(days.is_working_day(day) for day in offered if day != today) >= 5


@given(sent_on=DAYS, holidays=HOLIDAYS)
def test_a_holiday_declared_later_gives_the_superior_more_time_and_never_less(
    sent_on: date, holidays: frozenset[date]
) -> None:
    before = WorkDays(sent_on, is_weekday).look_until(sent_on)
    after = WorkDays(sent_on, lambda day: is_weekday(day) and day not in holidays).look_until(
        sent_on
    )

    assert after >= before


def test_the_superior_is_late_from_the_fourth_working_day_on() -> None:
    friday = date(2026, 1, 9)

    assert not WorkDays(date(2026, 1, 14), is_weekday).is_overdue(friday)
    assert WorkDays(date(2026, 1, 15), is_weekday).is_overdue(friday)


@pytest.mark.parametrize("link", ["https://drive.example/berkas/1", "https://a"])
def test_an_https_address_is_a_link(link: str) -> None:
    assert is_https(link)


@pytest.mark.parametrize(
    "link",
    [
        "http://drive.example/1",
        "drive.example/1",
        "javascript:alert(1)",
        "https://",
        "https:///x",
        "https://a b",
        " https://a",
        "HTTPS://a",
        "https://?x",
    ],
)
def test_anything_else_is_none(link: str) -> None:
    assert not is_https(link)
