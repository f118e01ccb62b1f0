"""Queries on activities: one, a person's, and what waits for whoever looks at them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.evaluation.rules.states import ActivityState
from portal.evaluation.work.domain import Activity, ActivityFields, ActivityPurpose, Purpose
from portal.evaluation.work.models import ActivityEvent, ActivityRow
from portal.storage.joint_reading import Asking, asked
from portal.storage.paging import PAGE_SIZE, Page, offset_of
from portal.storage.prepared import Question, columns_of, prepared

# The own list stands below a form that is filled in on a phone: two screens, then the next page.
OWN_PAGE = 10


@dataclass(frozen=True, slots=True)
class ActivityHistory:
    """What happened to an activity; ``reason`` is still encrypted."""

    new: ActivityState
    happened_at: datetime
    person_id: int
    reason: bytes | None


@prepared("activity_ids")
def _reasons_of(activity_ids: Any) -> Question:
    return (
        select(ActivityEvent.activity_id, ActivityEvent.reason)
        .where(ActivityEvent.activity_id.in_(activity_ids), ActivityEvent.reason.is_not(None))
        .order_by(ActivityEvent.id)
    )


@prepared()
def _with_key(person_id: Any, key: Any) -> Question:
    return select(ActivityRow.id).where(
        ActivityRow.person_id == person_id, ActivityRow.entry_key == key
    )


@prepared()
def _page_of_person(*, person_id: Any, most: Any, offset: Any) -> Question:
    """Ask for a page of what somebody did, with how much there is in every row.

    Counted beside the page and not over it: the index of days holds both, so that ten rows are
    read of the thousands of ten years.
    """
    total = _all_of_person(person_id).scalar_subquery().label("total")
    return (
        select(*columns_of(ActivityRow), total)
        .where(ActivityRow.person_id == person_id)
        .order_by(ActivityRow.done_on.desc(), ActivityRow.id.desc())
        .limit(most)
        .offset(offset)
    )


def _all_of_person(person_id: Any) -> Question:
    return select(func.count()).select_from(ActivityRow).where(ActivityRow.person_id == person_id)


def activity_with(session: Session, activity_id: int) -> Activity | None:
    """Return an activity, or None."""
    row = session.get(ActivityRow, activity_id)
    return None if row is None else _activity(row)


def activity_with_key(session: Session, person_id: int, *, key: str) -> int | None:
    """Return the number of what a person entered with a form of this key, or None."""
    found: int | None = _with_key.thing(session, person_id=person_id, key=key)
    return found


def locked_activity(session: Session, activity_id: int) -> ActivityRow | None:
    """Return an activity's row and keep others from changing it, or None."""
    query = select(ActivityRow).where(ActivityRow.id == activity_id)
    return session.scalar(query.with_for_update())


def activities_of(session: Session, person_id: int, *, number: int) -> Page[Activity]:
    """Return a page of a person's activities, the latest day first."""
    offset = offset_of(number, OWN_PAGE)
    rows = _page_of_person.rows(session, person_id=person_id, most=OWN_PAGE, offset=offset).all()
    if rows or not offset:
        total = rows[0].total if rows else 0
    else:
        total = session.scalar(_all_of_person(person_id)) or 0
    return Page([_activity(row) for row in rows], number, total, OWN_PAGE)


def sent_activities_of(session: Session, person_id: int, *, number: int) -> Page[Activity]:
    """Return a page of what a person sent, for whoever reads it; drafts are the person's own."""
    is_sent = ActivityRow.state != ActivityState.DRAFT
    return _page(session, ActivityRow.person_id == person_id, is_sent, number=number)


def waiting_activities(
    session: Session, person_ids: Collection[int], *, number: int
) -> Page[Activity]:
    """Return a page of what these people sent and nobody looked at, longest waiting first."""
    return _page(
        session,
        ActivityRow.person_id.in_(person_ids),
        ActivityRow.state == ActivityState.SENT,
        number=number,
        order=(ActivityRow.sent_on, ActivityRow.id),
    )


@dataclass(frozen=True, slots=True)
class OpenActivities:
    """How many activities wait for somebody.

    :ivar drafts: the person's own, not sent yet.
    :ivar returned: the person's own, to be mended.
    :ivar sent: of the people looked after, by person and the day on which they were sent.
    """

    drafts: int
    returned: int
    sent: Mapping[int, Mapping[date, int]]


