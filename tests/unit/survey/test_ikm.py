"""The index in exact arithmetic: the published case, exact weights, and its laws."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.survey.elements import ELEMENTS, LEVELS, Element, ElementCounts, LevelCounts, NoAnswers
from portal.survey.index import (
    Grade,
    grade_of_ikm,
    ikm,
    ikm_of_index,
    index,
    index_of_values,
    nrr,
    rounded_half_up,
    weight,
)
from tests.unit.survey.strategies import answered_counts, element_counts, level_counts
from tests.unit.survey.worked_case import PUBLISHED_IKM, RESPONDENTS, WORKED_CASE


def test_reproduces_the_published_report() -> None:
    assert {counts.n for counts in WORKED_CASE.values()} == {RESPONDENTS}
    assert ikm(WORKED_CASE) == Fraction(147500, 1683)
    assert str(rounded_half_up(ikm(WORKED_CASE), 3)) == PUBLISHED_IKM
    assert grade_of_ikm(ikm(WORKED_CASE)) is Grade.B


@pytest.mark.parametrize("elements", range(1, 10))
def test_weights_of_all_elements_add_up_to_exactly_one(elements: int) -> None:
    assert sum([weight(elements)] * elements) == 1


def test_all_highest_answers_reach_exactly_one_hundred() -> None:
    highest = ElementCounts.of_ballots([dict.fromkeys(ELEMENTS, 4)])

    assert ikm(highest) == 100


def test_all_lowest_answers_give_exactly_twenty_five() -> None:
    lowest = ElementCounts.of_ballots([dict.fromkeys(ELEMENTS, 1)])

    assert ikm(lowest) == 25


def test_an_element_without_answers_leaves_the_others_an_eighth_each() -> None:
    eight = dict.fromkeys(ELEMENTS[:8], 3) | {ELEMENTS[0]: 4}

    assert index(ElementCounts.of_ballots([eight])) == Fraction(25, 8)


def test_an_answer_that_was_not_experienced_leaves_only_that_element() -> None:
    rows = [{Element.TIME: 4, Element.COST: 4}, {Element.TIME: 2}]

    assert index(ElementCounts.of_ballots(rows)) == Fraction(7, 2)


def test_several_questions_of_one_element_count_as_their_plain_mean() -> None:
    busy, quiet = LevelCounts((0, 0, 0, 100)), LevelCounts((0, 2, 0, 0))

    assert nrr([busy, quiet]) == 3


def test_a_question_without_answers_leaves_the_mean_of_the_others() -> None:
    assert nrr([LevelCounts((0, 0, 1, 0)), LevelCounts()]) == 3


def test_nothing_answered_has_neither_value_nor_index() -> None:
    with pytest.raises(NoAnswers):
        nrr([LevelCounts()])
    with pytest.raises(NoAnswers):
        index(ElementCounts())
    with pytest.raises(NoAnswers):
        ikm(ElementCounts())
    with pytest.raises(NoAnswers):
        index_of_values({})


@given(counts=element_counts)
def test_ikm_stays_within_its_scale_and_is_twenty_five_times_the_index(
    counts: ElementCounts,
) -> None:
    assert 25 <= ikm(counts) <= 100
    assert ikm(counts) == ikm_of_index(index(counts))
    assert index(counts) * len(counts) == sum(each.nrr for each in counts.values())


@given(
    counts=element_counts,
    element=st.sampled_from(ELEMENTS),
    level=st.sampled_from(LEVELS[:-1]),
    others=level_counts,
)
def test_raising_one_answer_by_a_level_raises_the_index(
    counts: ElementCounts, element: Element, level: int, others: LevelCounts
) -> None:
    before, after = (others + LevelCounts.of_levels([answer]) for answer in (level, level + 1))

    lower, higher = (ElementCounts.of({**counts, element: each}) for each in (before, after))

    assert index(higher) > index(lower)


@given(counts=answered_counts, copies=st.integers(min_value=2, max_value=9))
def test_asking_the_same_question_often_changes_no_value(counts: LevelCounts, copies: int) -> None:
    assert nrr([counts] * copies) == counts.nrr


@given(counts=element_counts)
def test_index_lies_between_its_lowest_and_highest_element(counts: ElementCounts) -> None:
    values = [each.nrr for each in counts.values()]

    assert min(values) <= index(counts) <= max(values)
