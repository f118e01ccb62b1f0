"""When a clock is believed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.storage.validity import CLOCK_TOLERANCE
from portal.time.schedule.clock_check import (
    LONGEST_PAUSE,
    ClockEvidence,
    ClockFault,
    Trace,
    later_than,
    problem_of,
)

NOW = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
NEVER_RAN = ClockEvidence(None, (), None)


def fault(
    *,
    database: timedelta | None = None,
    trace: timedelta | None = None,
    last: timedelta | None = None,
    longest_pause: timedelta | None = LONGEST_PAUSE,
) -> ClockFault | None:
    """Return what speaks against NOW; every moment as its distance from NOW."""
    found = ClockEvidence(
        None if database is None else NOW + database,
        () if trace is None else (Trace("before", NOW - DAY), Trace("newest", NOW + trace)),
        None if last is None else NOW + last,
    )
    problem = problem_of(NOW, found, longest_pause=longest_pause)
    return None if problem is None else problem.fault


def test_nothing_speaks_against_the_clock_of_a_new_portal() -> None:
    assert problem_of(NOW, NEVER_RAN) is None


@pytest.mark.parametrize("sign", [1, -1])
def test_the_databases_clock_may_differ_by_minutes_only(sign: int) -> None:
    assert fault(database=sign * CLOCK_TOLERANCE) is None
    assert fault(database=sign * (CLOCK_TOLERANCE + SECOND)) is ClockFault.DIFFERS


def test_a_clock_behind_the_newest_trace_is_not_believed() -> None:
    assert fault(trace=CLOCK_TOLERANCE) is None
    assert fault(trace=CLOCK_TOLERANCE + SECOND) is ClockFault.BEHIND


def test_a_clock_far_ahead_of_the_last_job_is_not_believed() -> None:
    assert fault(last=-LONGEST_PAUSE) is None
    assert fault(last=-LONGEST_PAUSE - SECOND) is ClockFault.AHEAD
    assert fault(last=-LONGEST_PAUSE - SECOND, longest_pause=None) is None


def test_a_month_that_is_running_cannot_be_published_by_a_clock_that_is_believed() -> None:
    """The 5th lies more than the longest pause after the last moment of the month before."""
    last_moment = datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC)

    assert last_moment + LONGEST_PAUSE < datetime(2026, 3, 5, tzinfo=UTC)


def test_two_clocks_that_disagree_are_set_and_a_person_vouches_for_the_rest() -> None:
    ahead = problem_of(NOW, ClockEvidence(None, (), NOW - 61 * DAY))
    differs = problem_of(NOW, ClockEvidence(NOW - 61 * DAY, (), None))

    assert ahead is not None
    assert differs is not None
    assert (ahead.can_be_vouched_for, differs.can_be_vouched_for) == (True, False)
    assert "61 days after the last job (2026-01-08 05:00 UTC)" in ahead.text
    assert "flask jobs clock-is-right" in ahead.text


def test_only_traces_from_the_future_are_wrong() -> None:
    traces = [Trace("old", NOW), Trace("new", NOW + DAY)]

    assert later_than(traces, NOW) == {"new": NOW + DAY}


def test_a_day_is_a_trace_from_its_beginning_in_the_citys_zone() -> None:
    trace = Trace.of_day("release", date(2026, 3, 5), timezone="Asia/Jakarta")

    assert trace.at == datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
