"""Makers of people with plans: a superior, somebody below, a leader above, and plans on the way."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.plans import amending, editing, queries, service
from portal.evaluation.plans.domain import Approach, Plan, Result
from portal.evaluation.plans.starting_points import DESK_OFFICER
from portal.evaluation.plans.writing import PlanAct
from portal.evaluation.rules.states import PlanState
from tests.factories.cycles import is_weekday, make_cycle
from tests.factories.organisation import make_agency
from tests.factories.people import make_line, make_people, make_post

NOW = datetime(2026, 1, 12, 3, tzinfo=UTC)
TODAY = date(2026, 1, 12)
REASON = b"sealed reason"


@dataclass(frozen=True, slots=True)
class PlanScene:
    """A line of four people, each with a post, in an open cycle.

    :ivar person: reports to ``superior``, who reports to ``leader``, who reports to ``mayor``.
    :ivar stranger: in another agency, reports to the mayor.
    """

    cycle: Cycle
    agency_id: int
    person: int
    superior: int
    leader: int
    mayor: int
    stranger: int


def make_plan_scene(session: Session) -> PlanScene:
    """Make the people and the cycle; commits."""
    agency, other = make_agency(session), make_agency(session, "dishub")
    names = ("Ayu Contoh", "Budi Contoh", "Citra Contoh", "Wali Contoh", "Dewi Contoh")
    person, superior, leader, mayor, stranger = make_people(session, *names)
    for each, place in ((person, agency), (superior, agency), (leader, agency), (stranger, other)):
        make_post(session, each, place)
    for below, above in ((person, superior), (superior, leader), (leader, mayor)):
        make_line(session, below, to=above)
    make_line(session, stranger, to=mayor)
    session.commit()
    cycle = cycles.open_cycle(session) or make_cycle(session)
    return PlanScene(cycle, agency.id, person, superior, leader, mayor, stranger)


def complete(results: tuple[Result, ...] = DESK_OFFICER) -> tuple[Result, ...]:
    """Return results whose indicators have a target of 95."""
    return tuple(
        replace(
            each,
            indicators=tuple(replace(one, target=Decimal(95)) for one in each.indicators),
        )
        for each in results
    )


def start(session: Session, scene: PlanScene, *, person: int | None = None) -> Plan:
    """Make a complete draft for the whole cycle; commits."""
    plan_id = editing.start_plan(
        session,
        editing.StartPlan(
            scene.cycle.id,
            person or scene.person,
            scene.cycle.starts_on,
            scene.cycle.ends_on,
            post="Pengelola Layanan",
            unit="",
            approach=Approach.QUANTITATIVE,
            results=complete(),
        ),
    )
    return found(session, plan_id)


def found(session: Session, plan_id: int) -> Plan:
    session.rollback()
    plan = queries.plan_with(session, plan_id)
    if plan is None:
        raise LookupError(plan_id)
    return plan


def act(plan: Plan, person_id: int, *, reason: bytes | None = None, on: date = TODAY) -> PlanAct:
    """Return an act on the plan as it is."""
    return PlanAct(plan.id, plan.latest.revision, person_id, NOW, on, reason)


def calendar_of(scene: PlanScene) -> amending.Calendar:
    from portal.evaluation.rules.deadlines import DAY_RULES

    return amending.Calendar(scene.cycle.periods, DAY_RULES, is_weekday)


def submit(session: Session, scene: PlanScene, plan: Plan, *, on: date = TODAY) -> Plan:
    service.submit(
        session, act(plan, plan.person_id, on=on), missing=(), calendar=calendar_of(scene)
    )
    return found(session, plan.id)


def agree(
    session: Session,
    scene: PlanScene,
    plan: Plan,
    *,
    leader_has_plan: bool = True,
    on: date = TODAY,
) -> Plan:
    service.agree(session, act(plan, scene.superior, on=on), leader_has_plan=leader_has_plan)
    return found(session, plan.id)


def make_plan(session: Session, scene: PlanScene, *, state: PlanState) -> Plan:
    """Make the person's plan and bring it into a state; commits."""
    plan = start(session, scene)
    if state is PlanState.DRAFT:
        return plan
    plan = submit(session, scene, plan)
    if state is PlanState.SUBMITTED:
        return plan
    if state is PlanState.RETURNED:
        service.return_plan(session, act(plan, scene.superior, reason=REASON))
        return found(session, plan.id)
    early = (
        date(2025, 12, 1) if state in {PlanState.AGREED, PlanState.AGREED_CONDITIONALLY} else TODAY
    )
    plan = agree(
        session,
        scene,
        plan,
        leader_has_plan=state is not PlanState.AGREED_CONDITIONALLY,
        on=early,
    )
    if state is PlanState.AMENDED:
        amending.amend(session, act(plan, scene.person, reason=REASON))
        plan = submit(session, scene, found(session, plan.id))
        plan = agree(session, scene, plan)
    elif state is PlanState.ENDED_EARLY:
        from portal.evaluation.plans.domain import EndKind

        service.end_early(
            session, act(plan, scene.superior), kind=EndKind.TRANSFER, ends_on=date(2026, 6, 30)
        )
        plan = found(session, plan.id)
    return plan
