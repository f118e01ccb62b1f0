"""How many lesson hours of training (*JP*) a year asks for, and which weak points lead to some.

Source: staff evaluation paper, 2.1 (20 JP for PNS, up to 24 for PPPK) and 9.11.
"""

from enum import StrEnum
from fractions import Fraction
from math import ceil

JP_OF_YEAR = 20
MOST_JP_OF_CONTRACT = 24


class TrainingTrigger(StrEnum):
    """Why a training was suggested."""

    INDICATOR = "indicator"
    STEP = "step"
    CITIZENS = "citizens"
    SKILL = "skill"
    #: Nothing weak: the person's or the superior's own idea.
    WISH = "wish"


def hours_due(*, days: int, absent: int) -> int:
    """Return the lesson hours that a year asks of a PNS, rounded up to whole ones.

    20 JP for a whole year, pro-rated for approved absence.

    :param days: of the year in service, 1 or more.
    :param absent: of these with approved absence, 0 to ``days``.
    :raises ValueError: for days that no year has.
    """
    if days < 1 or not 0 <= absent <= days:
        raise ValueError(f"{absent} of {days} days")
    return ceil(Fraction(JP_OF_YEAR * (days - absent), days))
