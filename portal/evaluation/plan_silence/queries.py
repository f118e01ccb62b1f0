"""Queries on notices: who was told of plans that wait, and what somebody was told."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.plan_silence.domain import PlanSilence, SilenceKind, SilenceNotice, ToldAs
from portal.evaluation.plan_silence.models import PlanSilenceNotice
from portal.storage.joint_reading import Question, asked


@asked()
def notices_to(person_id: Any, cycle_id: Any) -> Question:
    """Return a query for what somebody was told in a cycle."""
    notice = PlanSilenceNotice
    return _columns().where(notice.told_id == person_id, notice.cycle_id == cycle_id)


def notices_about(
    session: Session, cycle_id: int, *, person_ids: Collection[int]
) -> Sequence[SilenceNotice]:
    """Return who was told of these people's plans in a cycle, the first first."""
    notice = PlanSilenceNotice
    query = _columns().where(notice.cycle_id == cycle_id, notice.person_id.in_(person_ids))
    return [notice_of(row) for row in session.execute(query.order_by(notice.id))]


def notice_of(row: Any) -> SilenceNotice:
    """Return a notice of a row."""
    silence = PlanSilence(row.person_id, SilenceKind(row.kind), row.last_on)
    return SilenceNotice(silence, row.days_left, row.told_id, ToldAs(row.told_as), row.noted_on)


def _columns() -> Question:
    notice = PlanSilenceNotice
    return select(
        notice.person_id,
        notice.kind,
        notice.last_on,
        notice.days_left,
        notice.told_id,
        notice.told_as,
        notice.noted_on,
    )
