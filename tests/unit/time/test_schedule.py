"""When periodic work is due."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.time.schedule.domain import Schedule, is_due
from portal.time.schedule.job_locks import job_lock_number

JAKARTA = "Asia/Jakarta"
BEFORE_MIDNIGHT = datetime(2026, 3, 1, 16, 59, tzinfo=UTC)
AFTER_MIDNIGHT = datetime(2026, 3, 1, 17, 1, tzinfo=UTC)


@pytest.mark.parametrize("schedule", Schedule)
def test_a_job_that_never_ran_is_due(schedule: Schedule) -> None:
    assert is_due(schedule, None, now=AFTER_MIDNIGHT, timezone=JAKARTA)


def test_nightly_work_is_due_once_the_citys_own_day_has_changed() -> None:
    assert is_due(Schedule.NIGHTLY, BEFORE_MIDNIGHT, now=AFTER_MIDNIGHT, timezone=JAKARTA)


def test_nightly_work_is_not_due_twice_on_one_day() -> None:
    assert not is_due(Schedule.NIGHTLY, AFTER_MIDNIGHT, now=AFTER_MIDNIGHT, timezone=JAKARTA)
    assert not is_due(Schedule.NIGHTLY, BEFORE_MIDNIGHT, now=AFTER_MIDNIGHT, timezone="UTC")


def test_nightly_work_that_ran_in_the_future_is_due_on_every_other_day() -> None:
    future = AFTER_MIDNIGHT + timedelta(days=61)

    assert is_due(Schedule.NIGHTLY, future, now=AFTER_MIDNIGHT, timezone=JAKARTA)


def test_work_of_every_round_is_always_due() -> None:
    assert is_due(Schedule.EVERY_ROUND, AFTER_MIDNIGHT, now=AFTER_MIDNIGHT, timezone=JAKARTA)


def test_a_turns_number_is_stable_and_fits_the_database() -> None:
    numbers = {job_lock_number(name) for name in ("mix", "forget", "publish")}

    assert len(numbers) == 3
    assert all(-(2**63) <= number < 2**63 for number in numbers)
    assert job_lock_number("mix") == 4798058182161123659
