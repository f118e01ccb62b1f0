"""Grades A to D of service quality, decided by lower bounds alone."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.survey.index import HIGHEST_IKM, LOWEST_IKM, ikm_of_index
from portal.survey.rounding import rounded_half_up


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
