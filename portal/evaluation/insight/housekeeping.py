"""Destroys what was recorded of calibration meetings once the city's term is over."""

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.insight.meeting_models import (
    CalibrationMeeting,
    CalibrationRecord,
    CalibrationSeat,
)
from portal.evaluation.work.housekeeping import first_kept_day, note_retention
from portal.storage.database import begin_write


def forget_meetings(session: Session, *, today: date) -> int:
    """Destroy who sat in meetings and what they recorded, with its reason; commits.

    For each cycle the term is that of its own frozen rules. That a meeting was held, and on
    which day, stays.

    :returns: in how many cycles something was destroyed.
    """
    begin_write(session)
    forgotten = 0
    for cycle in cycles.cycles(session):
        years = cycles.rules_of(session, cycle).rules.keeping.calibration
        limit = first_kept_day(today, years=years)
        meetings = select(CalibrationMeeting.id).where(CalibrationMeeting.cycle_id == cycle.id)
        seats = CalibrationSeat.meeting_id.in_(meetings)
        has_seats = session.scalar(select(CalibrationSeat.person_id).where(seats).limit(1))
        if cycle.ends_on >= limit or has_seats is None:
            continue
        note_retention(session, "calibration", today=today, years=years)
        session.execute(delete(CalibrationRecord).where(CalibrationRecord.meeting_id.in_(meetings)))
        session.execute(delete(CalibrationSeat).where(seats))
        forgotten += 1
    session.commit()
    return forgotten
