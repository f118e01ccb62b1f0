"""Use cases of calibration meetings: called, held, cancelled, and what became of ratings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.insight.domain import SignalGroup
from portal.evaluation.insight.meeting_models import (
    CalibrationMeeting,
    CalibrationRecord,
    CalibrationSeat,
)
from portal.evaluation.insight.meeting_queries import locked_meeting, locked_seats
from portal.evaluation.insight.queries import notes_in
from portal.evaluation.rules.machines import CALIBRATION
from portal.evaluation.rules.states import CalibrationState, LookAgainState, TransitionRefused
from portal.storage.database import begin_write, refused_as


class MeetingChanged(ValueError):
    """The meeting changed after the page was shown."""


class NobodyAsked(ValueError):
    """A meeting has no participants."""


class RecordRefused(ValueError):
    """It is recorded already, or not by a participant about an own rating."""


@dataclass(frozen=True, slots=True)
class CallMeeting:
    """A meeting of an agency's appraisers; ``called_by`` is the name of an account."""

    cycle_id: int
    agency_id: int
    meets_on: date
    person_ids: frozenset[int]
    called_by: str


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """What a participant kept or changed of an own rating; the reason is encrypted."""

    meeting_id: int
    plan_id: int
    person_id: int
    appraiser_id: int
    outcome: LookAgainState
    rating_number: int
    reason: bytes


def call_meeting(session: Session, command: CallMeeting, *, today: date) -> int:
    """Plan a meeting and return its number; commits.

    The agenda is written from the signs noticed among the participants: which groups of signs,
    never how many, whose or about whom.

    :raises NobodyAsked: without participants.
    """
    if not command.person_ids:
        raise NobodyAsked
    begin_write(session)
    notes = notes_in(session, command.cycle_id, appraiser_ids=command.person_ids)
    groups = {each.group for each in notes}
    row = CalibrationMeeting(
        cycle_id=command.cycle_id,
        agency_id=command.agency_id,
        state=CALIBRATION.first,
        revision=1,
        meets_on=command.meets_on,
        agenda=" ".join(each for each in SignalGroup if each in groups),
        called_by=command.called_by,
        called_on=today,
    )
    session.add(row)
    session.flush()
    for person_id in sorted(command.person_ids):
        session.add(CalibrationSeat(meeting_id=row.id, person_id=person_id))
        tell_officer(session, person_id)
    session.commit()
    return row.id


def hold_meeting(
    session: Session, meeting_id: int, *, revision: int, attended: Collection[int], today: date
) -> None:
    """Keep that a meeting was held and who was there; commits.

    :raises MeetingChanged: when it changed, is not planned any more, or its day is still ahead.
    """
    begin_write(session)
    row = _moved(session, meeting_id, revision=revision, to=CalibrationState.HELD)
    if row.meets_on > today:
        session.rollback()
        raise MeetingChanged(f"{meeting_id}")
    row.held_on = today
    for seat in locked_seats(session, meeting_id):
        seat.attended = seat.person_id in attended
    session.commit()


def cancel_meeting(session: Session, meeting_id: int, *, revision: int) -> None:
    """Cancel a planned meeting; commits.

    :raises MeetingChanged: when it changed or is not planned any more.
    """
    begin_write(session)
    _moved(session, meeting_id, revision=revision, to=CalibrationState.CANCELLED)
    for seat in locked_seats(session, meeting_id):
        tell_officer(session, seat.person_id)
    session.commit()


def record_outcome(session: Session, command: RecordOutcome, *, today: date) -> None:
    """Keep what became of a rating after a meeting; the rating itself is not touched; commits.

    :raises RecordRefused: when it is recorded already, when the meeting was not held, or for
        whoever was not there or did not rate the person.
    """
    begin_write(session)
    session.add(
        CalibrationRecord(
            meeting_id=command.meeting_id,
            plan_id=command.plan_id,
            person_id=command.person_id,
            appraiser_id=command.appraiser_id,
            outcome=command.outcome,
            rating_number=command.rating_number,
            reason=command.reason,
            recorded_on=today,
        )
    )
    with refused_as(session, RecordRefused(f"{command.plan_id}")):
        session.commit()


def _moved(
    session: Session, meeting_id: int, *, revision: int, to: CalibrationState
) -> CalibrationMeeting:
    row = locked_meeting(session, meeting_id)
    if row is None or row.revision != revision:
        session.rollback()
        raise MeetingChanged(f"{meeting_id}")
    try:
        row.state = CALIBRATION.moved(CalibrationState(row.state), to=to)
    except TransitionRefused as error:
        session.rollback()
        raise MeetingChanged(f"{meeting_id}") from error
    row.revision += 1
    return row
