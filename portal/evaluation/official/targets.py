"""A target's cell: number and unit in one text, read and written so that nothing is lost."""

import re
from dataclasses import dataclass
from decimal import Decimal

from portal.evaluation.rules.attainment import Direction, is_measurable

LONGEST_UNIT = 60
PLACES = 4
LARGEST = Decimal(10) ** 12
_LOWER = r"(?:<=|\u2264|<|maks(?:imal|\.)?|paling banyak)"
_HIGHER = r"(?:>=|\u2265|>|min(?:imal|\.)?|paling sedikit)"
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_TARGET = re.compile(
    rf"(?:(?P<lower>{_LOWER})|{_HIGHER})?\s*(?P<number>{_NUMBER})\s*(?P<unit>[^\d\s-][^\d]*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Target:
    """A target as a plan keeps it.

    :ivar value: in ``unit``; None where the text holds no number that can be measured against.
    :ivar direction: None where the text does not say which is better.
    :ivar text: the cell's own words; empty where ``written`` gives them again.
    """

    value: Decimal | None = None
    unit: str = ""
    direction: Direction | None = None
    text: str = ""


def read_target(text: str) -> Target:
    """Return what a target's cell says: ``1.200 berkas``, ``95 %``, ``<= 2 %``; else its words.

    A point parts thousands, a comma decimals. A target of 0 can only be measured where lower is
    better; otherwise it stays a text.
    """
    plain = " ".join(text.split())
    found = _TARGET.fullmatch(plain)
    if found is None:
        return Target(text=plain)
    number, unit = _decimal(found["number"]), (found["unit"] or "").strip()
    direction = Direction.LOWER if found["lower"] else None
    if number is None or len(unit) > LONGEST_UNIT:
        return Target(text=plain)
    if not is_measurable(number, direction or Direction.HIGHER):
        return Target(text=plain)
    target = Target(number, unit, direction)
    return target if written(target) == plain else Target(number, unit, direction, text=plain)


def written(target: Target) -> str:
    """Return a target as a form's cell: the words it was read from, or number and unit."""
    if target.text or target.value is None:
        return target.text
    sign = "<= " if target.direction is Direction.LOWER else ""
    return f"{sign}{written_number(target.value)} {target.unit}".strip()


def shown_target(value: Decimal | None, *, unit: str, direction: Direction, text: str) -> str:
    """Return the cell of a target that is recorded: its own words while they still say it."""
    if value is None:
        return text
    read = read_target(text)
    if text and read.value == value and read.unit == unit:
        return text
    is_lower = direction is Direction.LOWER
    return written(Target(value, unit, Direction.LOWER if is_lower else None))


def written_number(value: Decimal) -> str:
    """Return a number with points for thousands and a comma for decimals, exact."""
    text = f"{value.normalize():f}"
    whole, _, fraction = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{fraction}" if fraction else grouped


def read_number(text: str) -> Decimal | None:
    """Return a number as people here write it, exact to four places; None for anything else."""
    plain = text.strip()
    return _decimal(plain) if re.fullmatch(_NUMBER, plain) else None


def _decimal(text: str) -> Decimal | None:
    value = Decimal(text.replace(".", "").replace(",", "."))
    _, _, fraction = text.partition(",")
    return value if value < LARGEST and len(fraction) <= PLACES else None
