"""Queries on corrections: those of a result, one under a lock, those that wait."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.evaluation.corrections.domain import OPEN, Correction, Wrong
from portal.evaluation.corrections.models import CorrectionRow
from portal.evaluation.rules.states import CorrectionState
from portal.organisation.people import queries as people
from portal.organisation.people.colleague_queries import who_can_sign_in
from portal.storage.joint_reading import Question, asked


def corrections_of(session: Session, evaluation_id: int) -> tuple[Correction, ...]:
    """Return the corrections of a result, the first first."""
    query = select(CorrectionRow).where(CorrectionRow.evaluation_id == evaluation_id)
    return tuple(correction_of(row) for row in session.scalars(query.order_by(CorrectionRow.id)))


def correction_that_left(session: Session, evaluation_id: int, *, number: int) -> Correction | None:
    """Return the correction whose confirmation made a document of a result, or None."""
    query = select(CorrectionRow).where(
        CorrectionRow.evaluation_id == evaluation_id, CorrectionRow.snapshot_number == number
    )
    row = session.scalar(query)
    return None if row is None else correction_of(row)


def locked_correction(session: Session, correction_id: int) -> CorrectionRow | None:
    """Return a row and keep others from changing it, or None."""
    query = select(CorrectionRow).where(CorrectionRow.id == correction_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


@asked()
def corrections_around(person_id: Any) -> Question:
    """Return the query for open corrections that somebody proposed, agrees to or confirms."""
    row = CorrectionRow
    return select(
        row.id,
        row.plan_id,
        row.state,
        row.person_id,
        row.appraiser_id,
        row.decider_id,
        row.proposed_by,
    ).where(
        row.state.in_(OPEN),
        or_(
            row.person_id == person_id,
            row.appraiser_id == person_id,
            (row.decider_id == person_id) & (row.state == CorrectionState.AGREED),
        ),
    )


def correction_of(row: CorrectionRow) -> Correction:
    """Return the correction of a row."""
    return Correction(
        row.id,
        row.evaluation_id,
        row.person_id,
        row.appraiser_id,
        row.decider_id,
        row.about,
        CorrectionState(row.state),
        row.revision,
        Wrong(row.indicator_key, row.period, row.was, row.value),
        row.reason,
        row.proposed_by,
        row.proposed_on,
        row.agreed_by,
        row.agreed_on,
        row.confirmed_by,
        row.ended_by,
        row.end_reason,
    )


def other_side(
    session: Session, person_id: int, *, confirmed_by: int | None, above: int | None, on: date
) -> int | None:
    """Return who agrees to what the person of a result proposes, or proposes it to them.

    That is who confirmed the result. Once they cannot sign in, the person's appraiser of the day
    stands for them, except whoever confirms corrections in the end: nobody agrees with oneself.

    :param above: who confirms.
    :returns: None where nobody can agree.
    """
    if who_can_sign_in(session, {confirmed_by or 0}):
        return confirmed_by
    now = people.standing_on(session, on, person_ids={person_id})
    found = now.appraiser_of(person_id)
    if found is None or found == above or not who_can_sign_in(session, {found}):
        return None
    return found
