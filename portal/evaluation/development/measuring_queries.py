"""The facts of a goal: what a verified realisation of its indicator says on a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.development.domain import Goal
from portal.evaluation.plans import queries as plans
from portal.evaluation.plans.domain import Indicator, Plan, Version
from portal.evaluation.realisations.queries import realisations_of
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.states import RealisationState


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that was reported with evidence and verified.

    :ivar last_day: of the period that it is of.
    """

    realisation_id: int
    value: Decimal
    last_day: date


@dataclass(frozen=True, slots=True)
class GoalIndicator:
    """An indicator that a goal can be about, with the last verified figure."""

    plan_id: int
    indicator: Indicator
    fact: Fact | None

    @property
    def word(self) -> str:
        """How a form names it."""
        return f"{self.plan_id}-{self.indicator.key}"


def goal_indicators(session: Session, person_id: int, *, on: date) -> Sequence[GoalIndicator]:
    """Return the measurable indicators of the person's plan of a day; none without a plan."""
    plan = _plan_of(session, person_id, on=on)
    version = None if plan is None else _version(plan)
    if plan is None or version is None:
        return ()
    facts = list(_facts(session, plan))
    return [
        GoalIndicator(plan.id, each, _latest(facts, each.key))
        for each in version.indicators()
        if each.target is not None and each.direction is not Direction.RANGE
    ]


def fact_of(session: Session, goal: Goal, *, person_id: int, on: date) -> Fact | None:
    """Return the verified figure of a goal's measure in the period of a day, or None.

    In a later plan it is the indicator with the same text and unit.
    """
    origin = None if goal.plan_id is None else plans.plan_with(session, goal.plan_id)
    plan = _plan_of(session, person_id, on=on)
    if origin is None or plan is None or goal.indicator_key is None:
        return None
    key: int | None = goal.indicator_key
    if plan.id != origin.id:
        key = _same_measure(_version(origin), _version(plan), key=goal.indicator_key)
    found = [each for number, each in _facts(session, plan, on=on) if number == key]
    return found[-1] if found else None


def _plan_of(session: Session, person_id: int, *, on: date) -> Plan | None:
    held = plans.plans_of(session, person_id)
    return next((each for each in held if each.starts_on <= on <= each.ends_on), None)


def _version(plan: Plan) -> Version | None:
    return plan.in_force or (plan.latest if plan.is_concluded else None)


def _same_measure(origin: Version | None, later: Version | None, *, key: int) -> int | None:
    measured = None if origin is None else origin.indicator(key)
    if measured is None or later is None:
        return None
    wanted = _named(measured)
    return next((each.key for each in later.indicators() if _named(each) == wanted), None)


def _named(indicator: Indicator) -> tuple[str, str]:
    return " ".join(indicator.text.split()).casefold(), indicator.unit.casefold()


def _facts(session: Session, plan: Plan, *, on: date | None = None) -> Iterator[tuple[int, Fact]]:
    """Give what was verified, by indicator, in the order of periods; of the day's period only."""
    cycle = cycles.cycle_with(session, plan.cycle_id)
    ends = {} if cycle is None else {each.number: each for each in cycle.periods}
    for each in realisations_of(session, plan.id):
        period, value = ends.get(each.place.period_number), each.counting_value
        if period is None or value is None or each.state is not RealisationState.VERIFIED:
            continue
        if on is None or period.starts_on <= on <= period.ends_on:
            yield each.place.indicator_key, Fact(each.id, value, period.ends_on)


def _latest(facts: Sequence[tuple[int, Fact]], key: int) -> Fact | None:
    return next((fact for number, fact in reversed(facts) if number == key), None)
