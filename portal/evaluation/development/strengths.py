"""Strong and weak points of a person, each with the source that says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class FindingKind(StrEnum):
    """Where a strong or weak point is seen."""

    INDICATOR = "indicator"
    STEP = "step"
    CITIZENS = "citizens"
    CAUSE = "cause"


@dataclass(frozen=True, slots=True)
class StrengthFinding:
    """A strong or weak point.

    :ivar key: the indicator's text, the value's or the cause's word; ``citizens``.
    :ivar value: attainment in percent, a step of 1 to 5, or citizens' index of 25 to 100.
    :ivar compared: what the value is compared with, in its unit; None where nothing is.
    :ivar known_on: the last day of what it was seen in.
    """

    kind: FindingKind
    key: str
    is_strength: bool
    known_on: date
    value: Decimal | None = None
    compared: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known of a person, strong points apart from weak ones."""

    strengths: tuple[StrengthFinding, ...]
    weaknesses: tuple[StrengthFinding, ...]

    def without(self, kind: FindingKind) -> "Findings":
        """Return the points without those of a kind that the viewer does not see."""
        return Findings(
            tuple(each for each in self.strengths if each.kind is not kind),
            tuple(each for each in self.weaknesses if each.kind is not kind),
        )

    @property
    def weak_kinds(self) -> frozenset[FindingKind]:
        """Where weak points are seen; a cause counts where it is a missing skill."""
        return frozenset(
            each.kind
            for each in self.weaknesses
            if each.kind is not FindingKind.CAUSE or each.key == "skill"
        )


def sorted_out(found: Iterable[StrengthFinding]) -> Findings:
    """Return strong and weak points apart; of a key that is seen twice the latest counts."""
    latest: dict[tuple[FindingKind, str], StrengthFinding] = {}
    for each in sorted(found, key=lambda one: one.known_on):
        latest[each.kind, each.key] = each
    kept = tuple(latest.values())
    return Findings(
        tuple(each for each in kept if each.is_strength),
        tuple(each for each in kept if not each.is_strength),
    )
