"""Signs that targets ask for little: met easily two years running, or lower than before."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol, TypeVar

from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.exact import ExactNumber, exact
from portal.evaluation.rules.signal_rules import SIGNAL_RULES, SignalRules


class Targeted(Protocol):
    """An indicator as one version of a plan has it; its key is the same in every version."""

    @property
    def key(self) -> int:
        """The same in every version."""

    @property
    def target(self) -> Decimal | None:
        """None where it stands in words."""

    @property
    def unit(self) -> str:
        """What the target counts."""

    @property
    def direction(self) -> Direction:
        """Which side of the target is better."""


Each = TypeVar("Each", bound=Targeted)


def are_soft(
    years: Sequence[Sequence[ExactNumber | None]], *, rules: SignalRules = SIGNAL_RULES
) -> bool:
    """Return whether three indicators or more reached 110 percent or more, two years running.

    :param years: attainments of the earlier and the later year, percent; None for what dropped
        out. For other than two years there is no sign.
    """
    easy = [sum(each is not None and each >= rules.easy_percent for each in year) for year in years]
    return len(easy) == 2 and min(easy) >= rules.easy_indicators


def is_lowered(target: ExactNumber, *, realised: ExactNumber, direction: Direction) -> bool:
    """Return whether a target asks for less than the same indicator reached the year before.

    :param realised: of the whole earlier year, in the unit of the target.
    :returns: False for a value that is to be held: neither side of it is less.
    """
    if direction is Direction.HIGHER:
        return exact(target) < exact(realised)
    return direction is Direction.LOWER and exact(target) > exact(realised)


def lowered(before: Iterable[Each], *, after: Iterable[Each]) -> tuple[tuple[Each, Each], ...]:
    """Return the indicators of which a later version asks less, as they were and as they are.

    A target in another unit, another direction or in words cannot be compared and is left out.
    """
    known = {each.key: each for each in before}
    pairs = [(known[each.key], each) for each in after if each.key in known]
    return tuple(pair for pair in pairs if _asks_less(*pair))


def _asks_less(old: Targeted, new: Targeted) -> bool:
    if old.target is None or new.target is None or old.unit != new.unit:
        return False
    is_alike = old.direction is new.direction
    return is_alike and is_lowered(new.target, realised=old.target, direction=new.direction)
