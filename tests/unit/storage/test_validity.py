"""What ends has a beginning, too: what begins in the future does not hold."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.storage.validity import CLOCK_TOLERANCE, Validity, has_begun, is_running

NOW = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("ends_at", "runs"),
    [
        (NOW - SECOND, False),
        (NOW, False),
        (NOW + SECOND, True),
        (NOW + HOUR, True),
        (NOW + HOUR + CLOCK_TOLERANCE, True),
        (NOW + HOUR + CLOCK_TOLERANCE + SECOND, False),
        (NOW + timedelta(days=61), False),
    ],
)
def test_what_was_issued_in_the_future_does_not_hold(ends_at: datetime, runs: bool) -> None:
    assert is_running(ends_at, lasts=HOUR, now=NOW) is runs


@pytest.mark.parametrize(
    ("moment", "begun"),
    [
        (NOW, True),
        (NOW + CLOCK_TOLERANCE, True),
        (NOW + CLOCK_TOLERANCE + SECOND, False),
        (NOW - timedelta(days=365), True),
    ],
)
def test_the_future_has_not_begun(moment: datetime, begun: bool) -> None:
    assert has_begun(moment, now=NOW) is begun


def test_what_is_kept_in_memory_holds_from_its_beginning_to_its_end() -> None:
    kept = Validity.lasting(HOUR, now=NOW)

    assert [kept.holds(NOW + ago) for ago in (-SECOND, timedelta(), HOUR - SECOND, HOUR)] == [
        False,
        True,
        True,
        False,
    ]
