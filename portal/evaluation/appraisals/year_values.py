"""Values of an indicator in a quarter and in a year, from the realisations of its periods."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from portal.evaluation.plans.domain import Indicator, Version
from portal.evaluation.realisations.domain import Realisation
from portal.evaluation.rules.attainment import Direction, is_measurable
from portal.evaluation.rules.exact import ExactNumber, mean
from portal.evaluation.rules.result_aid import (
    MeasuredIndicator,
    RealisationUndecided,
    ResultAid,
    Standpoint,
    result_aid,
)
from portal.evaluation.rules.rule_set import ResultRules
from portal.evaluation.rules.states import RealisationState

STANDPOINTS: Mapping[RealisationState, Standpoint] = {
    RealisationState.OPEN: Standpoint.PENDING,
    RealisationState.REPORTED: Standpoint.PENDING,
    RealisationState.VERIFIED: Standpoint.VERIFIED,
    RealisationState.DISPUTED: Standpoint.DISPUTED,
    RealisationState.NOT_MEASURABLE: Standpoint.NOT_MEASURABLE,
    RealisationState.NOT_REPORTED: Standpoint.NOT_REPORTED,
}
# Realisations of one indicator by the number of the period.
ByPeriod = Mapping[int, Realisation]


def standpoint_of(realisation: Realisation | None) -> Standpoint:
    """Return what is known of a realisation; where there is none yet, it is pending.

    What nobody reported counts by what the plan's source gave, where it gave something.
    """
    if realisation is None:
        return Standpoint.PENDING
    is_silent = realisation.state is RealisationState.NOT_REPORTED
    has_source = is_silent and realisation.counting_value is not None
    return Standpoint.VERIFIED if has_source else STANDPOINTS[realisation.state]


def target_in(indicator: Indicator, period: int) -> Decimal | None:
    """Return what is expected of a period: its own target, else the year's; None for a text."""
    if 1 <= period <= len(indicator.quarters):
        return indicator.quarters[period - 1]
    return indicator.target


def adds_up(indicator: Indicator) -> bool:
    """Return whether the periods' targets are parts of the year's, so that values are added."""
    return bool(indicator.quarters) and sum(indicator.quarters) == indicator.target


def quarter_measure(
    indicator: Indicator, *, period: int, found: Realisation | None
) -> MeasuredIndicator | None:
    """Return an indicator as a quarter's aid looks at it; None where nothing is expected."""
    target = target_in(indicator, period)
    if target is None or not is_measurable(target, indicator.direction):
        return None
    return MeasuredIndicator(
        indicator.name,
        indicator.weight or 0,
        target,
        indicator.direction,
        realisation=None if found is None else found.counting_value,
        state=standpoint_of(found),
    )


def year_measure(
    indicator: Indicator, *, periods: Sequence[int], found: ByPeriod
) -> MeasuredIndicator | None:
    """Return an indicator as the year's aid looks at it; None where its target is a text.

    Values are added where the periods' targets are parts of the year's, else their mean stands
    against the year's target. A period that could not be measured drops out with its target; one
    that was not reported counts as an attainment of 0.

    :param periods: numbers of the periods that the plan covers.
    """
    if indicator.target is None:
        return None
    asked = [each for each in periods if _is_asked(indicator, each)]
    states = {each: standpoint_of(found.get(each)) for each in asked}
    counted = [each for each in asked if states[each] is not Standpoint.NOT_MEASURABLE]
    target, value = _joined(indicator, counted, states=states, found=found)
    state = _whole_state([states[each] for each in counted])
    if counted and not is_measurable(target, indicator.direction):
        state = Standpoint.NOT_MEASURABLE
    return MeasuredIndicator(
        indicator.name,
        indicator.weight or 0,
        target,
        indicator.direction,
        realisation=value if state is Standpoint.VERIFIED else None,
        state=state,
    )


def aid_of(measures: Sequence[MeasuredIndicator | None], *, rules: ResultRules) -> ResultAid | None:
    """Return the result's aid; None without a number or while a realisation is undecided."""
    known = [each for each in measures if each is not None]
    if not known:
        return None
    try:
        return result_aid(known, least_share=rules.least_share)
    except RealisationUndecided:
        return None


def year_measures(
    version: Version, *, periods: Sequence[int], found: Mapping[int, ByPeriod]
) -> list[MeasuredIndicator | None]:
    """Return every indicator of a version as the year's aid looks at it.

    :param found: realisations by indicator key and period.
    """
    return [
        year_measure(each, periods=periods, found=found.get(each.key, {}))
        for each in version.indicators()
    ]


def pending_of(measures: Sequence[MeasuredIndicator | None]) -> tuple[str, ...]:
    """Return the names of the indicators whose realisations nobody decided about yet."""
    return tuple(
        each.key for each in measures if each is not None and each.state is Standpoint.PENDING
    )


def _is_asked(indicator: Indicator, period: int) -> bool:
    """Return whether anything is expected of a period: a target of 0 asks nothing."""
    target = target_in(indicator, period)
    return target is not None and is_measurable(target, indicator.direction)


def _whole_state(states: Sequence[Standpoint]) -> Standpoint:
    if not states:
        return Standpoint.NOT_MEASURABLE
    if Standpoint.PENDING in states:
        return Standpoint.PENDING
    is_silent = set(states) == {Standpoint.NOT_REPORTED}
    return Standpoint.NOT_REPORTED if is_silent else Standpoint.VERIFIED


def _joined(
    indicator: Indicator,
    periods: Sequence[int],
    *,
    states: Mapping[int, Standpoint],
    found: ByPeriod,
) -> tuple[ExactNumber, Fraction]:
    """Return target and value of the periods that count."""
    values = [_value(indicator, each, state=states[each], found=found) for each in periods]
    if adds_up(indicator):
        target = sum(target_in(indicator, each) or Decimal() for each in periods)
        return target, sum(values, Fraction())
    return indicator.target or 0, mean(values) if values else Fraction()


def _value(indicator: Indicator, period: int, *, state: Standpoint, found: ByPeriod) -> Fraction:
    """Return the value that counts; silence is the value whose attainment is 0."""
    if state is Standpoint.NOT_REPORTED and indicator.direction is Direction.LOWER:
        target = target_in(indicator, period) if adds_up(indicator) else indicator.target
        return Fraction(2 * (target or 0)) or Fraction(1)
    held = found.get(period)
    value = None if held is None else held.counting_value
    return Fraction(0 if value is None else value)
