"""Makers of trainings: a topic, a suggestion of the superior, and on to its effect."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.programmes import Measured
from portal.evaluation.rules.states import RecommendationState
from portal.evaluation.rules.training import TrainingTrigger
from portal.evaluation.training import service
from portal.evaluation.training.catalogue_service import take_in_catalogue
from portal.evaluation.training.domain import PersonTraining, Topic
from portal.evaluation.training.queries import training_with
from tests.factories.plans import PlanScene
from tests.factories.programmes import sides

TODAY = date(2026, 1, 12)
FIRST, LAST = date(2026, 1, 19), date(2026, 1, 20)
EFFECT = date(2026, 9, 30)
TEXT = b"sealed text"
TOPIC = Topic("komunikasi", "Komunikasi dan empati", 16, "BKPSDM")
REACHED = (
    RecommendationState.SUGGESTED,
    RecommendationState.ACCEPTED,
    RecommendationState.PLANNED,
    RecommendationState.TAKING_PART,
    RecommendationState.DONE,
    RecommendationState.EFFECT_CHECKED,
)


def make_topic(session: Session, topic: Topic = TOPIC) -> Topic:
    take_in_catalogue(session, [topic])
    return topic


def held(session: Session, training_id: int) -> PersonTraining:
    """Return a training as it stands."""
    session.rollback()
    session.expire_all()
    found = training_with(session, training_id)
    if found is None:
        raise LookupError(training_id)
    return found


def act(
    session: Session, scene: PlanScene, found: PersonTraining, who: int | None, *, on: date = TODAY
) -> service.TrainingAct:
    """Return an act of somebody on a training as it is."""
    own = sides(session, scene, who, on=on)
    return service.TrainingAct(found.id, found.revision, own, on)


def suggest(
    session: Session,
    scene: PlanScene,
    *,
    by: int | None = None,
    trigger: TrainingTrigger = TrainingTrigger.CITIZENS,
) -> PersonTraining:
    make_topic(session)
    number = service.suggest_training(
        session,
        topic_code=TOPIC.code,
        trigger=trigger,
        sides=sides(session, scene, by or scene.superior),
        today=TODAY,
    )
    return held(session, number)


def release(scene: PlanScene) -> service.DeskRelease:
    return service.DeskRelease(FIRST, LAST, scene.leader)


def make_training(
    session: Session, scene: PlanScene, *, state: RecommendationState, sealed: bytes = TEXT
) -> PersonTraining:
    """Bring a training into a state; commits."""
    found = suggest(session, scene)
    if state is RecommendationState.DECLINED:
        own = act(session, scene, found, scene.person)
        service.decide_training(session, own, declined=sealed)
        return held(session, found.id)
    at = REACHED.index(state)

    def again(who: int, on: date = TODAY) -> service.TrainingAct:
        return act(session, scene, held(session, found.id), who, on=on)

    if at >= 1:
        service.decide_training(session, again(scene.person), declined=None)
    if at >= 2:
        service.plan_training(session, again(scene.superior), release=release(scene))
    if at >= 3:
        service.begin_training(session, again(scene.person, FIRST))
    if at >= 4:
        service.prove_training(session, again(scene.person, LAST), evidence=sealed, hours=16)
        service.finish_training(session, again(scene.superior, LAST))
    if at >= 5:
        told = service.EffectTold(
            sealed, Measured(Decimal(6), 400), Measured(Decimal(2), 400), Direction.LOWER
        )
        service.check_effect(session, again(scene.superior, EFFECT), told=told)
    return held(session, found.id)
