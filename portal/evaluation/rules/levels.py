"""Levels of result and behaviour, and the predicate that the quadrant makes of two levels."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from portal.evaluation.rules.exact import ExactNumber, exact

NEAR_THE_BORDER = Fraction(1, 10)
SHORTEST_REASON = 30


class ExpectationLevel(StrEnum):
    """*di bawah, sesuai, di atas ekspektasi*, from the lowest to the highest."""

    BELOW = "below"
    MEETS = "meets"
    ABOVE = "above"

    @property
    def rank(self) -> int:
        """0 for the lowest level."""
        return list(ExpectationLevel).index(self)


class Predicate(StrEnum):
    """*Predikat kinerja pegawai*, from the lowest to the highest."""

    VERY_POOR = "very_poor"
    POOR = "poor"
    NEEDS_IMPROVEMENT = "needs_improvement"
    GOOD = "good"
    VERY_GOOD = "very_good"

    @property
    def rank(self) -> int:
        """0 for the lowest predicate."""
        return list(Predicate).index(self)


class OrganisationPredicate(StrEnum):
    """*Predikat kinerja organisasi*, set by the leadership above it (SE MenPANRB 3/2023)."""

    EXCELLENT = "excellent"
    GOOD = "good"
    NEEDS_IMPROVEMENT = "needs_improvement"
    POOR = "poor"
    VERY_POOR = "very_poor"


class CutsOutOfOrder(ValueError):
    """``above_beyond`` lies below ``meets_from``."""


class LevelReasonMissing(ValueError):
    """A level differs from the reading aid without a reason of 30 characters or more."""


_BELOW, _MEETS, _ABOVE = ExpectationLevel
# Result, then behaviour. Good results never rescue bad behaviour.
QUADRANT: Mapping[tuple[ExpectationLevel, ExpectationLevel], Predicate] = MappingProxyType(
    {
        (_ABOVE, _BELOW): Predicate.POOR,
        (_ABOVE, _MEETS): Predicate.GOOD,
        (_ABOVE, _ABOVE): Predicate.VERY_GOOD,
        (_MEETS, _BELOW): Predicate.POOR,
        (_MEETS, _MEETS): Predicate.GOOD,
        (_MEETS, _ABOVE): Predicate.GOOD,
        (_BELOW, _BELOW): Predicate.VERY_POOR,
        (_BELOW, _MEETS): Predicate.NEEDS_IMPROVEMENT,
        (_BELOW, _ABOVE): Predicate.NEEDS_IMPROVEMENT,
    }
)


@dataclass(frozen=True, slots=True)
class LevelCuts:
    """Where levels begin: "meets" from ``meets_from`` (inclusive), "above" beyond (exclusive).

    So that everybody exactly on target meets.

    :raises CutsOutOfOrder: when ``above_beyond`` lies below ``meets_from``.
    """

    meets_from: Fraction
    above_beyond: Fraction

    def __post_init__(self) -> None:
        if self.above_beyond < self.meets_from:
            raise CutsOutOfOrder(f"{self.above_beyond} < {self.meets_from}")

    def level(self, aid: ExactNumber | None) -> ExpectationLevel | None:
        """Return the level that an unrounded reading aid suggests; None without one."""
        if aid is None:
            return None
        value = exact(aid)
        if value < self.meets_from:
            return ExpectationLevel.BELOW
        return ExpectationLevel.ABOVE if value > self.above_beyond else ExpectationLevel.MEETS

    def is_near(self, aid: ExactNumber, *, within: ExactNumber = NEAR_THE_BORDER) -> bool:
        """Return whether ``aid`` lies within ``within`` (inclusive) of one of the two cuts."""
        cuts = (self.meets_from, self.above_beyond)
        return any(abs(exact(aid) - cut) <= exact(within) for cut in cuts)


# Local policy: the defaults of the first rule set.
RESULT_CUTS = LevelCuts(Fraction(90), Fraction(100))
BEHAVIOUR_CUTS = LevelCuts(Fraction(3), Fraction(4))


def predicate_of(
    result: ExpectationLevel | None, behaviour: ExpectationLevel | None
) -> Predicate | None:
    """Return the predicate of two levels that a person chose; None when one is missing.

    Source: Permen PANRB 6/2022, quadrant of performance (*kuadran kinerja*).
    """
    if result is None or behaviour is None:
        return None
    return QUADRANT[result, behaviour]


def needs_second_reader(predicate: Predicate) -> bool:
    """Return whether somebody of another unit reads it first: *Butuh Perbaikan* and lower."""
    return predicate.rank <= Predicate.NEEDS_IMPROVEMENT.rank


def head_result_level(predicate: OrganisationPredicate) -> ExpectationLevel:
    """Return the result level of whoever heads an organisation with this predicate.

    Source: SE MenPANRB 3/2023 (the head takes the organisation's predicate); the translation to
    levels is local policy.
    """
    if predicate is OrganisationPredicate.EXCELLENT:
        return ExpectationLevel.ABOVE
    is_good = predicate is OrganisationPredicate.GOOD
    return ExpectationLevel.MEETS if is_good else ExpectationLevel.BELOW


def checked_choice(
    chosen: ExpectationLevel,
    *,
    suggested: ExpectationLevel | None,
    reason: str = "",
    shortest_reason: int = SHORTEST_REASON,
) -> ExpectationLevel:
    """Return ``chosen`` when it may stand beside what the reading aid suggests.

    :param suggested: None where there is no aid: then nothing differs.
    :param reason: blanks at its ends and repeated blanks do not count.
    :param shortest_reason: characters that are needed where the two differ.
    :raises LevelReasonMissing: when the two differ and the reason is shorter.
    """
    differs = suggested is not None and suggested is not chosen
    if differs and len(" ".join(reason.split())) < shortest_reason:
        raise LevelReasonMissing(f"{chosen} where the aid says {suggested}")
    return chosen


def is_worse(
    decided: tuple[ExpectationLevel, ExpectationLevel],
    before: tuple[ExpectationLevel, ExpectationLevel],
) -> bool:
    """Return whether a decision on an objection lowers a level or the predicate.

    :param decided: result and behaviour.
    :param before: result and behaviour as they were confirmed.
    """
    lowers = any(new.rank < old.rank for new, old in zip(decided, before, strict=True))
    return lowers or QUADRANT[decided].rank < QUADRANT[before].rank
