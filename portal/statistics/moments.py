"""What is known of one unit's answers: how many, their mean and their variance."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Self

import numpy as np


class NoSample(ValueError):
    """A statistic was asked for where there is no answer or no unit."""


class SampleTooSmall(ValueError):
    """A statistic needs more answers, or more units, than there are."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Composites of one unit (desk, agency, city): ``n`` respondents and their two moments.

    ``mean`` is in points of the 1 to 4 scale; ``variance`` has the denominator n - 1 and is 0
    for a single respondent.

    :raises NoSample: for ``n`` below 1 or a variance below 0.
    """

    n: int
    mean: float
    variance: float = 0.0

    def __post_init__(self) -> None:
        if self.n < 1 or self.variance < 0:
            raise NoSample(f"no sample has n={self.n} and variance={self.variance}")

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """Summarise single values, in any order.

        :raises NoSample: for no values.
        """
        if not values:
            raise NoSample("there is no value to summarise")
        variance = float(np.var(values, ddof=1)) if len(values) > 1 else 0.0
        return cls(n=len(values), mean=float(np.mean(values)), variance=variance)

    @property
    def sd(self) -> float:
        """The standard deviation in points of the scale."""
        return sqrt(self.variance)
