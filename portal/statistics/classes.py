"""The classes that units are sorted into, readable without loading what computes them."""

from enum import StrEnum


class Spread(StrEnum):
    """How far a unit's answers lie from their mean, against all units together."""

    EVEN = "even"
    USUAL = "usual"
    DIVIDED = "divided"
