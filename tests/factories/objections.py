"""Makers of objections: a result that was received, and an objection brought into a state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.evaluation.appraisals import delivery_service
from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.objections import deciding_service, filing_service, hearing_service
from portal.evaluation.objections.case_clock import CaseClock
from portal.evaluation.objections.domain import (
    CaseSide,
    Objection,
    ObjectionDecision,
    PointDecision,
    PointFinding,
)
from portal.evaluation.objections.queries import objections_of
from portal.evaluation.objections.writing import ObjectionAct
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.rules.states import ObjectionState, YearlyState
from tests.factories import years
from tests.factories.cycles import is_weekday
from tests.factories.plans import PlanScene

TEXT = b"sealed text"
MEETS, ABOVE = ExpectationLevel.MEETS, ExpectationLevel.ABOVE
CLOCK = CaseClock(RuleSet(), is_weekday)
STATES = (
    ObjectionState.DRAFT,
    ObjectionState.FILED,
    ObjectionState.ADMITTED,
    ObjectionState.HEARING,
    ObjectionState.DECIDED,
    ObjectionState.CLOSED,
)


def nobody_away(day: date) -> bool:
    return False


def silent() -> None:
    """Tell nobody."""


def receive(session: Session, scene: PlanScene, plan: Plan) -> Yearly:
    """Let a confirmed result be delivered and received on 12 January 2027; commits."""
    act = replace(years.year_act(session, plan, scene.person), person_id=None)
    delivery_service.deliver(session, act, tell=silent)
    clock = delivery_service.Clock(RuleSet(), is_weekday, nobody_away)
    delivery_service.receive(session, years.year_act(session, plan, scene.person), clock=clock)
    return years.held(session, plan)


def received_year(session: Session, scene: PlanScene, plan: Plan, **fields: Any) -> Yearly:
    """Bring a result to its receipt; commits."""
    years.make_year(session, scene, plan, state=YearlyState.CONFIRMED, **fields)
    return receive(session, scene, plan)


def fields(claims: Mapping[int, bytes] | None = None, **changed: Any) -> filing_service.DraftFields:
    values: dict[str, Any] = {
        "claims": {1: TEXT, 2: TEXT} if claims is None else claims,
        "asked": (ABOVE, None),
        "late_reason": None,
        "may_worsen": False,
    }
    return filing_service.DraftFields(**(values | changed))


def held(session: Session, year: Yearly) -> Objection:
    """Return the last objection to a result as it stands."""
    session.rollback()
    session.expire_all()
    return objections_of(session, year.id)[-1]


def act_of(
    session: Session,
    year: Yearly,
    by: int | None,
    *,
    reason: bytes | None = None,
    on: date = years.TODAY,
) -> ObjectionAct:
    """Return an act on the last objection as it is."""
    found = held(session, year)
    return ObjectionAct(found.id, found.revision, by, years.JANUARY, on, reason)


def filing_of(
    year: Yearly, *, until: date | None = None, decider: int | None = None
) -> filing_service.Filing:
    last = until or year.object_until
    if last is None:
        raise LookupError(year.id)
    return filing_service.Filing(year, last, decider)


def decision(*levels: ExpectationLevel) -> ObjectionDecision:
    """Return a complete decision about two points."""
    point = PointDecision(PointFinding.FOUNDED, TEXT)
    result, behaviour = levels or (ABOVE, MEETS)
    return ObjectionDecision((result, behaviour), {1: point, 2: point})


def deciding(
    session: Session, plan: Plan, *, made: ObjectionDecision | None = None
) -> deciding_service.Deciding:
    year = years.held(session, plan)
    return deciding_service.Deciding(
        held(session, year),
        year,
        made or decision(),
        write=lambda levels: {"format": 1, "levels": list(levels)},
        rules_version=1,
        seal=years.unsealed,
    )


def make_objection(
    session: Session,
    scene: PlanScene,
    plan: Plan,
    *,
    state: ObjectionState,
    texts: Mapping[int, bytes] | None = None,
    wrapped_key: bytes | None = None,
) -> Objection:
    """Bring an objection to a received result into a state; commits."""
    at = STATES.index(state)
    year = years.held(session, plan)
    wanted = fields(texts, wrapped_key=wrapped_key)
    filing_service.start_objection(session, year, by=scene.person, fields=wanted, now=years.JANUARY)
    if at >= 1:
        filing_service.file_objection(
            session,
            act_of(session, year, scene.person),
            fields=wanted,
            filing=filing_of(years.held(session, plan), decider=scene.leader),
        )
    if at >= 2:
        admit(session, scene, plan)
    if at >= 3:
        for side, by in ((CaseSide.APPRAISER, scene.superior), (CaseSide.PERSON, scene.person)):
            hearing_service.explain(
                session,
                act_of(session, year, by),
                side=side,
                texts={1: TEXT, 2: TEXT} if texts is None else texts,
                is_sent=True,
            )
    if at >= 4:
        deciding_service.decide(
            session,
            act_of(session, year, scene.leader),
            deciding=deciding(session, plan),
            vault=years.VAULT,
        )
    if at >= 5:
        deciding_service.close_objection(session, act_of(session, year, scene.person))
    return held(session, year)


def admit(
    session: Session,
    scene: PlanScene,
    plan: Plan,
    *,
    by: int | None = None,
    reason: bytes | None = None,
) -> None:
    """Admit the last objection; commits."""
    year = years.held(session, plan)
    act = act_of(session, year, by or scene.leader, reason=reason)
    hearing_service.admit_objection(session, act, year=years.held(session, plan), clock=CLOCK)
