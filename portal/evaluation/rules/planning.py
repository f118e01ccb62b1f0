"""Requirements of a plan before both sides can agree it, and the name of each gap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.evaluation.rules.attainment import Aspect, Direction, is_measurable
from portal.evaluation.rules.exact import ExactNumber, exact

FULL_WEIGHT = 100
QUARTERS = 4


class ResultKind(StrEnum):
    """*Hasil kerja utama* comes from the unit's cascade; *tambahan* is assigned beside it."""

    MAIN = "main"
    ADDITIONAL = "additional"


class PlanFault(StrEnum):
    """What keeps a plan from being agreed."""

    NO_MAIN_RESULT = "no_main_result"
    NO_INDICATOR = "no_indicator"
    NO_TARGET = "no_target"
    TARGET_UNMEASURABLE = "target_unmeasurable"
    NO_METHOD = "no_method"
    NO_SOURCE = "no_source"
    WEIGHT_NOT_WHOLE = "weight_not_whole"
    WEIGHTS_NOT_100 = "weights_not_100"
    QUARTER_TARGETS = "quarter_targets"
    CITIZENS_TWICE = "citizens_twice"
    NO_ASSIGNER = "no_assigner"


@dataclass(frozen=True, slots=True)
class PlannedIndicator:
    """An indicator as it is planned.

    :ivar target: number in the quantitative approach; None where the target is a text.
    :ivar target_text: the target in the qualitative approach.
    :ivar weight: percent of the result's reading aid; None where the target is a text.
    :ivar quarter_targets: none, or the four of the year in order, 0 or more each.
    :ivar uses_citizens: whether citizens' answers are its source.
    """

    key: str
    aspect: Aspect
    method: str
    source: str
    direction: Direction = Direction.HIGHER
    target: ExactNumber | None = None
    target_text: str = ""
    weight: ExactNumber | None = None
    quarter_targets: tuple[ExactNumber, ...] = ()
    uses_citizens: bool = False


@dataclass(frozen=True, slots=True)
class PlannedResult:
    """A result with its indicators.

    :ivar serves: the leader's result that it serves, or why there is none; empty is a gap.
    :ivar assigned_by: who assigned an additional one.
    """

    key: str
    kind: ResultKind
    indicators: tuple[PlannedIndicator, ...]
    serves: str = ""
    assigned_by: str = ""


@dataclass(frozen=True, slots=True)
class PlanGap:
    """One fault of a plan and the result or indicator that it is shown beside.

    :ivar key: of the result or indicator; empty for the plan as a whole.
    """

    fault: PlanFault
    key: str = ""


def plan_gaps(results: Sequence[PlannedResult]) -> tuple[PlanGap, ...]:
    """Return everything that keeps a plan from being agreed; nothing when it can be.

    Weights of measurable indicators are whole numbers from 0 to 100 that sum to 100; a plan
    whose targets are all texts has none. The same citizens' answers feed one indicator at most.

    Source: Permen PANRB 6/2022 (parts of a plan); the checks are a decision of the design.
    """
    return tuple(_gaps(results))


def without_cascade(results: Sequence[PlannedResult]) -> tuple[str, ...]:
    """Return the main results that serve none of the leader's; a warning, never a refusal."""
    return tuple(
        result.key
        for result in results
        if result.kind is ResultKind.MAIN and not result.serves.strip()
    )


def _gaps(results: Sequence[PlannedResult]) -> Iterator[PlanGap]:
    if not any(result.kind is ResultKind.MAIN for result in results):
        yield PlanGap(PlanFault.NO_MAIN_RESULT)
    for result in results:
        if not result.indicators:
            yield PlanGap(PlanFault.NO_INDICATOR, result.key)
        if result.kind is ResultKind.ADDITIONAL and not result.assigned_by.strip():
            yield PlanGap(PlanFault.NO_ASSIGNER, result.key)
    indicators = [indicator for result in results for indicator in result.indicators]
    for indicator in indicators:
        yield from (PlanGap(fault, indicator.key) for fault in _faults(indicator))
    weights = [_weight(indicator) for indicator in indicators if indicator.target is not None]
    if weights and sum(weights) != FULL_WEIGHT:
        yield PlanGap(PlanFault.WEIGHTS_NOT_100)
    from_citizens = [indicator for indicator in indicators if indicator.uses_citizens]
    yield from (PlanGap(PlanFault.CITIZENS_TWICE, extra.key) for extra in from_citizens[1:])


def _weight(indicator: PlannedIndicator) -> ExactNumber:
    return 0 if indicator.weight is None else exact(indicator.weight)


def _faults(indicator: PlannedIndicator) -> Iterator[PlanFault]:
    if indicator.target is None:
        if not indicator.target_text.strip():
            yield PlanFault.NO_TARGET
    elif not is_measurable(indicator.target, indicator.direction):
        yield PlanFault.TARGET_UNMEASURABLE
    if indicator.target is not None and not _is_whole_percent(indicator.weight):
        yield PlanFault.WEIGHT_NOT_WHOLE
    if not indicator.method.strip():
        yield PlanFault.NO_METHOD
    if not indicator.source.strip():
        yield PlanFault.NO_SOURCE
    if not _is_course(indicator.quarter_targets):
        yield PlanFault.QUARTER_TARGETS


def _is_whole_percent(weight: ExactNumber | None) -> bool:
    if weight is None:
        return False
    return exact(weight).denominator == 1 and 0 <= exact(weight) <= FULL_WEIGHT


def _is_course(targets: tuple[ExactNumber, ...]) -> bool:
    return not targets or (
        len(targets) == QUARTERS and all(exact(target) >= 0 for target in targets)
    )
