"""Makers of corrections: of a received result, brought into a state."""

from dataclasses import replace
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.evaluation.corrections import service
from portal.evaluation.corrections.domain import Correction, Wrong
from portal.evaluation.corrections.queries import corrections_of
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import CorrectionState
from tests.factories import years
from tests.factories.plans import PlanScene

TEXT = b"sealed text"
WRONG = Wrong(1, 1, Decimal(96), Decimal(69))
ENDED = (CorrectionState.REFUSED, CorrectionState.WITHDRAWN)


def held(session: Session, plan: Plan) -> Correction:
    """Return the last correction of a result as it stands."""
    year = years.held(session, plan)
    return corrections_of(session, year.id)[-1]


def act_of(session: Session, plan: Plan, by: int) -> service.CorrectionAct:
    """Return an act on the last correction as it is."""
    found = held(session, plan)
    return service.CorrectionAct(found.id, found.revision, by, years.JANUARY, years.TODAY)


def propose(
    session: Session, scene: PlanScene, plan: Plan, *, by: int | None = None, about: int = 1
) -> Correction:
    """Let a side name a typing error; the leader confirms it in the end; commits."""
    year = years.held(session, plan)
    proposal = service.Proposal(
        year, scene.superior, about, WRONG, TEXT, by or scene.person, scene.leader
    )
    service.propose(session, proposal, today=years.TODAY)
    return held(session, plan)


def confirm(session: Session, plan: Plan, act: service.CorrectionAct) -> None:
    """Confirm the last correction with a small document; commits."""
    confirming = service.Confirming(
        years.held(session, plan),
        write=lambda correction: {"format": 1, "correction": correction.id},
        rules_version=1,
        seal=years.unsealed,
    )
    service.confirm_correction(session, act, confirming=confirming, vault=years.VAULT)


def make_correction(
    session: Session, scene: PlanScene, plan: Plan, *, state: CorrectionState
) -> Correction:
    """Bring a correction of a received result into a state; commits."""
    propose(session, scene, plan)
    if state in {CorrectionState.AGREED, CorrectionState.CONFIRMED}:
        service.agree(session, act_of(session, plan, scene.superior))
    if state is CorrectionState.CONFIRMED:
        confirm(session, plan, act_of(session, plan, scene.leader))
    if state in ENDED:
        is_refused = state is CorrectionState.REFUSED
        act = act_of(session, plan, scene.superior if is_refused else scene.person)
        service.end_correction(session, replace(act, reason=TEXT if is_refused else None), to=state)
    return held(session, plan)
