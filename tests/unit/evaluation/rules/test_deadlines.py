"""Deadlines: the day is stored, holidays only move it later, and it ends at the city's midnight."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.days import NoDayCounts, always, first_day, nth_day
from portal.evaluation.rules.deadlines import (
    WORKING_DAYS,
    DayRules,
    DeadlineStep,
    MomentWithoutZone,
    ObjectionClock,
    counts_in_period,
    days_left,
    deemed_received_on,
    is_final,
    is_in_time,
    last_day,
    may_enter_activity,
    moved_later,
    not_reported_from,
    objection_reminder_due,
    objection_until,
)
from portal.time.working_days import WorkingDays

NEW_YEAR = frozenset({date(2027, 1, 1)})
MONDAY = date(2027, 1, 4)
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
some_days = st.frozensets(st.dates(date(2026, 1, 1), date(2029, 6, 30)), max_size=40)


def working(holidays: frozenset[date] = NEW_YEAR) -> Callable[[date], bool]:
    """The portal's own calendar, as the callers pass it on."""
    return WorkingDays(holidays).includes


@given(start=days, count=st.integers(0, 30), holidays=some_days)
def test_working_days_are_counted_as_everywhere_in_the_portal(
    start: date, count: int, holidays: frozenset[date]
) -> None:
    found = nth_day(start, count, counts=working(holidays))

    assert found == WorkingDays(holidays).after(start, count)


def test_every_step_has_its_days() -> None:
    assert WORKING_DAYS.keys() == set(DeadlineStep)
    assert last_day(DeadlineStep.REALISATION_VERIFIED, MONDAY, is_working_day=working()) == date(
        2027, 1, 11
    )


@given(received=days, holidays=some_days, away=some_days)
def test_an_objection_has_fourteen_days_and_eight_working_days_at_the_least(
    received: date, holidays: frozenset[date], away: frozenset[date]
) -> None:
    is_working_day = working(holidays)
    until = objection_until(received, is_working_day=is_working_day, is_away=away.__contains__)
    left = [received + timedelta(offset) for offset in range(1, (until - received).days + 1)]

    assert len([day for day in left if day not in away]) >= 14
    assert len([day for day in left if is_working_day(day) and day not in away]) >= 8
    assert is_working_day(until)
    assert until not in away


@given(received=days, holidays=some_days, declared=some_days)
def test_a_holiday_declared_later_never_takes_a_day_away(
    received: date, holidays: frozenset[date], declared: frozenset[date]
) -> None:
    stored = objection_until(received, is_working_day=working(holidays))
    computed = objection_until(received, is_working_day=working(holidays | declared))

    assert computed >= stored
    assert moved_later(stored, computed=computed) == computed
    # A holiday that is withdrawn would move it earlier: what was told stands.
    assert moved_later(computed, computed=stored) == computed


def test_the_fourteenth_day_after_the_receipt_is_the_last_one() -> None:
    assert objection_until(MONDAY, is_working_day=working()) == date(2027, 1, 18)


def test_a_last_day_at_the_weekend_moves_to_monday() -> None:
    assert objection_until(date(2027, 1, 2), is_working_day=working()) == date(2027, 1, 18)


def test_around_the_long_holidays_eight_working_days_decide() -> None:
    lebaran = frozenset(date(2026, 3, 16) + timedelta(offset) for offset in range(10))
    until = objection_until(date(2026, 3, 13), is_working_day=working(lebaran))

    assert until == date(2026, 4, 6)
    assert (until - date(2026, 3, 13)).days == 24


def test_leave_stops_the_clock() -> None:
    leave = frozenset(date(2027, 1, 11) + timedelta(offset) for offset in range(7))

    assert objection_until(MONDAY, is_working_day=working(), is_away=leave.__contains__) == date(
        2027, 1, 25
    )


def test_the_law_may_mean_working_days() -> None:
    clock = ObjectionClock(are_working_days=True)

    assert objection_until(MONDAY, is_working_day=working(), clock=clock) == date(2027, 1, 22)


@pytest.mark.parametrize("name", ZONES)
def test_day_fourteen_at_23_59_is_in_time_in_each_zone_and_midnight_is_not(name: str) -> None:
    zone = ZoneInfo(name)
    until = objection_until(MONDAY, is_working_day=working())
    last = datetime(until.year, until.month, until.day, 23, 59, 59, 999999, tzinfo=zone)

    for moment in (last, last.astimezone(UTC)):
        assert is_in_time(moment, until=until, zone=zone)
        assert not is_in_time(moment + timedelta(microseconds=1), until=until, zone=zone)


def test_the_same_moment_is_late_in_the_east_and_in_time_in_the_west() -> None:
    until = date(2027, 1, 18)
    moment = datetime(2027, 1, 18, 23, 59, tzinfo=ZoneInfo("Asia/Jakarta"))
    found = [is_in_time(moment, until=until, zone=ZoneInfo(name)) for name in ZONES]

    assert found == [True, False, False]


