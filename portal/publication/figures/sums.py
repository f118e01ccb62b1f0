"""Exact sums over the ratings of a place, as vectors that add up quickly."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

import numpy as np
from numpy.typing import NDArray

from portal.statistics.moments import Sample
from portal.survey.elements import ELEMENTS, LEVELS, Element, ElementCounts, LevelCounts
from portal.survey.index import CompositeSums, ikm

Vector = NDArray[np.int64]

# Respondents, composite sum, composite square sum; then four levels for each element.
HEAD = 3
LENGTH = HEAD + len(ELEMENTS) * len(LEVELS)


@dataclass(frozen=True, slots=True)
class Sums:
    """What is summed over ratings: respondents, composites and answers per level of an element."""

    vector: Vector

    @classmethod
    def of(cls, *, composites: CompositeSums, counts: ElementCounts) -> Self:
        """Take the sums of one tally."""
        levels = [answers for element in counts.by_element for answers in element.answers]
        head = (composites.n, composites.total, composites.squares)
        return cls(np.array([*head, *levels], dtype=np.int64))

    @classmethod
    def total(cls, parts: Iterable["Sums"]) -> Self:
        """Add up sums of disjoint ratings; of none, everything is 0."""
        vector = np.zeros(LENGTH, dtype=np.int64)
        for part in parts:
            vector += part.vector
        return cls(vector)

    @property
    def n(self) -> int:
        """The number of respondents."""
        return int(self.vector[0])

    @property
    def composites(self) -> CompositeSums:
        """The sums over respondents' scaled composites."""
        return CompositeSums(*(int(part) for part in self.vector[:HEAD]))

    @property
    def counts(self) -> ElementCounts:
        """The answers per element and level."""
        rows = self.vector[HEAD:].reshape(len(ELEMENTS), len(LEVELS)).tolist()
        return ElementCounts(tuple(LevelCounts(tuple(row)) for row in rows))

    def answers(self, element: Element) -> LevelCounts:
        """Return the answers to one element at levels 1 to 4; zeros when nobody answered."""
        start = HEAD + ELEMENTS.index(element) * len(LEVELS)
        return LevelCounts(tuple(self.vector[start : start + len(LEVELS)].tolist()))

    def ikm(self) -> Fraction:
        """Return the unrounded IKM, 25 to 100.

        :raises portal.survey.elements.NoAnswers: without respondents.
        """
        return ikm(self.counts)

    def sample(self) -> Sample:
        """Return the respondents' composites as a sample on the scale 1 to 4.

        :raises portal.survey.elements.NoAnswers: without respondents.
        """
        composites = self.composites
        variance = float(composites.variance) if self.n > 1 else 0.0
        return Sample(n=self.n, mean=float(composites.mean), variance=variance)


NOTHING = Sums.total(())
