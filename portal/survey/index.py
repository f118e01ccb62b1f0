"""The index of a survey and its margin, for one unit and for several, and its sample."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import Self

from portal.survey.elements import (
    ELEMENTS,
    HIGHEST_LEVEL,
    LOWEST_LEVEL,
    Element,
    ElementCounts,
    LevelCounts,
    NoAnswers,
    checked_level,
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


# The least number that every possible count of answered elements, 1 to 9, divides.
COMPOSITE_SCALE = lcm(*range(1, len(ELEMENTS) + 1))
RESPONDENTS_FOR_VARIANCE = 2


class TooFewRespondents(ValueError):
    """A sample variance was asked for with fewer than two respondents."""


def scaled_composite(scores: Mapping[Element, int]) -> int:
    """Return the mean of the elements answered, times 2,520, which is always whole.

    :param scores: level 1 to 4 of each element answered; absent elements do not count.
    :returns: 2,520 (all lowest) to 10,080 (all highest).
    :raises NoAnswers: when nothing was answered.
    :raises LevelOutOfRange: for an answer outside 1 to 4.
    """
    if not scores:
        raise NoAnswers("a composite needs at least one element answered")
    total = sum(map(checked_level, scores.values()))
    return COMPOSITE_SCALE // len(scores) * total


@dataclass(frozen=True, slots=True)
class CompositeSums:
    """Exact sums over respondents from which mean and variance follow; sums of groups add up.

    ``n`` respondents, ``total`` of their scaled composites, ``squares`` of the same.
    """

    n: int = 0
    total: int = 0
    squares: int = 0

    @classmethod
    def of(cls, scaled: Iterable[int]) -> Self:
        """Sum up scaled composites, one a respondent."""
        values = tuple(scaled)
        return cls(n=len(values), total=sum(values), squares=sum(value**2 for value in values))

    def __add__(self, other: "CompositeSums") -> "CompositeSums":
        """Return the sums over both groups of respondents."""
        return CompositeSums(
            n=self.n + other.n,
            total=self.total + other.total,
            squares=self.squares + other.squares,
        )

    @property
    def mean(self) -> Fraction:
        """The mean composite, exact, 1 to 4.

        :raises NoAnswers: without respondents.
        """
        if not self.n:
            raise NoAnswers("a mean needs at least one respondent")
        return Fraction(self.total, self.n * COMPOSITE_SCALE)

    @property
    def variance(self) -> Fraction:
        """The sample variance (denominator n - 1) in squared points of the 1 to 4 scale, exact.

        :raises TooFewRespondents: with fewer than two respondents.
        """
        if self.n < RESPONDENTS_FOR_VARIANCE:
            raise TooFewRespondents(f"a variance needs two respondents, not {self.n}")
        centred = self.n * self.squares - self.total**2
        return Fraction(centred, self.n * (self.n - 1) * COMPOSITE_SCALE**2)


# Chi-square with one degree of freedom at the 95 % level, as the paper's table prints it.
CHI_SQUARE = Fraction(3841, 1000)
POPULATION_SHARE = Fraction(1, 2)
MARGIN_OF_ERROR = Fraction(5, 100)


class PopulationNotPositive(ValueError):
    """A minimum sample was asked for a population of nobody."""


def minimum_sample(population: int) -> int:
    """Return S = X N P Q / (d^2 (N - 1) + X P Q), rounded half-up.

    X = 3.841, P = Q = 0.5, d = 0.05.

    :param population: users of the service in the period, 1 or more.
    :returns: respondents needed, 1 to 384.
    :raises PopulationNotPositive: for zero or less.

    Source: Krejcie and Morgan (1970), Determining sample size for research activities.
    """
    if population < 1:
        raise PopulationNotPositive(f"a population is 1 or more, not {population}")
    spread = CHI_SQUARE * POPULATION_SHARE * (1 - POPULATION_SHARE)
    size = spread * population / (MARGIN_OF_ERROR**2 * (population - 1) + spread)
    return int(rounded_half_up(size, 0))
