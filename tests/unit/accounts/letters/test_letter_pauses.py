"""When a letter that failed is tried again, and when it is given up."""

from datetime import UTC, datetime, timedelta

from portal.accounts.letters.domain import MOST_TRIES, next_try

NOW = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
FAR = NOW + timedelta(days=30)


def pause(tries: int) -> timedelta | None:
    at = next_try(tries, now=NOW, useful_until=FAR)
    return at and at - NOW


def test_the_pause_doubles_up_to_six_hours() -> None:
    minutes = [(pause(tries) or timedelta()).total_seconds() / 60 for tries in range(1, 9)]

    assert minutes == [5, 10, 20, 40, 80, 160, 320, 360]


def test_a_letter_is_given_up_after_twelve_tries() -> None:
    assert pause(MOST_TRIES - 1) == timedelta(hours=6)
    assert pause(MOST_TRIES) is None


def test_a_letter_is_never_tried_when_it_is_of_no_use_any_more() -> None:
    until = NOW + timedelta(minutes=5)

    assert next_try(1, now=NOW, useful_until=until) is None
    assert next_try(1, now=NOW, useful_until=until + timedelta(seconds=1)) == until
