"""How many complaints each agency received and answered; what is hidden from it counts apart."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, null, select
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import Appeal
from portal.complaints.intake.kinds import Queue, TextDecision
from portal.complaints.intake.models import Complaint
from portal.complaints.published.domain import Counts
from portal.time.working_days import WorkingDays

Cells = defaultdict[int | None, Counter[str]]


@dataclass(frozen=True, slots=True)
class CountWindow:
    """The days whose complaints are counted: ``first`` inclusive, ``end`` exclusive."""

    first: date
    end: date

    def holds(self, column: Any) -> ColumnElement[bool]:
        """Return the condition that a day lies in the window."""
        return and_(column >= self.first, column < self.end)


def counts_by_addressee(
    session: Session, window: CountWindow, *, today: date, calendar: WorkingDays
) -> dict[int | None, Counts]:
    """Return the counts by agency; under None those of the inspectorate's queue.

    What lies with the inspectorate counts for no agency: its own count would tell an agency
    that somebody complained about its head.

    :param calendar: right at least from ``window.first`` to ``today``.
    """
    hidden, appeals = _hidden(session, window), _appeals(session, window)
    waited = lru_cache(maxsize=4096)(calendar.between)
    rows = session.execute(_received(window)).all()
    lines: defaultdict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        lines[row.addressee].append(row)
    return {
        addressee: Counts(
            received=len(found),
            answered_in_time=sum(bool(row.is_in_time) for row in found),
            overdue=sum(row.promised_on is not None and row.promised_on < today for row in found),
            answer_days=tuple(
                waited(row.received_on, row.answered_on) for row in found if row.answered_on
            ),
            hidden=dict(hidden[addressee]),
            appeals=dict(appeals[addressee]),
        )
        for addressee, found in ((key, lines[key]) for key in {*lines, *hidden, *appeals})
    }


def _addressee() -> ColumnElement[int | None]:
    """Return the agency that deals with a complaint; null for the inspectorate's queue."""
    is_inspected = Complaint.queue == Queue.INSPECTORATE
    return case((is_inspected, null()), else_=Complaint.agency_id).label("addressee")


def _received(window: CountWindow) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(
        _addressee(),
        Complaint.received_on,
        Complaint.answered_on,
        Complaint.promised_on,
        Complaint.is_in_time,
    ).where(window.holds(Complaint.received_on))
    return query


def _hidden(session: Session, window: CountWindow) -> Cells:
    """Return, by addressee and reason, how many complaints are hidden.

    Comments of ratings are counted in the releases of months; counted here as well, the two
    could be taken from each other.
    """
    rows = (
        select(_addressee(), Complaint.decision_reason)
        .where(Complaint.decision == TextDecision.HIDDEN, window.holds(Complaint.received_on))
        .subquery()
    )
    return _cells(session, rows)


def _appeals(session: Session, window: CountWindow) -> Cells:
    rows = (
        select(_addressee(), Appeal.outcome)
        .join(Appeal, Complaint.id == Appeal.complaint_id)
        .where(window.holds(Appeal.appealed_on))
        .subquery()
    )
    return _cells(session, rows)


def _cells(session: Session, rows: Any) -> Cells:
    """Return how often each word stands in the second column, by the first."""
    addressee, word = rows.c
    found: Cells = defaultdict(Counter)
    query = select(addressee, word, func.count()).group_by(addressee, word)
    for key, reason, count in session.execute(query):
        found[key][str(reason)] += count
    return found
