"""Boxes of nobody, strikes under another's mark, the same days twice: none of it counts."""

from datetime import date
from random import Random

import pytest

from portal.evaluation.peer_feedback.drawing import drawn
from portal.evaluation.peer_feedback.marks import DayKey
from portal.evaluation.peer_feedback.opened import Reader
from portal.evaluation.peer_feedback.payloads import Strike, sealed
from portal.evaluation.peer_feedback.pools import TooClose, pools_of
from portal.organisation.people.colleague_queries import Stay
from portal.storage.sealing.keys import public_half
from portal.time.working_days import WorkingDays

PRIVATE = b"\x07" * 32
TOKEN = b"t" * 16
YEAR = date(2026, 1, 1), date(2026, 12, 31)


def test_a_strike_counts_under_the_mark_of_who_strikes_only() -> None:
    key, content = DayKey(PRIVATE), Strike(5, frozenset({6}))
    box = sealed(content, public_key=public_half(PRIVATE))
    reader = Reader(key, waiting=[])

    assert reader.take(TOKEN, mark=key.mark_of_strike(6), ciphertext=box) is None
    assert reader.found.struck == {}
    assert reader.take(TOKEN, mark=key.mark_of_strike(5), ciphertext=box) == content
    assert (reader.found.struck, reader.found.unreadable) == ({5: content}, 1)


@pytest.mark.parametrize("ciphertext", [b"", b"x" * 48])
def test_what_does_not_open_is_counted_and_dropped(ciphertext: bytes) -> None:
    key = DayKey(PRIVATE)
    reader = Reader(key, waiting=[(1, 5)])

    assert reader.take(TOKEN, mark=key.mark_of_seat(1, 5), ciphertext=ciphertext) is None
    assert (reader.found.answers, reader.found.unreadable) == ([], 1)


def test_nobody_is_the_own_colleague_and_who_came_after_another_left_served_with_nobody() -> None:
    stays = [
        Stay(1, "unit 1", *YEAR),
        Stay(1, "unit 1", date(2026, 3, 1), YEAR[1]),
        Stay(2, "unit 1", YEAR[0], date(2026, 6, 30)),
        Stay(3, "unit 1", date(2026, 7, 1), YEAR[1]),
    ]
    pools = pools_of(
        stays, rated={1, 2}, raters={1, 2, 3}, close=TooClose(), calendar=WorkingDays()
    )

    assert pools == {1: {2, 3}, 2: {1}}


def test_a_city_in_which_nobody_served_has_nobody_to_ask() -> None:
    pools = pools_of([], rated={1}, raters={1, 2}, close=TooClose(), calendar=WorkingDays())

    assert pools == {1: frozenset()}
    assert drawn(pools, random=Random(1)) == {}


@pytest.mark.parametrize("seed", range(10))
def test_whom_six_cannot_rate_because_all_are_asked_already_is_rated_by_nobody(seed: int) -> None:
    """Seven colleagues are in everybody's pool and can be asked about eight people each."""
    pools = dict.fromkeys(range(100, 112), frozenset(range(7)))

    draw = drawn(pools, random=Random(seed))

    assert len(draw) < len(pools)
    assert all(6 <= len(raters) <= 8 for raters in draw.values())
