"""Counts of answers: what they hold, how they merge and what they refuse."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.survey.elements import (
    ELEMENTS,
    Element,
    ElementCounts,
    InvalidLevelCounts,
    LevelCounts,
    LevelOutOfRange,
    NoAnswers,
)
from tests.unit.survey.strategies import ballots, element_counts, level_counts, levels


def test_counts_total_and_mean_of_known_answers() -> None:
    counts = LevelCounts((1, 2, 0, 1))

    assert (counts.n, counts.total, counts.nrr) == (4, 9, Fraction(9, 4))


def test_without_answers_there_is_no_mean() -> None:
    with pytest.raises(NoAnswers):
        _ = LevelCounts().nrr


@pytest.mark.parametrize("answers", [(1, 2, 3), (1, 2, 3, 4, 5), (0, -1, 0, 0)])
def test_refuses_counts_that_are_not_four_numbers_from_zero_up(answers: tuple[int, ...]) -> None:
    with pytest.raises(InvalidLevelCounts):
        LevelCounts(answers)


def test_refuses_to_count_an_answer_outside_the_scale() -> None:
    with pytest.raises(LevelOutOfRange):
        LevelCounts.of_levels([4, 0])


@given(given_levels=st.lists(levels), more=st.lists(levels))
def test_merged_counts_equal_counting_both_groups_at_once(
    given_levels: list[int], more: list[int]
) -> None:
    merged = LevelCounts.of_levels(given_levels) + LevelCounts.of_levels(more)

    assert merged == LevelCounts.of_levels(given_levels + more)
    assert merged.total == sum(given_levels) + sum(more)


@given(first=level_counts, second=level_counts, third=level_counts)
def test_merging_does_not_depend_on_order_or_grouping(
    first: LevelCounts, second: LevelCounts, third: LevelCounts
) -> None:
    assert first + second == second + first
    assert (first + second) + third == first + (second + third)
    assert first + LevelCounts() == first


def test_an_element_that_a_ballot_leaves_out_counts_nowhere() -> None:
    counts = ElementCounts.of_ballots(
        [{Element.TIME: 4, Element.COST: 1}, {Element.TIME: 2}, {Element.TIME: 4}]
    )

    assert dict(counts) == {
        Element.TIME: LevelCounts((0, 1, 0, 2)),
        Element.COST: LevelCounts((1, 0, 0, 0)),
    }


def test_an_element_without_answers_is_absent() -> None:
    counts = ElementCounts.of(
        {Element.TIME: LevelCounts((0, 0, 0, 1)), Element.COST: LevelCounts()}
    )

    assert list(counts) == [Element.TIME]
    assert len(counts) == 1
    assert Element.COST not in counts
    with pytest.raises(KeyError):
        _ = counts[Element.COST]


def test_an_unknown_key_is_absent() -> None:
    assert "parking" not in ElementCounts()


def test_elements_come_in_the_order_of_the_survey_however_they_were_given() -> None:
    one = LevelCounts((0, 0, 0, 1))

    counts = ElementCounts.of(dict.fromkeys(reversed(ELEMENTS), one))

    assert tuple(counts) == ELEMENTS


@given(rows=st.lists(ballots), more=st.lists(ballots))
def test_merged_element_counts_equal_counting_all_questionnaires(
    rows: list[dict[Element, int]], more: list[dict[Element, int]]
) -> None:
    merged = ElementCounts.of_ballots(rows) + ElementCounts.of_ballots(more)

    assert merged == ElementCounts.of_ballots(rows + more)


@given(rows=st.lists(ballots), shuffled=st.randoms(use_true_random=False))
def test_counting_does_not_depend_on_the_order_of_questionnaires(
    rows: list[dict[Element, int]], shuffled: Random
) -> None:
    reordered = list(rows)
    shuffled.shuffle(reordered)

    assert ElementCounts.of_ballots(reordered) == ElementCounts.of_ballots(rows)


@given(counts=element_counts)
def test_counts_survive_the_way_through_a_mapping(counts: ElementCounts) -> None:
    assert ElementCounts.of(dict(counts)) == counts
    assert hash(ElementCounts.of(dict(counts))) == hash(counts)
