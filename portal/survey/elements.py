"""The nine elements of the survey by their stable keys, and the levels of an answer."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Element(StrEnum):
    """What a citizen rates; stored by this key, never by its code.

    Source: Permen PANRB 14/2017, annex, elements of the satisfaction survey.
    """

    REQUIREMENTS = "requirements"
    PROCEDURE = "procedure"
    TIME = "time"
    COST = "cost"
    PRODUCT = "product"
    COMPETENCE = "competence"
    CONDUCT = "conduct"
    COMPLAINTS = "complaints"
    FACILITIES = "facilities"


ELEMENTS: tuple[Element, ...] = tuple(Element)

# Price, rules and parking are not an officer's doing: these two alone are theirs.
OFFICER_ELEMENTS: tuple[Element, ...] = (Element.COMPETENCE, Element.CONDUCT)

# An answer has four levels and no neutral middle.
LOWEST_LEVEL = 1
HIGHEST_LEVEL = 4
LEVELS: tuple[int, ...] = tuple(range(LOWEST_LEVEL, HIGHEST_LEVEL + 1))

# Sources disagree on which element is U8 and which is U9: a code is a label for display only.
DEFAULT_CODES: Mapping[Element, str] = MappingProxyType(
    {element: f"U{number}" for number, element in enumerate(ELEMENTS, start=1)}
)


class LevelOutOfRange(ValueError):
    """An answer is none of the four levels."""


def checked_level(level: int) -> int:
    """Return ``level`` when it is one of the four an answer can have.

    :param level: 1 (lowest) to 4 (highest), both inclusive.
    :raises LevelOutOfRange: for any other number.
    """
    if level not in LEVELS:
        raise LevelOutOfRange(f"an answer is {LOWEST_LEVEL} to {HIGHEST_LEVEL}, not {level!r}")
    return level
