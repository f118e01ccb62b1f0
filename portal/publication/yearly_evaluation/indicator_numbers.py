"""How an agency's own numbers are told beside citizens' figures: never finer than these."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

#: An index on the scale 1 to 4, and the IKM that is 25 times as much.
SCALES = (Decimal(1), Decimal(25))


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A published figure of an agency: the IKM, and the step it was rounded to."""

    value: Decimal
    step: Decimal


def told_number(number: Decimal, figures: Iterable[ToldFigure]) -> Decimal:
    """Return an agency's number as the public may read it.

    A number that may be a published figure before it was rounded, as IKM or on the scale 1 to 4,
    is told as that figure: a mean with more decimals tells what one person of thousands answered.
    Every other number stays as it is.

    :param number: a realisation of the agency, in its own unit.
    :param figures: published of the agency for any part of the year.
    """
    for figure in figures:
        for scale in SCALES:
            apart = abs(Fraction(number) * Fraction(scale) - Fraction(figure.value))
            if apart <= Fraction(figure.step) / 2:
                return figure.value / scale
    return number
