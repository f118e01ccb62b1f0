"""How far an indicator's target was reached, in percent."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.evaluation.rules.exact import ExactNumber, exact

# Realisation counts to 120 % (PP 30/2019).
HIGHEST_PERCENT = 120


class Direction(StrEnum):
    """Which realisation is better than another one."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"


class Aspect(StrEnum):
    """Which side of a result is measured: *kuantitas, kualitas, waktu, biaya*."""

    QUANTITY = "quantity"
    QUALITY = "quality"
    TIME = "time"
    COST = "cost"


class TargetUnmeasurable(ValueError):
    """No percentage can be computed against this target: below 0, or 0 unless lower is better."""


def is_measurable(target: ExactNumber, direction: Direction) -> bool:
    """Return whether a percentage of ``target`` exists: above 0, or 0 where lower is better."""
    # A decimal that is a number is compared as it stands: a year asks this sixty times.
    is_sound = isinstance(target, Decimal) and target.is_finite()
    value = target if is_sound else exact(target)
    return value > 0 or (value == 0 and direction is Direction.LOWER)


def attainment(
    realisation: ExactNumber | None, *, target: ExactNumber, direction: Direction
) -> Fraction | None:
    """Return how far ``target`` was reached, 0 to 120 percent, exact.

    higher: 100 R / T; lower: 100 (2 - R / T); range: 100 (1 - |R - T| / T). A target of 0 with
    lower is better: 100 when R is 0, else 0.

    :param realisation: in the unit of the target; None where there is none.
    :returns: None without a realisation; what that means depends on its state.
    :raises TargetUnmeasurable: for a target that no percentage can be computed of.
    :raises portal.evaluation.rules.exact.NotFinite: for infinity and for no number.

    Source: PP 30/2019 (cap of 120 %); linear inverse as in KMK 467/2014, since T / R has no
    value at 0 and explodes near it.
    """
    if not is_measurable(target, direction):
        raise TargetUnmeasurable(f"a target of {target} with {direction} is better")
    if realisation is None:
        return None
    reached = _percent(exact(realisation), target=exact(target), direction=direction)
    return min(max(reached, Fraction(0)), Fraction(HIGHEST_PERCENT))


def _percent(realisation: Fraction, *, target: Fraction, direction: Direction) -> Fraction:
    if target == 0:
        return Fraction(0 if realisation else 100)
    share = realisation / target
    if direction is Direction.HIGHER:
        return 100 * share
    if direction is Direction.LOWER:
        return 100 * (2 - share)
    return 100 * (1 - abs(share - 1))
