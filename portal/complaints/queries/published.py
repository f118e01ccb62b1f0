"""What the public reads of complaints: counts, promises kept or not, and published texts."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.domain.words import Decision, Outcome, Theme
from portal.complaints.models.course import Appeal, CommentDecision, PromisedAction
from portal.complaints.models.item import Complaint

PUBLIC_DECISIONS = (Decision.PUBLISHED, Decision.REDACTED)


@dataclass(frozen=True, slots=True)
class AgencyCounts:
    """Counts of one agency over the days asked for; ``median_days`` are calendar days.

    ``hidden`` maps a reason code to how many texts were hidden for it; ``appeals`` maps an
    outcome to how many appeals ended so.
    """

    received: int = 0
    answered: int = 0
    answered_in_time: int = 0
    overdue: int = 0
    median_days: float | None = None
    hidden: Mapping[str, int] = field(default_factory=dict)
    appeals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A promised action: what citizens said, what the office does, and whether it is done."""

    agency_id: int
    theme: Theme
    said: str
    text: str
    promised_on: date
    due_on: date
    done_on: date | None
    is_withdrawn: bool

    def is_late(self, today: date) -> bool:
        """Return whether the promised day went by without the action being done."""
        return self.done_on is None and not self.is_withdrawn and self.due_on < today


@dataclass(frozen=True, slots=True)
class PublishedText:
    """A text the public may read, with what was answered left to its own page."""

    agency_id: int
    desk_id: int | None
    kind: str
    text: str
    received_on: date


def published_actions(session: Session, *, limit: int = 50) -> tuple[ActionLine, ...]:
    """Return promised actions, the newest promise first."""
    rows = session.scalars(
        select(PromisedAction)
        .order_by(PromisedAction.promised_on.desc(), PromisedAction.id.desc())
        .limit(limit)
    )
    return tuple(
        ActionLine(
            agency_id=row.agency_id,
            theme=Theme(row.theme),
            said=row.said,
            text=row.text,
            promised_on=row.promised_on,
            due_on=row.due_on,
            done_on=row.done_on,
            is_withdrawn=row.is_withdrawn,
        )
        for row in rows
    )


def published_texts(session: Session, *, limit: int = 20) -> tuple[PublishedText, ...]:
    """Return the newest texts that were published after moderation."""
    rows = session.scalars(
        select(Complaint)
        .where(Complaint.decision.in_(PUBLIC_DECISIONS))
        .order_by(Complaint.received_on.desc(), Complaint.id.desc())
        .limit(limit)
    )
    return tuple(
        PublishedText(
            agency_id=row.agency_id,
            desk_id=row.desk_id,
            kind=row.kind,
            text=row.public_text or "",
            received_on=row.received_on,
        )
        for row in rows
    )


def published_counts(session: Session, *, since: date, today: date) -> dict[int, AgencyCounts]:
    """Return, by agency, the counts of what was received from ``since`` on."""
    hidden, appeals = _hidden(session, since), _appeals(session, since)
    counts: dict[int, AgencyCounts] = {}
    for agency_id, lines in _received(session, since).items():
        days = [(line.answered_on - line.received_on).days for line in lines if line.answered_on]
        counts[agency_id] = AgencyCounts(
            received=len(lines),
            answered=len(days),
            answered_in_time=sum(line.is_in_time for line in lines),
            overdue=sum(line.is_overdue(today) for line in lines),
            median_days=median(days) if days else None,
            hidden=hidden[agency_id],
            appeals=appeals[agency_id],
        )
    return counts


@dataclass(frozen=True, slots=True)
class _Line:
    received_on: date
    answered_on: date | None
    promised_on: date | None
    is_in_time: bool

    def is_overdue(self, today: date) -> bool:
        return self.promised_on is not None and self.promised_on < today


def _received(session: Session, since: date) -> dict[int, list[_Line]]:
    rows = session.execute(
        select(
            Complaint.agency_id,
            Complaint.received_on,
            Complaint.answered_on,
            Complaint.promised_on,
            Complaint.is_in_time,
        ).where(Complaint.received_on >= since)
    )
    lines: defaultdict[int, list[_Line]] = defaultdict(list)
    for row in rows:
        lines[row.agency_id].append(
            _Line(
                received_on=row.received_on,
                answered_on=row.answered_on,
                promised_on=row.promised_on,
                is_in_time=bool(row.is_in_time),
            )
        )
    return dict(lines)


def _hidden(session: Session, since: date) -> defaultdict[int, dict[str, int]]:
    """Return, by agency and reason, how many complaints and comments are hidden."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    complaints = (
        select(Complaint.agency_id, Complaint.decision_reason, func.count())
        .where(Complaint.decision == Decision.HIDDEN, Complaint.received_on >= since)
        .group_by(Complaint.agency_id, Complaint.decision_reason)
    )
    comments = (
        select(CommentDecision.agency_id, CommentDecision.reason, func.count())
        .where(CommentDecision.decision == Decision.HIDDEN, CommentDecision.decided_on >= since)
        .group_by(CommentDecision.agency_id, CommentDecision.reason)
    )
    for query in (complaints, comments):
        for agency_id, reason, count in session.execute(query):
            found[agency_id][str(reason)] = found[agency_id].get(str(reason), 0) + count
    return found


def _appeals(session: Session, since: date) -> defaultdict[int, dict[str, int]]:
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    query = (
        select(Complaint.agency_id, Appeal.outcome, func.count())
        .join(Complaint, Complaint.id == Appeal.complaint_id)
        .where(Appeal.appealed_on >= since)
        .group_by(Complaint.agency_id, Appeal.outcome)
    )
    for agency_id, outcome, count in session.execute(query):
        found[agency_id][Outcome(outcome)] = count
    return found
