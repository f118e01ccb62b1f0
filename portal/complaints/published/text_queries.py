"""Queries on published texts of complaints and comments."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import extract, select
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import CommentDecision
from portal.complaints.intake.kinds import TextDecision
from portal.complaints.intake.models import Complaint
from portal.rating.mixing import comment_queries
from portal.time.months import Month

PUBLIC_DECISIONS = (TextDecision.PUBLISHED, TextDecision.REDACTED)
COMMENT = "comment"
NEWEST_MONTH = (
    extract("year", Complaint.received_on).desc(),
    extract("month", Complaint.received_on).desc(),
)


@dataclass(frozen=True, slots=True)
class PublishedText:
    """A text the public may read; ``month`` it came in, such as ``2026-11``, never the day.

    ``kind`` is the kind of a complaint, or ``comment`` for the comment of a rating.
    """

    agency_id: int
    desk_id: int | None
    kind: str
    text: str
    month: Month


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
            month=Month.of(row.received_on),
        )
        for row in rows
    )


def published_comments(
    session: Session,
    *,
    periods: Collection[Month],
    agency_id: int | None = None,
    desk_id: int | None = None,
    limit: int = 20,
) -> tuple[PublishedText, ...]:
    """Return comments of ratings that were published after moderation, the newest month first.

    A comment has the month in which it was mixed, no day, and no tie to its rating.

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
