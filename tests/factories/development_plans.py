"""Makers of development plans on the way from a draft to their end."""

from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.development_plans import service
from portal.evaluation.development_plans.domain import DevelopmentPlan, DevelopmentWay
from portal.evaluation.development_plans.queries import development_plans_of
from portal.evaluation.rules.help_states import DevelopmentPlanState
from tests.factories.plans import TODAY, PlanScene
from tests.factories.programmes import sides

TEXT = b"sealed text"
AIM = service.AimTold(TEXT, DevelopmentWay.MENTORING, TEXT, date(2026, 9, 30))
REACHED = (
    DevelopmentPlanState.DRAFT,
    DevelopmentPlanState.SENT,
    DevelopmentPlanState.AGREED,
    DevelopmentPlanState.CLOSED,
)


def latest(session: Session, scene: PlanScene) -> DevelopmentPlan:
    """Return the person's latest plan as it stands."""
    session.rollback()
    session.expire_all()
    return development_plans_of(session, scene.person)[0]


def act(
    session: Session, scene: PlanScene, who: int, *, revision: int | None = None
) -> service.DevelopmentAct:
    """Return an act of somebody on the latest plan as it is."""
    held = latest(session, scene)
    own = sides(session, scene, who)
    return service.DevelopmentAct(held.id, revision or held.revision, own, TODAY)


def make_development_plan(
    session: Session,
    scene: PlanScene,
    *,
    state: DevelopmentPlanState,
    sealed: bytes = TEXT,
    aims: int = 2,
) -> DevelopmentPlan:
    """Bring a plan of the person into a state; commits."""
    own = sides(session, scene, scene.person)
    service.start_development_plan(session, own, strengths=sealed, wish=sealed, today=TODAY)
    told = service.AimTold(sealed, AIM.way, sealed, AIM.due_on)
    for _ in range(aims):
        service.add_aim(session, act(session, scene, scene.person), told=told)
    at = REACHED.index(state)
    if at >= 1:
        service.send_development_plan(session, act(session, scene, scene.person))
    if at >= 2:
        agreement = act(session, scene, scene.superior)
        service.answer_development_plan(session, agreement, returned=None)
    if at >= 3:
        for each in latest(session, scene).aims:
            end = act(session, scene, scene.person)
            service.end_aim(session, end, aim_id=each.id, is_reached=True, told=sealed)
        service.close_development_plan(session, act(session, scene, scene.superior))
    return latest(session, scene)
