"""The running watch: carried state, sensitivity, and its average run length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.cusum import CusumDesign, SharesNotIncreasing
from portal.statistics.run_length import average_run_length

DESIGN = CusumDesign(usual_share=0.06, changed_share=0.15)
answers = st.lists(st.booleans(), max_size=200)


@given(first=answers, second=answers)
def test_carrying_the_state_over_batches_equals_one_long_run(
    first: list[bool], second: list[bool]
) -> None:
    before = DESIGN.path(first)
    carried = before[-1] if before else 0.0

    assert before + DESIGN.path(second, state=carried) == DESIGN.path(first + second)


@given(given_answers=answers)
def test_the_state_never_falls_below_zero(given_answers: list[bool]) -> None:
    assert all(state >= 0 for state in DESIGN.path(given_answers))


@given(given_answers=answers, at=st.integers(min_value=0, max_value=199))
def test_one_more_hit_never_lowers_the_state(given_answers: list[bool], at: int) -> None:
    more = [is_hit or number == at for number, is_hit in enumerate(given_answers)]

    pairs = zip(DESIGN.path(more), DESIGN.path(given_answers), strict=True)
    assert all(higher >= lower for higher, lower in pairs)


def test_a_run_of_hits_signals_at_the_first_state_on_the_threshold() -> None:
    exact = CusumDesign(0.06, 0.15, threshold=2 * DESIGN.hit_weight)

    assert exact.signal_at([True, True, True]) == 2
    assert exact.signal_at([True], state=exact.hit_weight) == 1


def test_a_calm_desk_gives_no_signal() -> None:
    assert DESIGN.signal_at([False] * 500) is None
    assert DESIGN.signal_at([]) is None


@pytest.mark.parametrize(
    ("usual", "changed", "threshold"),
    [(0.0, 0.1, 3.5), (0.2, 0.1, 3.5), (0.1, 0.1, 3.5), (0.1, 1.0, 3.5), (0.1, 0.2, 0.0)],
)
def test_refuses_a_watch_that_cannot_work(usual: float, changed: float, threshold: float) -> None:
    with pytest.raises(SharesNotIncreasing):
        CusumDesign(usual, changed, threshold)


@pytest.mark.parametrize("share", [0.06, 0.15])
def test_a_finer_grid_hardly_changes_the_run_length(share: float) -> None:
    finer = average_run_length(DESIGN, share, grid_states=16_000)

    assert average_run_length(DESIGN, share) == pytest.approx(finer, rel=0.001)


def test_a_change_is_found_sooner_the_larger_it_is() -> None:
    lengths = [average_run_length(DESIGN, share) for share in (0.06, 0.10, 0.15, 0.40)]

    assert lengths == sorted(lengths, reverse=True)


def test_a_higher_threshold_gives_fewer_false_alarms() -> None:
    patient = CusumDesign(0.06, 0.15, threshold=4.5)

    assert average_run_length(patient, 0.06) > 2 * average_run_length(DESIGN, 0.06)


def test_certain_hits_signal_after_just_enough_of_them() -> None:
    assert average_run_length(DESIGN, 1.0) == pytest.approx(4)
    assert DESIGN.signal_at([True] * 10) == 4
