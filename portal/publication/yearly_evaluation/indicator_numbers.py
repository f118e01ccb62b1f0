"""How an agency's own numbers are told beside citizens' figures: never finer than these."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

#: An index on the scale 1 to 4, and the IKM that is 25 times as much.
SCALES = (Decimal(1), Decimal(25))


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A published figure of an agency: the IKM, and the step it was rounded to.

    :ivar measure: what it is the figure of: all elements together, or one of them.
    """

    value: Decimal
    step: Decimal
    measure: str = "headline"


def told_number(number: Decimal, figures: Iterable[ToldFigure]) -> Decimal:
    """Return an agency's number as the public may read it.

    A number that may be a published figure before it was rounded, as IKM or on the scale 1 to 4,
    is told as that figure: a mean with more decimals tells what one person of thousands answered.
    One between two figures of the same measure may be the mean of their months together, and is
    told as coarsely as they are. Every other number stays as it is.

    :param number: a realisation of the agency, in its own unit.
    :param figures: published of the agency for any part of the year.
    """
    by_measure = _by_measure(figures)
    for scale in SCALES:
        exact = Fraction(number) * Fraction(scale)
        for figure in (each for group in by_measure.values() for each in group):
            if abs(exact - Fraction(figure.value)) <= Fraction(figure.step) / 2:
                return figure.value / scale
        for group in by_measure.values():
            values = [each.value for each in group]
            if min(values) <= number * scale <= max(values):
                step = max(each.step for each in group)
                return (number * scale / step).quantize(Decimal(1)) * step / scale
    return number


def _by_measure(figures: Iterable[ToldFigure]) -> Mapping[str, Sequence[ToldFigure]]:
    found: defaultdict[str, list[ToldFigure]] = defaultdict(list)
    for each in figures:
        found[each.measure].append(each)
    return found
