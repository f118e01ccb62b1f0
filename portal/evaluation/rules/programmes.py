"""An improvement programme by its facts: when it is looked at, whether it was met, what it changed.

Source: staff evaluation paper, 9.10.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.days import DAY, DayTest, nth_day
from portal.evaluation.rules.levels import SHORTEST_REASON

# Local policy: working days from one check-in to the next.
CHECK_IN_DAYS = 20
# The quarter that is compared, counted from that of the last day.
EFFECT_QUARTERS = 2
HUNDRED = Decimal(100)
# Two-sided, 95 percent; worked out here, so that a page loads no statistics.
QUANTILE = NormalDist().inv_cdf(0.975)


class ProgrammeOutcome(StrEnum):
    """How a programme ended; information for the next evaluation, no sanction."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


class ChangeVerdict(StrEnum):
    """What two figures of one measure say together."""

    BETTER = "better"
    WORSE = "worse"
    #: The interval holds zero: chance explains it.
    UNCLEAR = "unclear"
    #: Without the numbers of cases nobody can tell chance from change.
    UNCERTAIN = "uncertain"


class OutcomeReasonMissing(ValueError):
    """An outcome differs from what the facts say without a reason of 30 characters or more."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure of a measure.

    :ivar value: in the unit of the measure.
    :ivar cases: how many cases a share in percent was counted of; None where that is unknown.
    """

    value: Decimal
    cases: int | None = None

    @property
    def is_share(self) -> bool:
        """Whether it is a share of 0 to 100 percent of known cases."""
        return self.cases is not None and 0 <= self.value <= HUNDRED


@dataclass(frozen=True, slots=True)
class MeasuredEffect:
    """What changed between two figures, in the unit of the measure.

    :ivar change: later less earlier.
    :ivar interval: lowest and highest change that the counts do not contradict (95 percent), in
        percentage points; None where the numbers of cases are not known.
    """

    change: Decimal
    interval: tuple[float, float] | None
    verdict: ChangeVerdict


def is_reached(value: Decimal, *, target: Decimal, direction: Direction) -> bool:
    """Return whether a goal's figure reaches its target; exactly on target reaches it."""
    return value <= target if direction is Direction.LOWER else value >= target


def is_improvement(baseline: Decimal, *, target: Decimal, direction: Direction) -> bool:
    """Return whether a target asks for more than there is, in a direction that has a better end."""
    if direction is Direction.RANGE:
        return False
    return target < baseline if direction is Direction.LOWER else target > baseline


def outcome_by_facts(reached: Collection[bool]) -> ProgrammeOutcome:
    """Return met when every goal was reached, not met when none was, else partly.

    :raises ValueError: for no goals.
    """
    if not reached:
        raise ValueError("a programme has a goal")
    if all(reached):
        return ProgrammeOutcome.MET
    return ProgrammeOutcome.PARTLY if any(reached) else ProgrammeOutcome.NOT_MET


def checked_outcome(
    chosen: ProgrammeOutcome, *, facts: ProgrammeOutcome, reason: str = ""
) -> ProgrammeOutcome:
    """Return ``chosen`` when it may stand beside what the facts say.

    :param reason: blanks at its ends and repeated blanks do not count.
    :raises OutcomeReasonMissing: when the two differ and the reason is shorter than 30 characters.
    """
    if chosen is not facts and len(" ".join(reason.split())) < SHORTEST_REASON:
        raise OutcomeReasonMissing(f"{chosen} where the facts say {facts}")
    return chosen


def check_in_days(starts_on: date, *, ends_on: date, every: int, counts: DayTest) -> Iterator[date]:
    """Give the days of check-ins: every ``every``-th working day until ``ends_on``, inclusive.

    Where the programme is too short for one, its last day is the only one.

    :param every: working days, 1 or more.
    :param counts: whether a day is a working day.
    """
    day = nth_day(starts_on, every, counts=counts)
    if day > ends_on:
        yield ends_on
    while day <= ends_on:
        yield day
        day = nth_day(day, every, counts=counts)


def effect_day(last_on: date) -> date:
    """Return the last day of the second quarter after the one in which a programme ended."""
    quarters = last_on.year * 4 + (last_on.month - 1) // 3 + EFFECT_QUARTERS + 1
    return date(quarters // 4, quarters % 4 * 3 + 1, 1) - DAY


def effect_of(earlier: Measured, *, later: Measured, direction: Direction) -> MeasuredEffect:
    """Return what changed between two figures of one measure, with its uncertainty.

    Of shares of known cases by Newcombe's hybrid score interval for a difference of independent
    shares; of every other figure the change alone, which is said to be uncertain.

    Source: Newcombe (1998), Interval estimation for the difference between independent
    proportions, method 10.
    """
    change = later.value - earlier.value
    if not (earlier.is_share and later.is_share):
        return MeasuredEffect(change, None, ChangeVerdict.UNCERTAIN)
    low, high = _difference(earlier, later)
    if low <= 0 <= high:
        return MeasuredEffect(change, (low, high), ChangeVerdict.UNCLEAR)
    is_better = (high < 0) if direction is Direction.LOWER else (low > 0)
    return MeasuredEffect(
        change, (low, high), ChangeVerdict.BETTER if is_better else ChangeVerdict.WORSE
    )


def _difference(earlier: Measured, later: Measured) -> tuple[float, float]:
    first, (low_1, high_1) = _share(earlier)
    second, (low_2, high_2) = _share(later)
    gap = second - first
    low = gap - sqrt((second - low_2) ** 2 + (high_1 - first) ** 2)
    high = gap + sqrt((high_2 - second) ** 2 + (first - low_1) ** 2)
    return 100 * low, 100 * high


def _share(figure: Measured) -> tuple[float, tuple[float, float]]:
    """Return a share, 0 to 1, with the ends of its Wilson score interval.

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference.
    """
    cases = figure.cases or 0
    share = round(figure.value * cases / HUNDRED) / cases
    spread = QUANTILE**2 / cases
    centre = (share + spread / 2) / (1 + spread)
    half = sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return share, (min(share, centre - half), max(share, centre + half))
