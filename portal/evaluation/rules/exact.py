"""Exact numbers: nothing is rounded before the end, and decimals are read exactly."""

from decimal import Decimal
from fractions import Fraction
from math import isfinite

ExactNumber = Fraction | Decimal | int | float


class NotFinite(ValueError):
    """A number that is infinite or no number at all."""


def exact(number: ExactNumber) -> Fraction:
    """Return ``number`` as a fraction; a float is the decimal that it is written as.

    :raises NotFinite: for infinity and for what is no number.
    """
    if type(number) is Fraction:
        return number
    if not _is_finite(number):
        raise NotFinite(f"{number} cannot be counted with")
    return Fraction(str(number)) if isinstance(number, float) else Fraction(number)


def _is_finite(number: ExactNumber) -> bool:
    if isinstance(number, float):
        return isfinite(number)
    return not isinstance(number, Decimal) or number.is_finite()


def mean(numbers: list[Fraction]) -> Fraction:
    """Return the mean of one or more numbers.

    :raises ZeroDivisionError: for no numbers.
    """
    return sum(numbers, Fraction()) / len(numbers)
