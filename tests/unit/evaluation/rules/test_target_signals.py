"""Targets of which a later version of a plan asks less; what cannot be compared is left out."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.target_signals import lowered


@dataclass(frozen=True)
class Indicator:
    key: int
    target: Decimal | None
    unit: str = "%"
    direction: Direction = Direction.HIGHER


FIVE, SIX = Decimal(5), Decimal(6)


@pytest.mark.parametrize(
    ("old", "new", "is_seen"),
    [
        (Indicator(1, SIX), Indicator(1, FIVE), True),
        (Indicator(1, FIVE), Indicator(1, SIX), False),
        (Indicator(1, FIVE), Indicator(1, FIVE), False),
        (
            Indicator(1, FIVE, direction=Direction.LOWER),
            Indicator(1, SIX, direction=Direction.LOWER),
            True,
        ),
        (
            Indicator(1, SIX, direction=Direction.LOWER),
            Indicator(1, FIVE, direction=Direction.LOWER),
            False,
        ),
        (
            Indicator(1, SIX, direction=Direction.RANGE),
            Indicator(1, FIVE, direction=Direction.RANGE),
            False,
        ),
        (Indicator(1, SIX), Indicator(1, FIVE, unit="hari"), False),
        (Indicator(1, SIX), Indicator(1, FIVE, direction=Direction.LOWER), False),
        (Indicator(1, SIX), Indicator(1, None), False),
        (Indicator(1, None), Indicator(1, FIVE), False),
        (Indicator(2, SIX), Indicator(1, FIVE), False),
    ],
)
def test_a_version_that_asks_less_is_seen(old: Indicator, new: Indicator, is_seen: bool) -> None:
    assert lowered([old], after=[new]) == (((old, new),) if is_seen else ())
