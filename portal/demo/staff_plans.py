"""Plans of the made-up city's staff: from the template of a desk, sent and agreed in January."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from portal.demo.staff_acts import ActingPerson, Lateness, StaffYear, kept
from portal.evaluation.plans import editing, queries, service
from portal.evaluation.plans.amending import Calendar
from portal.evaluation.plans.domain import Approach, Plan, Result
from portal.evaluation.plans.starting_points import DESK_OFFICER
from portal.evaluation.plans.writing import PlanAct
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.deadlines import DAY_RULES

SENT, AGREED = (1, 9), (1, 16)
SERVES = "Pelayanan loket cepat, benar, dan mudah dipahami"


def make_plan(year: StaffYear, role: ActingPerson, *, lateness: Lateness) -> Plan:
    """Make a person's plan for the rest of the cycle and bring it as far as it came."""
    start = editing.StartPlan(
        year.cycle.id,
        role.person_id,
        role.since,
        year.cycle.ends_on,
        post=role.post,
        unit="",
        approach=Approach.QUANTITATIVE,
        results=tuple(_with_targets(year.rng)),
    )
    plan = _found(year, editing.start_plan(year.session, start))
    if lateness is Lateness.PLAN_NOT_SENT:
        return plan
    sent, agreed = (
        max(year.day(month, of_month=day), min(role.since, year.today))
        for month, day in (SENT, AGREED)
    )
    calendar = Calendar(year.cycle.periods, DAY_RULES, year.is_working_day)
    act = _act(year, plan, by=role.person_id, on=sent)
    service.submit(year.session, act, missing=(), calendar=calendar)
    plan = _found(year, plan.id)
    if lateness is Lateness.PLAN_NOT_AGREED:
        return plan
    act = _act(year, plan, by=role.superior_id, on=agreed)
    service.agree(year.session, act, leader_has_plan=True)
    return _found(year, plan.id)


def _with_targets(rng: random.Random) -> Iterator[Result]:
    for result in DESK_OFFICER:
        indicators = tuple(
            replace(each, target=Decimal(_target(each.direction, rng=rng)))
            for each in result.indicators
        )
        serves = SERVES if result.waits_for_leader else ""
        yield replace(result, indicators=indicators, serves_text=serves)


def _target(direction: Direction, *, rng: random.Random) -> int:
    return rng.choice((2, 3, 4)) if direction is Direction.LOWER else rng.choice((90, 92, 95))


def _act(year: StaffYear, plan: Plan, *, by: int, on: date) -> PlanAct:
    return PlanAct(plan.id, plan.latest.revision, by, year.moment(on), on)


def _found(year: StaffYear, plan_id: int) -> Plan:
    return kept(queries.plan_with(year.session, plan_id))
