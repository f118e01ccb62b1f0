"""The index of public satisfaction from element means with exact weights, and its grades A to D."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.survey.elements import (
    HIGHEST_LEVEL,
    LOWEST_LEVEL,
    Element,
    ElementCounts,
    LevelCounts,
    NoAnswers,
)

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


class Grade(StrEnum):
    """The grade (mutu pelayanan), from A, the best, to D."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


# The IKM is compared at this precision; the printed bands have holes between them.
GRADE_DECIMALS = 2

# Lowest IKM of each grade, inclusive, best grade first. An older table (81.26, 62.51, 43.76)
# still circulates and is wrong. Source: Permen PANRB 14/2017, annex, table of grades.
GRADE_BOUNDS: tuple[tuple[Grade, Decimal], ...] = (
    (Grade.A, Decimal("88.31")),
    (Grade.B, Decimal("76.61")),
    (Grade.C, Decimal("65.00")),
    (Grade.D, Decimal("25.00")),
)


class IkmOutOfRange(ValueError):
    """A number is not an IKM, which runs from 25 to 100."""


def grade_of_ikm(ikm: Fraction) -> Grade:
    """Return the grade: round the IKM half-up to two decimals, compare with lower bounds only.

    :param ikm: unrounded, 25 to 100, both inclusive.
    :raises IkmOutOfRange: for anything else.

    Source: Permen PANRB 14/2017, annex, table of grades.
    """
    if not LOWEST_IKM <= ikm <= HIGHEST_IKM:
        raise IkmOutOfRange(f"an IKM is {LOWEST_IKM} to {HIGHEST_IKM}, not {float(ikm)}")
    rounded = rounded_half_up(ikm, GRADE_DECIMALS)
    return next(grade for grade, lowest in GRADE_BOUNDS if rounded >= lowest)


def grade_of_index(index: Fraction) -> Grade:
    """Return the grade of an unrounded index, or of one element from its NRR.

    :param index: exact, 1 to 4, both inclusive.
    :raises IkmOutOfRange: for anything else.
    """
    return grade_of_ikm(ikm_of_index(index))


def lowest_ikm_of(grade: Grade) -> Decimal:
    """Return the lowest IKM, inclusive and rounded to two decimals, that earns ``grade``."""
    return dict(GRADE_BOUNDS)[grade]


def rounded_half_up(value: Fraction | int, decimals: int) -> Decimal:
    """Round to ``decimals`` places; a half goes away from zero, never to the even digit.

    :param value: exact number; a float would bring back the error this module avoids.
    :param decimals: places after the point, 0 or more; the result shows all of them.
    :returns: a decimal with exactly ``decimals`` places, for example ``87.60``.
    """
    scaled = abs(Fraction(value)) * 10**decimals
    units = int(scaled + Fraction(1, 2))
    digits = tuple(int(digit) for digit in str(units))
    is_negative = int(value < 0 and units > 0)
    return Decimal((is_negative, digits, -decimals))
