"""What calibration meetings recorded is destroyed when its term is over, and not before."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.insight import meeting_service
from portal.evaluation.insight.housekeeping import forget_meetings
from portal.evaluation.insight.meeting_models import (
    CalibrationMeeting,
    CalibrationRecord,
    CalibrationSeat,
)
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import PlanState
from tests.factories import insight as made
from tests.factories import years
from tests.factories.plans import PlanScene, make_plan
from tests.integration.evaluation.insight.test_insight import record

# Five years after the cycle of 2026.
TOO_EARLY, DUE = date(2031, 12, 31), date(2032, 1, 1)


@pytest.fixture
def plan(session: Session, scene: PlanScene) -> Plan:
    return make_plan(session, scene, state=PlanState.RUNNING)


@pytest.fixture
def recorded(session: Session, scene: PlanScene, plan: Plan) -> None:
    """A meeting at which the superior kept an own rating."""
    made.rate(session, scene, plan)
    made.call(session, scene, scene.superior, scene.leader)
    made.hold(session, 1, scene.superior)
    meeting_service.record_outcome(session, record(scene, plan), today=years.TODAY)


def left(session: Session) -> tuple[int, int, int]:
    session.expire_all()
    kinds = (CalibrationMeeting, CalibrationSeat, CalibrationRecord)
    meetings, seats, records = (session.query(each).count() for each in kinds)
    return meetings, seats, records


@pytest.mark.usefixtures("recorded")
def test_records_and_seats_go_and_that_a_meeting_was_held_stays(session: Session) -> None:
    assert forget_meetings(session, today=TOO_EARLY) == 0
    assert left(session) == (1, 2, 1)
    for table in ("calibration_record", "calibration_seat", "calibration_meeting"):
        with pytest.raises(IntegrityError):
            session.execute(text(f"DELETE FROM {table}"))
        session.rollback()

    assert forget_meetings(session, today=DUE) == 1

    assert left(session) == (1, 0, 0)
    assert forget_meetings(session, today=DUE) == 0
    with pytest.raises(IntegrityError):
        session.execute(text("DELETE FROM calibration_meeting"))
    session.rollback()
