"""Which sums of ratings are possible: the bounds that hold for any set of ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeGuard

from portal.rating.mixing.domain import TallyCell
from portal.survey.elements import (
    ELEMENTS,
    HIGHEST_LEVEL,
    LEVELS,
    LOWEST_LEVEL,
    Element,
    ElementCounts,
    LevelCounts,
)
from portal.survey.index import COMPOSITE_SCALE

LOWEST_COMPOSITE = LOWEST_LEVEL * COMPOSITE_SCALE
HIGHEST_COMPOSITE = HIGHEST_LEVEL * COMPOSITE_SCALE
# Of one who did not give the highest level throughout: nine answers, one of them a level below.
BELOW_ALL_TOP = HIGHEST_COMPOSITE - COMPOSITE_SCALE // len(ELEMENTS)
LARGEST_COUNT = 2**31 - 1


class Flaw(StrEnum):
    """The column of a tally that cannot be true beside the ones before it."""

    RESPONDENTS = "respondents"
    """It is no number, or not above 0."""
    LEVEL_COUNTS = "level_counts"
    """An unknown element, no four counts from 0 up, or other answers than respondents can give."""
    ALL_TOP = "all_top"
    """More or fewer ratings with the highest level throughout than the answers allow."""
    COMPOSITE_SUM = "composite_sum"
    """A sum of composites that these answers cannot make."""
    COMPOSITE_SQUARE_SUM = "composite_square_sum"
    """A sum of squares that composites with this sum cannot make."""


@dataclass(frozen=True, slots=True)
class ImpossibleTally:
    """A tally that cannot be true: where it counts, what is wrong, how many ratings it claims."""

    cell: TallyCell
    flaw: Flaw
    respondents: int


@dataclass(frozen=True, slots=True)
class StoredSums:
    """A tally's columns as they are stored; anything may stand in them."""

    respondents: object
    composite_sum: object
    composite_square_sum: object
    all_top: object
    level_counts: object

    @property
    def claimed(self) -> int:
        """How many ratings it claims; 0 where that is no count."""
        return self.respondents if _is_count(self.respondents, least=1) else 0

    def counts(self) -> ElementCounts:
        """Return the answers per element and level of sums without a flaw."""
        stored = self.level_counts if isinstance(self.level_counts, Mapping) else {}
        return ElementCounts.of(
            {Element(key): LevelCounts(tuple(answers)) for key, answers in stored.items()}
        )

    def flaw(self) -> Flaw | None:
        """Return the first column that cannot be true beside the ones before it, or None."""
        n, levels = self.respondents, self.level_counts
        if not _is_count(n, least=1):
            return Flaw.RESPONDENTS
        if not _are_levels(levels, n=n):
            return Flaw.LEVEL_COUNTS
        answers = list(levels.values())
        top, total, squares = self.all_top, self.composite_sum, self.composite_square_sum
        if not _is_whole(top) or not _fits(top, _all_top_bounds(answers, n=n)):
            return Flaw.ALL_TOP
        if not _is_whole(total) or not _fits(total, _sum_bounds(answers, n=n, all_top=top)):
            return Flaw.COMPOSITE_SUM
        if not _is_whole(squares) or not _fits(squares, _square_bounds(total, n=n)):
            return Flaw.COMPOSITE_SQUARE_SUM
        return None


Bounds = tuple[int, int]
Answers = Sequence[Sequence[int]]


def _fits(value: int, bounds: Bounds) -> bool:
    return bounds[0] <= value <= bounds[1]


def _is_whole(value: object) -> TypeGuard[int]:
    """Whether it is a whole number; SQLite keeps text in a column of numbers as it is."""
    return type(value) is int


def _is_count(value: object, *, least: int = 0) -> TypeGuard[int]:
    return type(value) is int and least <= value <= LARGEST_COUNT


def _are_levels(stored: object, *, n: int) -> TypeGuard[Mapping[str, list[int]]]:
    """Whether each respondent can have answered something, and no element twice."""
    if not isinstance(stored, Mapping) or not set(stored) <= set(map(str, ELEMENTS)):
        return False
    if not all(_are_answers(each, n=n) for each in stored.values()):
        return False
    return sum(map(sum, stored.values())) >= n


def _are_answers(stored: object, *, n: int) -> bool:
    if not isinstance(stored, list) or len(stored) != len(LEVELS):
        return False
    return all(_is_count(each) for each in stored) and sum(stored) <= n


def _all_top_bounds(answers: Answers, *, n: int) -> Bounds:
    """Whoever gave a lower level somewhere is not among them; nobody else is missing."""
    lower = [sum(each[:-1]) for each in answers]
    return max(0, n - sum(lower)), n - max(lower)


def _sum_bounds(answers: Answers, *, n: int, all_top: int) -> Bounds:
    """Return between what the sum of composites lies.

    A composite is the points given, divided by how many elements were answered: at the least
    those that everybody answered, at the most all that anybody did.
    """
    points = sum(
        level * count for each in answers for level, count in zip(LEVELS, each, strict=True)
    )
    most = sum(1 for each in answers if any(each))
    least = max(1, sum(1 for each in answers if sum(each) == n))
    others = n - all_top
    lower = HIGHEST_COMPOSITE * all_top + LOWEST_COMPOSITE * others
    upper = HIGHEST_COMPOSITE * all_top + BELOW_ALL_TOP * others
    return (
        max(lower, COMPOSITE_SCALE // most * points),
        min(upper, COMPOSITE_SCALE // least * points),
    )


def _square_bounds(total: int, *, n: int) -> Bounds:
    """Return the least squares (all composites alike) and the most (all at an end)."""
    return (
        -(-(total**2) // n),
        (LOWEST_COMPOSITE + HIGHEST_COMPOSITE) * total - n * LOWEST_COMPOSITE * HIGHEST_COMPOSITE,
    )
