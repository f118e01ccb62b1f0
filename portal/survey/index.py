"""The index of public satisfaction: element means, exact weights, 25 to 100."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from portal.survey.counts import ElementCounts, LevelCounts, NoAnswers
from portal.survey.elements import HIGHEST_LEVEL, LOWEST_LEVEL, Element

# The index runs from 1 to 4; times 25 it runs from 25 to 100.
IKM_PER_INDEX_POINT = 25
LOWEST_IKM = LOWEST_LEVEL * IKM_PER_INDEX_POINT
HIGHEST_IKM = HIGHEST_LEVEL * IKM_PER_INDEX_POINT


def nrr(questions: Iterable[LevelCounts]) -> Fraction:
    """Return the value of an element that is asked by one or several questions.

    NRR of a question = sum of its answers / number of its answers; the element's value is the
    plain mean over its questions, however many answers each has.

    :param questions: one set of counts per question; questions without answers are left out.
    :returns: exact, 1 to 4.
    :raises NoAnswers: when no question has an answer.

    Source: Permen PANRB 14/2017, annex, processing of survey results.
    """
    means = [counts.nrr for counts in questions if counts.n]
    if not means:
        raise NoAnswers("no question of this element was answered")
    return sum(means, Fraction()) / len(means)


def weight(elements: int) -> Fraction:
    """Return the weight of one element: exactly 1 / number of elements.

    The printed 0.111 or 0.11 would cap the index at 99.90 or 99.00.

    :param elements: number of elements that were answered, 1 or more.
    :raises NoAnswers: for zero elements.

    Source: Permen PANRB 14/2017, annex, weighted mean.
    """
    if elements < 1:
        raise NoAnswers("an index needs at least one element with answers")
    return Fraction(1, elements)


def index_of_values(values: Mapping[Element, Fraction]) -> Fraction:
    """Return the index from element values (NRR) of 1 to 4, each with the same exact weight.

    :param values: value of each element present; absent elements carry no weight.
    :returns: exact, 1 to 4.
    :raises NoAnswers: when no element is present.
    """
    return sum(values.values(), Fraction()) * weight(len(values))


def index(counts: ElementCounts) -> Fraction:
    """Return the index: sum of NRR x weight over the elements that have answers.

    :returns: exact, 1 to 4; nothing is rounded on the way.
    :raises NoAnswers: when no element has an answer.

    Source: Permen PANRB 14/2017, annex, index of public satisfaction.
    """
    return index_of_values({element: answers.nrr for element, answers in counts.items()})


def ikm_of_index(value: Fraction) -> Fraction:
    """Return the IKM of an index or of one element's NRR: value x 25, unrounded.

    :param value: 1 to 4.
    :returns: exact, 25 to 100.
    """
    return value * IKM_PER_INDEX_POINT


def ikm(counts: ElementCounts) -> Fraction:
    """Return the IKM: index x 25, unrounded; round once, at the end, with ``rounded_half_up``.

    :returns: exact, 25 to 100.
    :raises NoAnswers: when no element has an answer.
    """
    return ikm_of_index(index(counts))
