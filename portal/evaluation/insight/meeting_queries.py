"""Queries on calibration meetings: of a cycle, one with its seats and records, whose they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.evaluation.insight.domain import SignalGroup
from portal.evaluation.insight.meeting_domain import Meeting, MeetingRecord, MeetingSeat
from portal.evaluation.insight.meeting_models import (
    CalibrationMeeting,
    CalibrationRecord,
    CalibrationSeat,
)
from portal.evaluation.rules.states import CalibrationState, LookAgainState
from portal.storage.joint_reading import Question, asked


def meetings_of(session: Session, *, agency_id: int | None) -> Sequence[Meeting]:
    """Return the meetings, the latest day first.

    :param agency_id: of this agency only; None for the whole city.
    """
    query = select(CalibrationMeeting)
    if agency_id is not None:
        query = query.where(CalibrationMeeting.agency_id == agency_id)
    order = (CalibrationMeeting.meets_on.desc(), CalibrationMeeting.id.desc())
    return [meeting_of(row) for row in session.scalars(query.order_by(*order))]


def meeting_with(session: Session, meeting_id: int) -> Meeting | None:
    """Return a meeting, or None."""
    row = session.get(CalibrationMeeting, meeting_id)
    return None if row is None else meeting_of(row)


def locked_meeting(session: Session, meeting_id: int) -> CalibrationMeeting | None:
    """Return a row and keep others from changing it, or None."""
    query = select(CalibrationMeeting).where(CalibrationMeeting.id == meeting_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def seats_of(session: Session, meeting_id: int) -> Mapping[int, MeetingSeat]:
    """Return who is asked to a meeting, by person."""
    query = select(CalibrationSeat).where(CalibrationSeat.meeting_id == meeting_id)
    return {
        row.person_id: MeetingSeat(row.meeting_id, row.person_id, row.attended)
        for row in session.scalars(query.order_by(CalibrationSeat.person_id))
    }


def locked_seats(session: Session, meeting_id: int) -> Sequence[CalibrationSeat]:
    """Return the rows of a meeting's seats and keep others from changing them."""
    query = select(CalibrationSeat).where(CalibrationSeat.meeting_id == meeting_id)
    return session.scalars(query.with_for_update()).all()


def records_of(session: Session, meeting_id: int) -> Sequence[MeetingRecord]:
    """Return what was recorded after a meeting; whoever shows it decides who may read which."""
    query = select(CalibrationRecord).where(CalibrationRecord.meeting_id == meeting_id)
    return [
        MeetingRecord(
            row.meeting_id,
            row.plan_id,
            row.person_id,
            row.appraiser_id,
            LookAgainState(row.outcome),
            row.rating_number,
            row.reason,
            row.recorded_on,
        )
        for row in session.scalars(query.order_by(CalibrationRecord.plan_id))
    ]


@asked()
def meetings_waiting(person_id: Any, since: Any) -> Question:
    """Return the query for somebody's meetings that are planned, or were held since a day."""
    seat, row = CalibrationSeat, CalibrationMeeting
    return (
        select(seat.meeting_id)
        .join(row, row.id == seat.meeting_id)
        .where(
            seat.person_id == person_id,
            or_(row.state == CalibrationState.PLANNED, row.held_on >= since),
        )
    )


def meeting_of(row: Any) -> Meeting:
    """Return the meeting of a row."""
    return Meeting(
        row.id,
        row.cycle_id,
        row.agency_id,
        CalibrationState(row.state),
        row.revision,
        row.meets_on,
        tuple(map(SignalGroup, row.agenda.split())),
        row.called_by,
        row.held_on,
    )
