"""Whose papers a coordinator records, and what can be recorded of a person: states and days."""

from dataclasses import dataclass
from typing import Any

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.cycles.queries import open_cycle
from portal.evaluation.on_paper.period_acting import is_to_report
from portal.evaluation.on_paper.plan_acting import may_enter
from portal.evaluation.papers.reach import entered_now, reached
from portal.evaluation.plans.domain import Plan
from portal.evaluation.plans.queries import latest_lines, plans_of
from portal.organisation.people.civil_servants import evaluated_people
from portal.organisation.people.queries import persons
from portal.web.extensions import current_staff, db, today


@dataclass(frozen=True, slots=True)
class PersonOnPaper:
    """What can be recorded of a person from paper.

    :ivar cycle: the open one.
    :ivar last: the person's latest plan, of whatever cycle.
    :ivar plan: of the open cycle; None while there is none.
    :ivar periods: numbers of its periods of which something is still to be reported.
    :ivar entered: whether the viewer enters it from a paper now.
    """

    id: int
    name: str
    cycle: Cycle
    last: Plan | None
    plan: Plan | None
    may_enter: bool
    entered: bool
    periods: tuple[int, ...]
    account_id: int


def reached_people() -> dict[str, Any]:
    """Return the people of the agency by name, with the states of their plans in the open cycle."""
    session, staff = db.session(), current_staff()
    cycle = open_cycle(session)
    ids = reached(evaluated_people(session, on=today(), agency_id=staff.agency_id))
    lines = {} if cycle is None else latest_lines(session, cycle.id, person_ids=ids)
    known = sorted(persons(session, ids).values(), key=lambda each: each.name)
    return {"people": known, "plans": lines, "cycle": cycle}


def person_on_paper(person_id: int) -> PersonOnPaper | None:
    """Return what can be recorded of a person; None for everybody out of reach."""
    session, cycle = db.session(), open_cycle(db.session())
    if cycle is None or not reached({person_id}):
        return None
    plans = plans_of(session, person_id)
    plan = next((each for each in plans if each.cycle_id == cycle.id), None)
    return PersonOnPaper(
        person_id,
        persons(session, {person_id})[person_id].name,
        cycle,
        next(iter(plans), None),
        plan,
        may_enter=plan is not None and may_enter(plan),
        entered=plan is not None and _is_entered(plan),
        periods=() if plan is None else _begun(plan, cycle),
        account_id=current_staff().account_id,
    )


def _is_entered(plan: Plan) -> bool:
    is_open = plan.latest.state in {"draft", "returned"}
    return is_open and entered_now(plan.latest.id, person_id=plan.person_id) is not None


def _begun(plan: Plan, cycle: Cycle) -> tuple[int, ...]:
    numbers = (each.number for each in cycle.periods)
    return tuple(each for each in numbers if is_to_report(plan.id, each))
