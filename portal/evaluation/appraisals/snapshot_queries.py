"""Queries on snapshots and deliveries: the last of a result, all of them, reminders."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.snapshot_models import AppraisalSnapshot, DeliveryReminder


def last_snapshot(session: Session, evaluation_id: int) -> AppraisalSnapshot | None:
    """Return the newest snapshot of a result, or None before its confirmation."""
    query = select(AppraisalSnapshot).where(AppraisalSnapshot.evaluation_id == evaluation_id)
    return session.scalars(query.order_by(AppraisalSnapshot.number.desc())).first()


def last_number(session: Session, evaluation_id: int) -> int | None:
    """Return the number of a result's newest document, or None before its confirmation."""
    query = select(func.max(AppraisalSnapshot.number))
    return session.scalar(query.where(AppraisalSnapshot.evaluation_id == evaluation_id))


def snapshots_of(session: Session, evaluation_id: int) -> tuple[AppraisalSnapshot, ...]:
    """Return every snapshot of a result, the first first."""
    query = select(AppraisalSnapshot).where(AppraisalSnapshot.evaluation_id == evaluation_id)
    return tuple(session.scalars(query.order_by(AppraisalSnapshot.number)))


def every_snapshot(session: Session) -> Iterator[AppraisalSnapshot]:
    """Return all snapshots, the oldest first."""
    yield from session.scalars(
        select(AppraisalSnapshot).order_by(AppraisalSnapshot.id).execution_options(yield_per=100)
    )


def expired_results() -> Select[int]:
    """Return the query for results of which no document can be opened any more."""
    result, open_ones = AppraisalSnapshot.evaluation_id, AppraisalSnapshot.expired_on.is_(None)
    return select(result).where(result.not_in(select(result).where(open_ones)))


def reminders_of(session: Session, evaluation_id: int) -> tuple[date, ...]:
    """Return the days on which a person was reminded of a delivered result."""
    query = select(DeliveryReminder.reminded_on).where(
        DeliveryReminder.evaluation_id == evaluation_id
    )
    return tuple(session.scalars(query.order_by(DeliveryReminder.reminded_on)))
