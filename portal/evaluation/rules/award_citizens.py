"""Citizens' figure where an award is decided: only a low one that is certain excludes somebody."""

from dataclasses import dataclass
from fractions import Fraction

LEAST_RELIABILITY = Fraction(8, 10)
LEAST_COMPARABLE = 20


@dataclass(frozen=True, slots=True)
class CitizensStanding:
    """Citizens' figure of a year as the result's document holds it, 1 to 4.

    :ivar highest: upper end of the interval of the own mean.
    :ivar comparable: how many other officers it is compared with.
    """

    expected: Fraction
    highest: Fraction
    reliability: Fraction
    comparable: int

    @property
    def is_below(self) -> bool:
        """Whether it may decide more and lies, with its whole interval, below the expected."""
        may_decide = self.reliability >= LEAST_RELIABILITY and self.comparable >= LEAST_COMPARABLE
        return may_decide and self.highest < self.expected