def test_a_moment_says_its_zone() -> None:
    with pytest.raises(MomentWithoutZone):
        is_in_time(datetime(2027, 1, 18), until=MONDAY, zone=UTC)  # noqa: DTZ001 - the very thing to be refused


def test_an_absence_without_an_end_is_named_and_not_counted_for_ever() -> None:
    with pytest.raises(NoDayCounts):
        objection_until(MONDAY, is_working_day=working(), is_away=always)
    with pytest.raises(NoDayCounts):
        first_day(MONDAY, counts=lambda _day: False)


def test_days_left_count_the_last_one() -> None:
    until = date(2027, 1, 18)

    assert [days_left(until, on=until + timedelta(offset)) for offset in (-1, 0, 1, 9)] == [
        2,
        1,
        0,
        0,
    ]


def test_a_result_is_final_the_day_after_and_never_under_objection() -> None:
    until = date(2027, 1, 18)

    assert not is_final(until, on=until, has_objection=False)
    assert is_final(until, on=until + timedelta(1), has_objection=False)
    assert not is_final(until, on=until + timedelta(100), has_objection=True)


def test_receipt_is_deemed_after_five_working_days_and_two_reminders() -> None:
    def deemed(*reminders: date, away: frozenset[date] = frozenset()) -> date | None:
        return deemed_received_on(
            MONDAY,
            reminded_on=reminders,
            is_working_day=working(),
            is_away=away.__contains__,
        )

    first, second = date(2027, 1, 6), date(2027, 1, 8)
    assert deemed(first, second) == deemed(second, first) == date(2027, 1, 11)
    assert deemed(first, date(2027, 1, 13)) == date(2027, 1, 13)
    for too_few in ((), (first,), (first, first), (MONDAY, first), (first, date(2027, 1, 9))):
        assert deemed(*too_few) is None
    # Not during leave: neither the days nor a reminder count.
    leave = frozenset(date(2027, 1, 7) + timedelta(offset) for offset in range(7))
    assert deemed(first, second, away=leave) is None
    assert deemed(first, date(2027, 1, 14), away=leave) == date(2027, 1, 18)


def test_silence_counts_zero_only_after_two_reminders_and_five_days() -> None:
    def silent(*reminders: date, away: frozenset[date] = frozenset()) -> date | None:
        return not_reported_from(reminders, is_working_day=working(), is_away=away.__contains__)

    first, second = date(2027, 1, 6), date(2027, 1, 8)
    assert silent(first, second) == date(2027, 1, 16)
    assert silent(first) is silent(first, date(2027, 1, 10)) is None
    assert silent(first, second, away=frozenset({second})) is None
    assert silent(first, second, away=frozenset({date(2027, 1, 11)})) == date(2027, 1, 19)


def test_work_is_entered_five_working_days_back_and_never_ahead() -> None:
    def may(day: date, on: date) -> bool:
        return may_enter_activity(day, on=on, is_working_day=working())

    assert may(MONDAY, MONDAY)
    assert may(MONDAY, date(2027, 1, 11))
    assert not may(MONDAY, date(2027, 1, 12))
    assert not may(date(2027, 1, 5), MONDAY)
    # On a holiday, too.
    assert may(date(2027, 1, 1), MONDAY)


@given(sent=days)
def test_an_amendment_of_the_last_twenty_working_days_counts_from_the_next_period(
    sent: date,
) -> None:
    ends = date(2027, 6, 30)
    is_working_day = working()
    last_twenty = [day for offset in range(60) if is_working_day(day := ends - timedelta(offset))][
        :20
    ]

    assert counts_in_period(sent, period_ends_on=ends, is_working_day=is_working_day) == (
        sent < min(last_twenty)
    )


@pytest.mark.parametrize(
    ("day", "is_due"),
    [
        (28, False),
        (29, True),
        (30, False),
        (31, False),
        (2, True),
        (3, False),
        (4, True),
        (5, False),
    ],
)
def test_seven_three_and_one_day_before_the_last_day_to_object_are_told(
    day: int, *, is_due: bool
) -> None:
    on = date(2027, 1, day) if day > 20 else date(2027, 2, day)

    assert objection_reminder_due(date(2027, 2, 4), on=on) is is_due


def test_how_often_and_when_somebody_is_reminded_is_a_rule() -> None:
    rules = DayRules(reminders=1, objection_first=9)

    assert objection_reminder_due(date(2027, 2, 4), on=date(2027, 1, 27), rules=rules)
    assert not objection_reminder_due(date(2027, 2, 4), on=date(2027, 1, 29), rules=rules)
    assert not_reported_from([date(2027, 1, 4)], is_working_day=working(), rules=rules)
    assert not_reported_from([date(2027, 1, 4)], is_working_day=working()) is None
