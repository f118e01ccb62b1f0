"""What the yearly table and citizens' figures of an agency tell together, of one person.

The reader knows every answer of an agency but one. Beside the figures of the releases stands the
agency's own indicator, which the office reports with two decimals.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.figures.disclosure_rules import rounded_ikm, step_of
from portal.publication.yearly_evaluation.indicator_numbers import ToldFigure, told_number
from portal.survey.elements import ELEMENTS, Element, ElementCounts
from portal.survey.index import ikm, rounded_half_up

Answers = Mapping[Element, int]
CENT = Fraction(1, 200)


def agency(seed: int, *, people: int) -> list[Answers]:
    dice = random.Random(seed)
    return [{each: dice.choice((2, 3, 3, 4, 4, 4)) for each in ELEMENTS} for _ in range(people)]


def index_of(people: Sequence[Answers]) -> Fraction:
    return ikm(ElementCounts.of_ballots(people))


def sums_left(known: Sequence[Answers], *, near: Decimal, apart: Fraction) -> list[int]:
    """Return what the nine answers of the last person can add up to.

    :param near: the IKM of all that is told, with how far it may be from the truth.
    """
    answered = sum(sum(each.values()) for each in known)
    answers = len(ELEMENTS) * (len(known) + 1)
    return [
        last
        for last in range(len(ELEMENTS), 4 * len(ELEMENTS) + 1)
        if abs(Fraction(25 * (answered + last), answers) - Fraction(near)) <= apart
    ]


def told_of_last(people: Sequence[Answers], *, is_mended: bool) -> tuple[list[int], list[int]]:
    """Return what is left of the last person's sum by the release, and with the table as well."""
    exact = index_of(people)
    figure = ToldFigure(rounded_ikm(exact, n=len(people)), step_of(len(people)))
    half = Fraction(figure.step) / 2
    alone = sums_left(people[:-1], near=figure.value, apart=half)
    reported = rounded_half_up(exact, 2)
    table = told_number(reported, [figure]) if is_mended else reported
    apart = half if table == figure.value else CENT
    return alone, [
        each for each in sums_left(people[:-1], near=table, apart=apart) if each in alone
    ]


@pytest.mark.parametrize("seed", range(20))
def test_the_table_tells_of_one_person_no_more_than_the_release(seed: int) -> None:
    alone, together = told_of_last(agency(seed, people=100 + 40 * seed), is_mended=True)

    assert together == alone
    assert len(alone) > 1


@pytest.mark.parametrize("seed", range(10))
def test_the_same_reader_learns_the_sum_of_one_persons_answers_from_two_decimals(seed: int) -> None:
    """As the first table had it: among 250 people nine answers are told to the point."""
    _, together = told_of_last(agency(seed, people=250), is_mended=False)

    assert len(together) == 1


@given(
    st.decimals(25, 100, places=2),
    st.decimals(25, 100, places=0).map(lambda value: ToldFigure(value, Decimal(1))),
)
def test_a_number_is_a_figure_or_stays_as_it_is(number: Decimal, figure: ToldFigure) -> None:
    told = told_number(number, [figure])

    assert told == (figure.value if abs(number - figure.value) <= Decimal("0.5") else number)


def element_index(people: Sequence[Answers], element: Element) -> Fraction:
    return Fraction(25 * sum(each[element] for each in people), len(people))


@pytest.mark.parametrize("seed", range(10))
def test_the_mean_of_one_element_over_the_year_tells_no_answer_of_one_person(seed: int) -> None:
    """Its months are published, the year's mean is not: two decimals told the last answer."""
    people, element = agency(seed, people=250), Element.TIME
    halves = [element_index(half, element) for half in (people[:100], people[100:])]
    figures = [ToldFigure(rounded_ikm(each, n=100), step_of(100), "time") for each in halves]
    reported = rounded_half_up(element_index(people, element), 2)

    assert len(_answers_left(people, element, near=reported, apart=CENT)) == 1

    table = told_number(reported, figures)
    assert len(_answers_left(people, element, near=table, apart=Fraction(1, 2))) > 1


def _answers_left(
    people: Sequence[Answers], element: Element, *, near: Decimal, apart: Fraction
) -> list[int]:
    """Return what the last person may have answered, to whoever knows all others."""
    known = sum(each[element] for each in people[:-1])
    means = {last: Fraction(25 * (known + last), len(people)) for last in (1, 2, 3, 4)}
    return [last for last, mean in means.items() if abs(mean - Fraction(near)) <= apart]


def test_a_number_between_figures_of_two_measures_stays_as_it_is() -> None:
    figures = [
        ToldFigure(Decimal(70), Decimal(1), "cost"),
        ToldFigure(Decimal(90), Decimal(1), "time"),
    ]

    assert told_number(Decimal("82.47"), figures) == Decimal("82.47")
    assert told_number(Decimal("82.47"), [*figures, replace(figures[0], value=Decimal(83))]) == 82


def test_an_index_from_1_to_4_is_told_as_coarsely_as_its_ikm() -> None:
    figure = ToldFigure(Decimal(82), Decimal(1))

    assert told_number(Decimal("3.2987"), [figure]) == Decimal("3.28")
    assert told_number(Decimal("96.5"), [figure]) == Decimal("96.5")
    assert told_number(Decimal("82.47"), []) == Decimal("82.47")
