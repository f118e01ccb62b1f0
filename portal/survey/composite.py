"""A respondent's composite: the mean of what they answered, kept exact as an integer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Self

from portal.survey.elements import ELEMENTS, Element, NoAnswers, checked_level

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
