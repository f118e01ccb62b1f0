"""Activities: entered, mended, sent, linked to a result, and looked at by the superior."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.cycles.state_writing import Happening, bring
from portal.evaluation.rules.machines import ACTIVITY
from portal.evaluation.rules.states import ActivityState, TransitionRefused
from portal.evaluation.work import queries
from portal.evaluation.work.domain import (
    ActivityFields,
    ActivityPurpose,
    DayCheck,
    DayFault,
    Purpose,
)
from portal.evaluation.work.models import ActivityEvent, ActivityRow
from portal.storage.database import begin_write

# Built once: everybody enters activities every day.
ADDED = insert(ActivityRow)
HAPPENED = insert(ActivityEvent)
SENT = update(ActivityRow).where(ActivityRow.id == bindparam("number"))
SENT = SENT.values(state=bindparam("state"), sent_on=bindparam("sent_on"))


class NoSuchActivity(LookupError):
    """There is no such activity, or it is somebody else's."""


class ActivityChanged(ValueError):
    """The activity changed after the page was shown: another tab, or the other side."""


class DayNotOpen(ValueError):
    """Work of the day cannot be entered.

    :ivar fault: why not.
    """

    def __init__(self, fault: DayFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class EnterActivity:
    """A new activity; ``key`` is the same however often its form is sent."""

    person_id: int
    key: str
    fields: ActivityFields
    is_sent: bool
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class ActivityEdit:
    """Who changes an activity, as a page showed it."""

    activity_id: int
    revision: int
    person_id: int
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody who looked at activities says of them.

    :ivar shown: the revision that the page showed, by activity.
    :ivar about: people whose activities the viewer looks at; of nobody else anything is touched.
    :ivar reason: encrypted; needed to return or reject.
    """

    shown: Mapping[int, int]
    about: Collection[int]
    person_id: int
    now: datetime
    reason: bytes | None = None


def enter_activity(session: Session, command: EnterActivity, *, day_fault: DayCheck) -> int:
    """Enter an activity and return its number; sent twice it is entered once. Commits.

    :param day_fault: why work of a day cannot be entered.
    :raises DayNotOpen: when the day is ahead, closed, or the person had no post then.
    """
    begin_write(session)
    row: dict[str, object] = {
        "person_id": command.person_id,
        "entry_key": command.key,
        "state": ACTIVITY.first,
        "revision": 1,
        "entered_at": command.now,
        **columns_of_activity(command.fields),
    }
    try:
        _check_day(session, command.fields.done_on, day_fault=day_fault)
        activity_id = _added(session, row)
    except (DayNotOpen, IntegrityError):
        # The same form may have come before; most come once, so that it is not asked earlier.
        session.rollback()
        held = queries.activity_with_key(session, command.person_id, key=command.key)
        if held is None:
            raise
        return held
    if command.is_sent:
        _send_new(session, command, activity_id=activity_id)
    session.commit()
    return activity_id


def _added(session: Session, row: dict[str, object]) -> int:
    key = session.connection().execute(ADDED, row).inserted_primary_key
    return int(key[0]) if key else 0


def _send_new(session: Session, command: EnterActivity, *, activity_id: int) -> None:
    """Send what was just entered; the session holds no row of it, which saves half its time."""
    old, connection = ACTIVITY.first, session.connection()
    new = ACTIVITY.moved(old, to=ActivityState.SENT)
    event = {"activity_id": activity_id, "old": old, "new": new, "happened_at": command.now}
    connection.execute(HAPPENED, event | {"person_id": command.person_id})
    connection.execute(SENT, {"number": activity_id, "state": new, "sent_on": command.today})


def mend_activity(
    session: Session,
    edit: ActivityEdit,
    *,
    fields: ActivityFields,
    is_sent: bool,
    day_fault: DayCheck,
) -> None:
    """Change a draft or what was returned, and send it when ``is_sent``; commits.

    What was returned keeps its day for as long as it takes to mend it.

    :raises NoSuchActivity: when the person has no such activity.
    :raises ActivityChanged: when the page showed an older revision.
    :raises DayNotOpen: when it is moved to a day that is not open, or a draft came too late.
    :raises TransitionRefused: when it was sent meanwhile.
    """
    row = _own(session, edit)
    if row.state not in {ActivityState.DRAFT, ActivityState.RETURNED}:
        old = ActivityState(row.state)
        session.rollback()
        raise TransitionRefused(ACTIVITY.thing, old=old, new=ActivityState.SENT)
    keeps_day = row.state == ActivityState.RETURNED and fields.done_on == row.done_on
    if not keeps_day:
        _check_day(session, fields.done_on, day_fault=day_fault)
    for name, value in columns_of_activity(fields).items():
        setattr(row, name, value)
    session.flush()
    if is_sent:
        send_activity(session, row, now=edit.now, today=edit.today)
    session.commit()


def remove_draft(session: Session, edit: ActivityEdit) -> None:
    """Throw a draft away; commits.

    :raises NoSuchActivity: when the person has no such draft.
    :raises ActivityChanged: when the page showed an older revision.
    """
    row = _own(session, edit)
    if row.state != ActivityState.DRAFT:
        session.rollback()
        raise NoSuchActivity(f"{edit.activity_id}")
    session.execute(delete(ActivityRow).where(ActivityRow.id == row.id))
    session.commit()


def link_activity(session: Session, edit: ActivityEdit, *, served: ActivityPurpose) -> None:
    """Say what an activity serves that was to be linked later; commits.

    :raises NoSuchActivity: when the person has no such activity, or it is linked already.
    :raises ActivityChanged: when the page showed an older revision.
    """
    row = _own(session, edit)
    if row.purpose != Purpose.LATER:
        session.rollback()
        raise NoSuchActivity(f"{edit.activity_id}")
    row.purpose, row.plan_id, row.result_key = served.purpose, served.plan_id, served.result_key
    session.commit()


def decide(session: Session, decision: Decision, *, to: ActivityState) -> tuple[int, ...]:
    """Accept, return or reject activities, and return those that were; commits.

    What changed since the page was shown, and what is not the viewer's to look at, is left as
    it is.

    :raises TransitionRefused: when something is returned or rejected without a reason.
    """
    begin_write(session)
    done = []
    for activity_id, revision in sorted(decision.shown.items()):
        row = queries.locked_activity(session, activity_id)
        is_theirs = row is not None and row.person_id in decision.about
        if row is None or not is_theirs or row.revision != revision:
            continue
        if row.state != ActivityState.SENT or row.person_id == decision.person_id:
            continue
        row.decided_by = decision.person_id
        row.revision += 1
        note_activity(
            session,
            row,
            to=to,
            person_id=decision.person_id,
            now=decision.now,
            reason=decision.reason,
        )
        done.append(activity_id)
    session.commit()
    return tuple(done)


def note_activity(
    session: Session,
    row: ActivityRow,
    *,
    to: ActivityState,
    person_id: int,
    now: datetime,
    reason: bytes | None = None,
) -> None:
    """Bring an activity into a state and keep what happened, within the caller's transaction.

    :param reason: encrypted; needed where the table of transitions says so.
    :raises TransitionRefused: for a transition that is not listed, or without its reason.
    """
    happening = Happening(now, person_id, reason)
    event = partial(ActivityEvent, activity_id=row.id)
    bring(session, row, machine=ACTIVITY, to=to, happening=happening, event=event)


def send_activity(session: Session, row: ActivityRow, *, now: datetime, today: date) -> None:
    """Send what its person wrote, within the caller's transaction."""
    row.sent_on, row.decided_by = today, None
    note_activity(session, row, to=ActivityState.SENT, person_id=row.person_id, now=now)


def _own(session: Session, edit: ActivityEdit) -> ActivityRow:
    """Open the person's own activity for a change; its revision grows."""
    begin_write(session)
    row = queries.locked_activity(session, edit.activity_id)
    if row is None or row.person_id != edit.person_id:
        session.rollback()
        raise NoSuchActivity(f"{edit.activity_id}")
    if row.revision != edit.revision:
        session.rollback()
        raise ActivityChanged(f"{edit.activity_id}")
    row.revision += 1
    return row


def _check_day(session: Session, day: date, *, day_fault: DayCheck) -> None:
    fault = day_fault(day)
    if fault is not None:
        session.rollback()
        raise DayNotOpen(fault)


def columns_of_activity(fields: ActivityFields) -> dict[str, object]:
    """Return an activity's columns."""
    return {
        "done_on": fields.done_on,
        "text": fields.text,
        "purpose": fields.served.purpose,
        "plan_id": fields.served.plan_id,
        "result_key": fields.served.result_key,
        "amount": fields.amount,
        "unit": fields.unit,
        "quarter_hours": fields.quarter_hours,
        "link": fields.link,
    }
