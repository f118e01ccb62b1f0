"""A cycle in which signs are looked for, with what is the same for everybody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.rules.rule_set import RuleSet

Unlock = Callable[[bytes], str]
# A person and the superior whom the person says is not theirs.
Doubts = frozenset[tuple[int, int | None]]


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A cycle in which signs are looked for.

    :ivar earlier: the cycle of the year before with its rules; None without one.
    :ivar nominated: who nominated themself for an award since the cycle began.
    :ivar figures: colleagues' folded figures, by person.
    :ivar unlock: opens an encrypted text.
    """

    cycle: Cycle
    rules: RuleSet
    earlier: tuple[Cycle, RuleSet] | None
    figures: Mapping[int, Fraction]
    doubts: Doubts
    nominated: frozenset[int]
    today: date
    unlock: Unlock
