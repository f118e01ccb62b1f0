"""Makers of activities: drafts, sent ones, and ones that somebody looked at."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.evaluation.rules.states import ActivityState
from portal.evaluation.work import queries, service
from portal.evaluation.work.domain import Activity, ActivityFields, DayFault
from tests.factories.plans import PlanScene

NOW = datetime(2026, 1, 12, 3, tzinfo=UTC)
TODAY = date(2026, 1, 12)
REASON = b"sealed reason"
KEY = "00000000-0000-4000-8000-{:012d}"


def any_day(day: date) -> DayFault | None:
    """Let every day be entered."""
    return None


def fields(**changed: Any) -> ActivityFields:
    return ActivityFields(**({"done_on": TODAY, "text": "Verifikasi 34 berkas KK"} | changed))


def enter(
    session: Session, person_id: int, *, number: int = 1, is_sent: bool = True, **changed: Any
) -> int:
    """Enter an activity; commits."""
    command = service.EnterActivity(
        person_id, KEY.format(number), fields(**changed), is_sent, NOW, TODAY
    )
    return service.enter_activity(session, command, day_fault=any_day)


def held(session: Session, activity_id: int) -> Activity:
    session.rollback()
    session.expire_all()
    found = queries.activity_with(session, activity_id)
    if found is None:
        raise LookupError(activity_id)
    return found


def edit(activity: Activity) -> service.ActivityEdit:
    """Return an edit by the person of the activity as it is."""
    return service.ActivityEdit(activity.id, activity.revision, activity.person_id, NOW, TODAY)


def decide(
    session: Session,
    scene: PlanScene,
    activity: Activity,
    *,
    to: ActivityState,
    reason: bytes | None = REASON,
) -> tuple[int, ...]:
    decision = service.Decision(
        {activity.id: activity.revision}, {activity.person_id}, scene.superior, NOW, reason
    )
    return service.decide(session, decision, to=to)


def make_activity(session: Session, scene: PlanScene, *, state: ActivityState) -> Activity:
    """Make an activity of the person and bring it into a state; commits."""
    activity = held(session, enter(session, scene.person, is_sent=state is not ActivityState.DRAFT))
    if state in {ActivityState.DRAFT, ActivityState.SENT}:
        return activity
    decide(session, scene, activity, to=state)
    return held(session, activity.id)
