"""Comments of ratings for moderation: with desk and month, without anything of the rating."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from portal.rating.mixing.ballot_models import Comment
from portal.time.months import Month


@dataclass(frozen=True, slots=True)
class CommentRow:
    """What a citizen wrote beside a rating; ``token`` (16 random bytes) names it."""

    token: bytes
    period: Month
    agency_id: int
    desk_id: int | None
    text: str


def comments_without(
    session: Session,
    decided: Select[bytes],
    *,
    limit: int,
    before: Month,
    first_with: Collection[str] = (),
    not_desks: Collection[int] = (),
    not_agency: int | None = None,
    not_folded: Collection[int] = (),
) -> tuple[CommentRow, ...]:
    """Return comments whose token is not in ``decided``, in order of their random token.

    :param limit: how many at the most.
    :param before: a month, such as ``2026-11``: only comments of months before it.
    :param first_with: parts of words, small letters; comments with one of them come first.
    :param not_desks: desks whose comments the reader must not see.
    :param not_agency: an agency whose desks' comments the reader must not see.
    :param not_folded: agencies whose comments without a desk the reader must not see, for the
        desk that was folded away may be the reader's.
    """
    query = select(Comment).where(Comment.token.not_in(decided), Comment.period < before)
    if not_desks:
        query = query.where(Comment.desk_id.is_(None) | Comment.desk_id.not_in(not_desks))
    if not_agency is not None:
        query = query.where(Comment.agency_id != not_agency)
    if not_folded:
        query = query.where(Comment.desk_id.is_not(None) | Comment.agency_id.not_in(not_folded))
    if first_with:
        small = func.lower(Comment.text)
        query = query.order_by(or_(*(small.contains(each) for each in first_with)).desc())
    rows = session.scalars(query.order_by(Comment.token).limit(limit))
    return tuple(_row(row) for row in rows)


def comments_among(
    session: Session,
    named: Select[bytes],
    *,
    limit: int,
    periods: Collection[Month],
    agency_id: int | None = None,
    desk_id: int | None = None,
) -> tuple[CommentRow, ...]:
    """Return comments whose token is in ``named``, the newest month first.

    Within a month they stand in the order of their random token.

    :param periods: the months, such as ``2026-11``, whose comments are wanted.
    :param agency_id: only comments about this agency; None for all.
    :param desk_id: only comments about this desk; None for all.
    """
    query = select(Comment).where(Comment.token.in_(named), Comment.period.in_(periods))
    if agency_id is not None:
        query = query.where(Comment.agency_id == agency_id)
    if desk_id is not None:
        query = query.where(Comment.desk_id == desk_id)
    rows = session.scalars(query.order_by(Comment.period.desc(), Comment.token).limit(limit))
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
