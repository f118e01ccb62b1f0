"""The draw, what a box holds, marks and folding of colleagues' answers, for any input."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.peer_feedback.domain import LISTED, bits_of, named_in, safe_progress
from portal.evaluation.peer_feedback.drawing import drawn, without_struck
from portal.evaluation.peer_feedback.folding import folded_city
from portal.evaluation.peer_feedback.marks import DayKey
from portal.evaluation.peer_feedback.opened import Reader
from portal.evaluation.peer_feedback.payloads import (
    PAYLOAD_BYTES,
    Answer,
    Strike,
    UnreadableBox,
    decode,
    encode,
    sealed,
)
from portal.evaluation.peer_feedback.pools import Pools, TooClose, pools_of
from portal.evaluation.rules.states import RatedState
from portal.organisation.people.colleague_queries import Stay
from portal.storage.sealing.keys import public_half
from portal.time.working_days import WorkingDays

PRIVATE = b"\x07" * 32
steps = st.tuples(*[st.one_of(st.none(), st.integers(1, 5))] * 21)
named = st.frozensets(st.sampled_from(LISTED), max_size=3)
answers = st.builds(Answer, st.integers(1, 2**31), steps, strengths=named, wishes=named)
seeds = st.integers(0, 2**32).map(Random)


@st.composite
def any_pools(draw: st.DrawFn) -> Pools:
    people = range(1, draw(st.integers(2, 30)) + 1)
    return {person: draw(st.frozensets(st.sampled_from(people))) - {person} for person in people}


@given(pools=any_pools(), random=seeds)
def test_a_draw_asks_six_to_eight_of_the_pool_and_nobody_about_more_than_eight(
    pools: Pools, random: Random
) -> None:
    draw = drawn(pools, random=random)

    load = Counter(rater for raters in draw.values() for rater in raters)
    assert all(count <= 8 for count in load.values())
    for person, raters in draw.items():
        assert len(pools[person]) >= 7
        assert 6 <= len(raters) <= min(8, len(pools[person]))
        assert raters <= pools[person]


@given(size=st.integers(8, 40), random=seeds)
def test_everybody_of_a_unit_of_eight_or_more_is_rated(size: int, random: Random) -> None:
    unit = frozenset(range(size))
    draw = drawn({one: unit - {one} for one in unit}, random=random)

    assert draw.keys() == unit


@given(size=st.integers(1, 12), named=st.frozensets(st.integers(0, 12), max_size=2), random=seeds)
def test_strikes_take_two_at_the_most_and_leave_seven(
    size: int, named: frozenset[int], random: Random
) -> None:
    pool = frozenset(range(size))
    left = without_struck({99: pool}, {99: named}, random=random)[99]

    assert pool - left <= named
    assert len(left) >= min(size, 7)
    assert len(pool) - len(left) == min(len(named & pool), max(0, size - 7))


def test_two_draws_are_hardly_ever_the_same() -> None:
    unit = frozenset(range(20))
    pools = {one: unit - {one} for one in unit}

    assert len({str(sorted(drawn(pools, random=Random(n)).items())) for n in range(20)}) == 20


@given(answers)
def test_a_box_holds_what_was_put_in_and_always_as_many_bytes(answer: Answer) -> None:
    assert len(encode(answer)) == PAYLOAD_BYTES
    assert decode(encode(answer)) == answer


@given(st.integers(1, 2**31), st.frozensets(st.integers(1, 2**31), max_size=2))
def test_a_strike_looks_like_an_answer(person: int, struck: frozenset[int]) -> None:
    strike, public = Strike(person, struck), public_half(PRIVATE)

    assert decode(encode(strike)) == strike
    answer = Answer(person, (3,) * 21)
    assert len(sealed(strike, public_key=public)) == len(sealed(answer, public_key=public)) == 112


@given(st.binary(max_size=80))
def test_other_bytes_hold_nothing_or_what_a_form_can_give(payload: bytes) -> None:
    try:
        found = decode(payload)
    except UnreadableBox:
        return
    assert len(encode(found)) == PAYLOAD_BYTES


def test_what_no_form_gives_is_not_put_in() -> None:
    with pytest.raises(ValueError, match="20 guides"):
        encode(Answer(1, (3,) * 20))
    with pytest.raises(ValueError, match="3 are struck"):
        encode(Strike(1, frozenset({2, 3, 4})))


def test_a_reader_believes_only_marks_of_seats_that_did_not_answer() -> None:
    key = DayKey(PRIVATE)
    about = Answer(5, (4,) * 21)
    box = sealed(about, public_key=public_half(PRIVATE))
    token = b"t" * 16

    def read(mark: bytes) -> Answer | Strike | None:
        reader = Reader(key, waiting=[(1, 5), (1, 6)])
        return reader.take(token, mark=mark, ciphertext=box)

    assert read(key.mark_of_seat(1, 5)) == about
    assert read(key.mark_of_carried(token)) == about
    assert read(key.mark_of_seat(1, 6)) is None
    assert read(key.mark_of_seat(2, 5)) is None
    assert read(key.mark_of_carried(b"u" * 16)) is None
    assert read(key.mark_of_strike(5)) is None
    assert read(DayKey(b"\x08" * 32).mark_of_seat(1, 5)) is None


@given(given=st.lists(steps, max_size=12), random=seeds)
def test_a_figure_needs_six_counting_answers_and_as_many_as_seats(
    given: list[tuple[int | None, ...]], random: Random
) -> None:
    counting = sum(sum(step is not None for step in one) >= 11 for one in given)
    said = [Answer(5, one) for one in given]

    (row,) = folded_city([5], said, answered={5: len(said)}, random=random)
    assert (row.state is RatedState.FOLDED) == (counting >= 6)
    assert row.half_steps is None or 2 <= row.half_steps <= 10
    (short,) = folded_city([5], said, answered={5: len(said) + 1}, random=random)
    assert short.state is RatedState.TOO_FEW
    assert short.strengths == short.wishes == 0


@given(named)
def test_what_is_named_is_kept_as_bits_in_the_order_of_the_list(names: frozenset[str]) -> None:
    assert named_in(bits_of(names)) == tuple(each for each in LISTED if each in names)


@given(seats=st.integers(0, 40_000), share=st.floats(0, 1))
def test_progress_is_told_in_steps_of_ten_with_open_ends(seats: int, share: float) -> None:
    answered = int(seats * share)
    told = safe_progress(seats, answered)

    assert (told is None) == (seats < 100)
    if told is not None:
        assert told.seats % 50 == 0
        assert told.from_percent <= answered * 100 / seats <= told.to_percent
        assert told.to_percent - told.from_percent >= 10


YEAR = date(2026, 1, 1), date(2026, 12, 31)


def pool_of(*stays: Stay, close: TooClose | None = None) -> frozenset[int]:
    everybody = {stay.person_id for stay in stays}
    pools = pools_of(
        stays, rated={1}, raters=everybody, close=close or TooClose(), calendar=WorkingDays()
    )
    return pools[1]


def test_sixty_working_days_together_make_a_colleague_also_over_two_desks() -> None:
    here = [Stay(1, "desk 1", *YEAR), Stay(1, "desk 2", *YEAR)]
    short = Stay(2, "desk 1", date(2026, 1, 1), date(2026, 3, 24))
    exactly = Stay(3, "desk 1", date(2026, 1, 1), date(2026, 3, 25))
    parts = [
        Stay(4, "desk 1", date(2026, 1, 1), date(2026, 2, 11)),
        Stay(4, "desk 2", date(2026, 6, 1), date(2026, 7, 10)),
    ]

    assert pool_of(*here, short, exactly, *parts) == {3, 4}


def test_a_day_at_unit_and_desk_is_one_day() -> None:
    both = [Stay(1, "desk 1", *YEAR), Stay(1, "unit 1", *YEAR)]
    half = date(2026, 1, 1), date(2026, 2, 27)

    assert pool_of(*both, Stay(2, "desk 1", *half), Stay(2, "unit 1", *half)) == frozenset()


def test_who_stands_above_below_or_close_is_no_colleague() -> None:
    unit = [Stay(person, "unit 1", *YEAR) for person in range(1, 6)]
    close = TooClose(above={1: {2}, 3: {1}}, pairs={frozenset({1, 4})})

    assert pool_of(*unit, close=close) == {5}
