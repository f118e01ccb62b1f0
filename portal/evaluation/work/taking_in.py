"""Activities that come from another record, many at once: begun, mended, sent by their person."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.evaluation.rules.machines import ACTIVITY
from portal.evaluation.work.domain import ActivityFields
from portal.evaluation.work.models import ActivityRow
from portal.evaluation.work.service import EnterActivity, columns_of_activity, send_activity


def begin_activities(
    session: Session, taken: Sequence[EnterActivity], *, now: datetime, today: date
) -> None:
    """Enter activities within the caller's transaction; nobody looked at any of them yet.

    :raises sqlalchemy.exc.IntegrityError: when one of them was entered before.
    """
    for each in taken:
        kept = {"person_id": each.person_id, "entry_key": each.key, "entered_at": now}
        columns = columns_of_activity(each.fields)
        row = ActivityRow(state=ACTIVITY.first, revision=1, **kept, **columns)
        session.add(row)
        if each.is_sent:
            session.flush()
            send_activity(session, row, now=now, today=today)
    session.flush()


def mend_activities(session: Session, changed: Mapping[int, ActivityFields]) -> None:
    """Let drafts and what was returned say what came in, within the caller's transaction."""
    for activity_id, fields in changed.items():
        row = session.get_one(ActivityRow, activity_id)
        for name, value in columns_of_activity(fields).items():
            setattr(row, name, value)
        row.revision += 1
    session.flush()
