"""The one rounding of the survey: half-up, exact, at the very end."""

from decimal import Decimal
from fractions import Fraction


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
