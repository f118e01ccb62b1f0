"""What the public reads of complaints: promises kept or not, and published texts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import extract, select
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import CommentDecision, PromisedAction
from portal.complaints.intake.kinds import Decision, Theme
from portal.complaints.intake.models import Complaint
from portal.rating.mixing import comment_queries

PUBLIC_DECISIONS = (Decision.PUBLISHED, Decision.REDACTED)
COMMENT = "comment"
NEWEST_MONTH = (
    extract("year", Complaint.received_on).desc(),
    extract("month", Complaint.received_on).desc(),
)


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
    """A text the public may read; ``month`` it came in, such as ``2026-11``, never the day.

    ``kind`` is the kind of a complaint, or ``comment`` for the comment of a rating.
    """

    agency_id: int
    desk_id: int | None
    kind: str
    text: str
    month: str


def published_actions(
    session: Session, *, agency_id: int | None = None, limit: int = 50
) -> tuple[ActionLine, ...]:
    """Return promised actions of an agency (of all when None), the newest promise first."""
    query = (
        select(PromisedAction)
        .order_by(PromisedAction.promised_on.desc(), PromisedAction.id.desc())
        .limit(limit)
    )
    if agency_id is not None:
        query = query.where(PromisedAction.agency_id == agency_id)
    rows = session.scalars(query)
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


def published_texts(
    session: Session,
    *,
    agency_id: int | None = None,
    desk_id: int | None = None,
    limit: int = 20,
) -> tuple[PublishedText, ...]:
    """Return texts of complaints that were published after moderation, the newest month first.

    Within a month they stand in the order of their random codes' hashes: whoever knows the day of
    one of them learns nothing of the days of its neighbours, nor by which of them falls out.

    :param agency_id: only texts about this agency; None for all.
    :param desk_id: only texts about this desk; None for all.
    """
    query = (
        select(Complaint)
        .where(Complaint.decision.in_(PUBLIC_DECISIONS), Complaint.public_text != "")
        .order_by(*NEWEST_MONTH, Complaint.code_hash)
        .limit(limit)
    )
    for column, wanted in ((Complaint.agency_id, agency_id), (Complaint.desk_id, desk_id)):
        if wanted is not None:
            query = query.where(column == wanted)
    rows = session.scalars(query)
    return tuple(
        PublishedText(
            agency_id=row.agency_id,
            desk_id=row.desk_id,
            kind=row.kind,
            text=row.public_text or "",
            month=f"{row.received_on:%Y-%m}",
        )
        for row in rows
    )


def published_comments(
    session: Session,
    *,
    periods: Collection[str],
    agency_id: int | None = None,
    desk_id: int | None = None,
    limit: int = 20,
) -> tuple[PublishedText, ...]:
    """Return comments of ratings that were published after moderation, the newest month first.

    A comment knows the month in which it was mixed and no day, and nothing of its rating.

    :param periods: the months whose comments may be shown.
    """
    shown = select(CommentDecision.token).where(CommentDecision.decision.in_(PUBLIC_DECISIONS))
    rows = comment_queries.comments_among(
        session, shown, limit=limit, periods=periods, agency_id=agency_id, desk_id=desk_id
    )
    tokens = [row.token for row in rows]
    found = session.execute(
        select(CommentDecision.token, CommentDecision.public_text).where(
            CommentDecision.token.in_(tokens)
        )
    )
    texts = {row.token: row.public_text or "" for row in found}
    return tuple(
        PublishedText(
            agency_id=row.agency_id,
            desk_id=row.desk_id,
            kind=COMMENT,
            text=texts[row.token],
            month=row.period,
        )
        for row in rows
    )