@asked()
def _own_open(person_id: Any) -> Question:
    row = ActivityRow
    is_open = row.state.in_([ActivityState.DRAFT, ActivityState.RETURNED])
    return (
        select(row.state, func.count().label("count"))
        .where(row.person_id == person_id, is_open)
        .group_by(row.state)
    )


@asked("person_ids")
def _sent_by(person_ids: Any) -> Question:
    row = ActivityRow
    return (
        select(row.person_id, row.sent_on, func.count().label("count"))
        .where(row.person_id.in_(person_ids), row.state == ActivityState.SENT)
        .group_by(row.person_id, row.sent_on)
    )


def ask_open_activities(person_id: int, *, about: Collection[int]) -> Asking[OpenActivities]:
    """Ask what waits for a person and for who looks after ``about``."""
    mine, theirs = yield [_own_open(person_id=person_id), _sent_by(person_ids=about)]
    counts = {each.state: each.count for each in mine}
    sent: defaultdict[int, dict[date, int]] = defaultdict(dict)
    for each in theirs:
        sent[each.person_id][each.sent_on] = each.count
    return OpenActivities(
        counts.get(ActivityState.DRAFT, 0), counts.get(ActivityState.RETURNED, 0), sent
    )


def activities_by_day(
    session: Session, person_id: int, *, first: date, last: date
) -> Mapping[date, int]:
    """Return how many activities a person sent for each day from first to last, inclusive."""
    query = (
        select(ActivityRow.done_on, func.count())
        .where(
            ActivityRow.person_id == person_id,
            ActivityRow.state != ActivityState.DRAFT,
            ActivityRow.done_on.between(first, last),
        )
        .group_by(ActivityRow.done_on)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def history_of(session: Session, activity_id: int) -> Sequence[ActivityHistory]:
    """Return what happened to an activity, the latest first."""
    rows = session.scalars(
        select(ActivityEvent)
        .where(ActivityEvent.activity_id == activity_id)
        .order_by(ActivityEvent.id.desc())
    )
    return [
        ActivityHistory(ActivityState(row.new), row.happened_at, row.person_id, row.reason)
        for row in rows
    ]


def last_reasons(session: Session, activity_ids: Collection[int]) -> Mapping[int, bytes]:
    """Return the last reason given for each of these activities, still encrypted."""
    rows = _reasons_of.rows(session, activity_ids=activity_ids)
    return {row.activity_id: row.reason for row in rows if row.reason is not None}


def activities_between(
    session: Session, person_ids: Collection[int], *, first: date, last: date
) -> Sequence[Activity]:
    """Return what these people did from ``first`` to ``last``, both inclusive, day by day."""
    rows = session.scalars(
        select(ActivityRow)
        .where(
            ActivityRow.person_id.in_(person_ids),
            ActivityRow.done_on >= first,
            ActivityRow.done_on <= last,
        )
        .order_by(ActivityRow.done_on, ActivityRow.id)
    )
    return [_activity(row) for row in rows]


def _page(
    session: Session,
    *conditions: ColumnElement[bool],
    number: int,
    order: Sequence[object] = (ActivityRow.done_on.desc(), ActivityRow.id.desc()),
) -> Page[Activity]:
    total = session.scalar(select(func.count()).select_from(ActivityRow).where(*conditions)) or 0
    rows = session.scalars(
        select(ActivityRow)
        .where(*conditions)
        .order_by(*order)  # type: ignore[arg-type] # columns of one table, in either direction
        .limit(PAGE_SIZE)
        .offset(offset_of(number))
    )
    return Page([_activity(row) for row in rows], number, total)


def _activity(row: Any) -> Activity:
    fields = ActivityFields(
        row.done_on,
        row.text,
        ActivityPurpose(Purpose(row.purpose), row.plan_id, row.result_key),
        amount=None if row.amount is None else row.amount.normalize(),
        unit=row.unit,
        quarter_hours=row.quarter_hours,
        link=row.link,
    )
    return Activity(
        row.id,
        row.person_id,
        fields,
        ActivityState(row.state),
        revision=row.revision,
        sent_on=row.sent_on,
        decided_by=row.decided_by,
    )
