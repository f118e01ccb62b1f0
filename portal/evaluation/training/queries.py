"""Queries on training: the catalogue, rules in force, what people take part in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.programmes import Measured
from portal.evaluation.rules.states import RecommendationState
from portal.evaluation.rules.training import TrainingTrigger
from portal.evaluation.training.domain import FINISHED, PersonTraining, Topic, TrainingRule
from portal.evaluation.training.models import TopicRow, TrainingRow, TrainingRuleRow
from portal.storage.joint_reading import Asking, Question, asked

_ENDED = (
    RecommendationState.DECLINED,
    RecommendationState.EFFECT_CHECKED,
)


def topics(session: Session, *, is_offered_only: bool = False) -> Sequence[Topic]:
    """Return the catalogue, by name."""
    query = select(TopicRow).order_by(TopicRow.name, TopicRow.code)
    if is_offered_only:
        query = query.where(TopicRow.is_offered)
    return [topic_of(row) for row in session.scalars(query)]


def rules(session: Session) -> Sequence[TrainingRule]:
    """Return every rule, the latest first."""
    query = select(TrainingRuleRow).order_by(TrainingRuleRow.id.desc())
    return [
        TrainingRule(row.id, TrainingTrigger(row.cause), row.topic_code, row.starts_on, row.ends_on)
        for row in session.scalars(query)
    ]


def topics_for(session: Session, trigger: TrainingTrigger, *, on: date) -> Sequence[Topic]:
    """Return the offered topics that rules of a day name for a kind of weak point."""
    named = {
        each.topic_code for each in rules(session) if each.trigger is trigger and each.holds(on)
    }
    return [each for each in topics(session, is_offered_only=True) if each.code in named]


def trainings_of(session: Session, person_id: int) -> tuple[PersonTraining, ...]:
    """Return a person's trainings, the latest first."""
    return _trainings(session, TrainingRow.person_id == person_id)


def training_with(session: Session, training_id: int) -> PersonTraining | None:
    """Return a training, or None."""
    found = _trainings(session, TrainingRow.id == training_id)
    return found[0] if found else None


def trainings_on_days(session: Session, person_ids: Collection[int]) -> tuple[PersonTraining, ...]:
    """Return what these people plan, take part in or have done, for the training office."""
    states = (RecommendationState.PLANNED, RecommendationState.TAKING_PART, *FINISHED)
    return _trainings(session, TrainingRow.person_id.in_(person_ids), TrainingRow.state.in_(states))


def standing_in(
    session: Session, person_ids: Collection[int], *, first: date, last: date
) -> Sequence[tuple[int, str, RecommendationState]]:
    """Return person, topic and state of what was suggested in a span, both inclusive; no reason."""
    row = TrainingRow
    query = select(row.person_id, row.topic_code, row.state).where(
        row.person_id.in_(person_ids), row.suggested_on.between(first, last)
    )
    return [
        (each.person_id, each.topic_code, RecommendationState(each.state))
        for each in session.execute(query)
    ]


def locked_training(session: Session, training_id: int) -> TrainingRow | None:
    """Return a row and keep others from changing it, or None."""
    query = select(TrainingRow).where(TrainingRow.id == training_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def locked_rule(session: Session, rule_id: int) -> TrainingRuleRow | None:
    """Return a rule's row and keep others from changing it, or None."""
    query = select(TrainingRuleRow).where(TrainingRuleRow.id == rule_id)
    return session.scalar(query.with_for_update())


def hours_done(
    session: Session, person_ids: Collection[int], *, first: date, last: date
) -> Mapping[int, int]:
    """Return the lesson hours done with evidence on days of a span; who has none is left out.

    :param first: with ``last``, both inclusive.
    """
    query = (
        select(TrainingRow.person_id, func.sum(TrainingRow.hours))
        .where(
            TrainingRow.person_id.in_(person_ids),
            TrainingRow.state.in_(FINISHED),
            TrainingRow.done_on.between(first, last),
        )
        .group_by(TrainingRow.person_id)
    )
    return {person: int(hours or 0) for person, hours in session.execute(query)}


@asked("person_ids")
def _open_trainings(person_ids: Any) -> Question:
    row = TrainingRow
    columns = [each for each in row.__table__.columns if each.name != "id"]
    return select(row.id, *columns).where(row.person_id.in_(person_ids), row.state.not_in(_ENDED))


def ask_open_trainings(person_ids: Collection[int]) -> Asking[Sequence[PersonTraining]]:
    """Ask for the trainings of these people that still go somewhere; no content is opened."""
    (rows,) = yield [_open_trainings(person_ids=person_ids)]
    unnamed = Topic("", "", 1, "")
    return [_training(each, topic=unnamed) for each in rows]


def topic_of(row: TopicRow) -> Topic:
    """Return the topic of a row."""
    return Topic(row.code, row.name, row.hours, row.provider, row.is_offered)


def _trainings(session: Session, *conditions: Any) -> tuple[PersonTraining, ...]:
    query = (
        select(TrainingRow, TopicRow)
        .join(TopicRow, TopicRow.code == TrainingRow.topic_code)
        .where(*conditions)
        .order_by(TrainingRow.id.desc())
    )
    rows = session.execute(query).all()
    return tuple(_training(row, topic=topic_of(topic)) for row, topic in rows)


def _training(row: Any, *, topic: Topic) -> PersonTraining:
    return PersonTraining(
        row.id,
        row.person_id,
        topic,
        TrainingTrigger(row.cause),
        RecommendationState(row.state),
        row.revision,
        row.suggested_by,
        row.suggested_on,
        row.decided_by,
        row.declined,
        row.starts_on,
        row.ends_on,
        row.substitute_id,
        row.not_released,
        row.evidence,
        row.hours,
        row.done_on,
        _measured(row.before, row.before_cases),
        _measured(row.after, row.after_cases),
        None if row.direction is None else Direction(row.direction),
        row.effect,
    )


def _measured(value: Decimal | None, cases: int | None) -> Measured | None:
    return None if value is None else Measured(value.normalize(), cases)
