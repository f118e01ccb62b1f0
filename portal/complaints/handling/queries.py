"""The queue: the earliest promised day first, one page at a time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import Appeal, Claim
from portal.complaints.intake.kinds import CLAIM_LASTS, AppealOutcome, Kind, Queue, State
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.scope_queries import Scope, within
from portal.storage.validity import is_running

PAGE_ROWS = 25
COUNT_LIMIT = 1_000
# Items for which no step is due stand after all others.
NEVER = date.max


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What a moderator filters by; None means any."""

    queue: Queue | None = None
    state: State | None = None
    kind: Kind | None = None
    agency_id: int | None = None
    is_overdue: bool = False
    is_appealed: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of the page before: its promise (``NEVER`` for none) and its number."""

    promised_on: date
    complaint_id: int


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An item in the list; ``claimed_by`` is the account whose claim still runs."""

    complaint_id: int
    kind: Kind
    queue: Queue
    state: State
    agency_id: int
    desk_id: int | None
    received_on: date
    promised_on: date | None
    group_id: int | None
    claimed_by: int | None
    version: int

    def is_overdue(self, today: date) -> bool:
        """Return whether the promised day is over."""
        return self.promised_on is not None and self.promised_on < today


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue; ``count`` is exact up to 1,000, above it ``is_count_capped``."""

    rows: tuple[QueueRow, ...]
    count: int
    is_count_capped: bool
    following: Cursor | None


def queue_page(
    session: Session,
    scope: Scope,
    *,
    wanted: QueueFilter,
    now: datetime,
    today: date,
    after: Cursor | None = None,
) -> QueuePage:
    """Return the page of the queue that follows ``after`` (the first when None).

    Without a state or appeals asked for, the list holds what is waiting for the agency: items
    with a promised day, the oldest promise first. Items without one stand at the end.
    """
    query = _filtered(_columns(now), wanted, today=today)
    query = within(query, scope)
    counted = session.scalar(
        select(func.count()).select_from(query.limit(COUNT_LIMIT + 1).subquery())
    )
    promise = _promise(wanted)
    page = query.order_by(promise, Complaint.id).limit(PAGE_ROWS + 1)
    if after is not None:
        page = page.where(_is_after(after, promise=promise))
    rows = tuple(_row(row) for row in session.execute(page))
    shown = rows[:PAGE_ROWS]
    return QueuePage(
        rows=shown,
        count=min(counted or 0, COUNT_LIMIT),
        is_count_capped=(counted or 0) > COUNT_LIMIT,
        following=_cursor(shown[-1]) if len(rows) > PAGE_ROWS else None,
    )


def next_in_queue(session: Session, scope: Scope, *, after: Cursor) -> int | None:
    """Return the visible item with a promised day that follows ``after``, or None."""
    promise = _promise(QueueFilter())
    query = (
        select(Complaint.id)
        .where(Complaint.promised_on.is_not(None), _is_after(after, promise=promise))
        .order_by(promise, Complaint.id)
        .limit(1)
    )
    found: int | None = session.scalar(within(query, scope))
    return found


def overdue_count(session: Session, scope: Scope, *, today: date) -> int:
    """Return how many visible items are past their promise, counted up to 1,000."""
    query = within(select(Complaint.id).where(Complaint.promised_on < today), scope)
    capped = query.limit(COUNT_LIMIT).subquery()
    return session.scalar(select(func.count()).select_from(capped)) or 0


def _columns(now: datetime) -> Select[*tuple[Any, ...]]:
    return select(
        Complaint.id,
        Complaint.kind,
        Complaint.queue,
        Complaint.state,
        Complaint.agency_id,
        Complaint.desk_id,
        Complaint.received_on,
        Complaint.promised_on,
        Complaint.group_id,
        Complaint.version,
        Claim.account_id,
    ).outerjoin(
        Claim,
        and_(
            Claim.complaint_id == Complaint.id,
            is_running(Claim.expires_at, lasts=CLAIM_LASTS, now=now),
        ),
    )


def _filtered(
    query: Select[*tuple[Any, ...]], wanted: QueueFilter, *, today: date
) -> Select[*tuple[Any, ...]]:
    for column, value in (
        (Complaint.queue, wanted.queue),
        (Complaint.state, wanted.state),
        (Complaint.kind, wanted.kind),
        (Complaint.agency_id, wanted.agency_id),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.is_overdue:
        query = query.where(Complaint.promised_on < today)
    if wanted.is_appealed:
        pending = select(Appeal.complaint_id).where(Appeal.outcome == AppealOutcome.PENDING)
        return query.where(Complaint.id.in_(pending))
    return query.where(Complaint.promised_on.is_not(None)) if _is_owed(wanted) else query


def _is_owed(wanted: QueueFilter) -> bool:
    """Return whether only items with a promised day are asked for."""
    return wanted.state is None and not wanted.is_appealed


def _promise(wanted: QueueFilter) -> ColumnElement[date | None]:
    """Return what the list is ordered by; the plain column, where it can, for its index."""
    if _is_owed(wanted):
        return Complaint.promised_on.expression
    return func.coalesce(Complaint.promised_on, NEVER)


def _is_after(cursor: Cursor, *, promise: ColumnElement[date | None]) -> ColumnElement[bool]:
    return or_(
        promise > cursor.promised_on,
        and_(promise == cursor.promised_on, Complaint.id > cursor.complaint_id),
    )


def _cursor(row: QueueRow) -> Cursor:
    return Cursor(promised_on=row.promised_on or NEVER, complaint_id=row.complaint_id)


def _row(row: Any) -> QueueRow:
    return QueueRow(
        complaint_id=row.id,
        kind=Kind(row.kind),
        queue=Queue(row.queue),
        state=State(row.state),
        agency_id=row.agency_id,
        desk_id=row.desk_id,
        received_on=row.received_on,
        promised_on=row.promised_on,
        group_id=row.group_id,
        claimed_by=row.account_id,
        version=row.version,
    )
