"""Colleagues' answers become one figure in half steps; one is left out, and no count is told."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.colleagues import (
    AnswerImpossible,
    ColleaguesMissing,
    FoldedAnswers,
    answer_mean,
    folded,
    folded_mentions,
    invited_of,
    may_strike,
    median_without,
)

means = st.fractions(1, 5, max_denominator=21)
enough = st.lists(means, min_size=6, max_size=8)
LISTED = ("careful", "friendly", "reliable", "shares", "solves")


@given(answers=enough, data=st.data())
def test_the_figure_is_a_half_step_and_tells_no_count(
    answers: list[Fraction], data: st.DataObject
) -> None:
    left_out = data.draw(st.integers(0, len(answers) - 1))
    outcome = folded(answers, left_out=left_out)

    assert outcome.value is not None
    assert outcome.value * 2 == int(outcome.value * 2)
    assert 1 <= outcome.value <= 5
    assert abs(outcome.value - median_without(answers, left_out)) <= Fraction(1, 4)
    assert outcome == FoldedAnswers(outcome.value, 6, None)


@given(answers=enough, hostile=means, data=st.data())
def test_whoever_is_left_out_changes_nothing(
    answers: list[Fraction], hostile: Fraction, data: st.DataObject
) -> None:
    left_out = data.draw(st.integers(0, len(answers) - 1))
    changed = [*answers[:left_out], hostile, *answers[left_out + 1 :]]

    assert folded(changed, left_out=left_out) == folded(answers, left_out=left_out)


@given(answers=enough, higher=means, data=st.data())
def test_a_kinder_answer_never_lowers_the_figure(
    answers: list[Fraction], higher: Fraction, data: st.DataObject
) -> None:
    position = data.draw(st.integers(1, len(answers) - 1))
    better = list(answers)
    better[position] = max(higher, answers[position])
    before, after = folded(answers, left_out=0).value, folded(better, left_out=0).value

    assert before is not None
    assert after is not None
    assert before <= after


def test_the_order_of_the_answers_tells_nothing() -> None:
    answers = [1, 2, 3, 4, 5, 5]
    found = {folded([1, *rest], left_out=0) for rest in permutations(answers[1:])}

    assert len(found) == 1


@given(answers=st.lists(means, max_size=5))
def test_fewer_than_six_give_nothing_at_all(answers: list[Fraction]) -> None:
    assert folded(answers, left_out=0) == FoldedAnswers(None, None, ColleaguesMissing.TOO_FEW)


@pytest.mark.parametrize(
    ("answers", "left_out"),
    [([3] * 6, 6), ([3] * 6, -1), ([0, 3, 3, 3, 3, 3], 1), ([5.1, 3, 3, 3, 3, 3], 1)],
)
def test_impossible_answers_and_lots_are_refused(answers: list[float], left_out: int) -> None:
    with pytest.raises(AnswerImpossible):
        folded(answers, left_out=left_out)


def test_a_single_answer_has_no_median_without_it() -> None:
    with pytest.raises(AnswerImpossible):
        median_without([3], 0)


@pytest.mark.parametrize(("answered", "mean"), [(0, None), (10, None), (11, 4), (21, 4)])
def test_an_answer_counts_from_eleven_guides_on(answered: int, mean: int | None) -> None:
    assert answer_mean([4] * answered + [None] * (21 - answered)) == mean


@pytest.mark.parametrize("steps", [[4] * 20, [4] * 22, [0] + [4] * 20, [6] + [4] * 20])
def test_a_form_holds_twenty_one_guides_of_one_to_five(steps: list[int | None]) -> None:
    with pytest.raises(AnswerImpossible):
        answer_mean(steps)


def test_a_pool_of_seven_is_needed_and_eight_are_asked_at_the_most() -> None:
    assert [invited_of(pool) for pool in (0, 6, 7, 8, 9, 40)] == [0, 0, 7, 8, 8, 8]


def test_two_may_be_struck_while_seven_remain() -> None:
    assert may_strike(9, struck=0)
    assert may_strike(8, struck=1)
    assert not may_strike(7, struck=0)
    assert not may_strike(20, struck=2)


def test_strengths_need_seven_answers_and_three_who_name_them() -> None:
    named = [frozenset({"solves", "friendly"})] * 3 + [frozenset({"careful"})] * 4

    assert folded_mentions(named, left_out=6, listed=LISTED) == ("careful", "friendly", "solves")
    assert folded_mentions(named, left_out=0, listed=LISTED) == ("careful",)
    assert folded_mentions(named[:6], left_out=0, listed=LISTED) == ()


def test_three_strengths_at_the_most_in_the_order_of_the_list() -> None:
    named = [frozenset(LISTED)] * 7

    assert folded_mentions(named, left_out=0, listed=LISTED) == LISTED[:3]


@pytest.mark.parametrize(("word", "left_out"), [("other", 0), ("careful", 7)])
def test_words_that_were_not_offered_and_impossible_lots_are_refused(
    word: str, left_out: int
) -> None:
    with pytest.raises(AnswerImpossible):
        folded_mentions([frozenset({word})] * 7, left_out=left_out, listed=LISTED)
