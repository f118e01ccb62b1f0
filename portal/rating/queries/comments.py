"""Comments of ratings for moderation: with desk and month, without anything of the rating."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.rating.models.parts import Comment


@dataclass(frozen=True, slots=True)
class CommentRow:
    """What a citizen wrote beside a rating; ``token`` (16 random bytes) names it."""

    token: bytes
    period: str
    agency_id: int
    desk_id: int | None
    text: str


def comments_without(
    session: Session,
    decided: Select[bytes],
    *,
    limit: int,
    not_desks: Collection[int] = (),
    not_agency: int | None = None,
) -> tuple[CommentRow, ...]:
    """Return comments whose token is not in ``decided``, in order of their random token.

    :param limit: how many at the most.
    :param not_desks: desks whose comments the reader must not see.
    :param not_agency: an agency whose desks' comments the reader must not see.
    """
    query = select(Comment).where(Comment.token.not_in(decided))
    if not_desks:
        query = query.where(Comment.desk_id.is_(None) | Comment.desk_id.not_in(not_desks))
    if not_agency is not None:
        query = query.where(Comment.agency_id != not_agency)
    rows = session.scalars(query.order_by(Comment.token).limit(limit))
    return tuple(_row(row) for row in rows)


def comment(session: Session, token: bytes) -> CommentRow | None:
    """Return one comment, or None when there is none of this name."""
    row = session.get(Comment, token)
    return None if row is None else _row(row)


def _row(row: Comment) -> CommentRow:
    return CommentRow(
        token=row.token,
        period=row.period,
        agency_id=row.agency_id,
        desk_id=row.desk_id,
        text=row.text,
    )
