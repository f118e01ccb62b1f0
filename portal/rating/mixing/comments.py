"""Comments of ratings are deleted when their time is over."""

from sqlalchemy import Select, and_, delete, or_
from sqlalchemy.orm import Session

from portal.rating.mixing.ballot_models import Comment
from portal.time.months import Month


def delete_comments(
    session: Session, *, named: Select[bytes], decided: Select[bytes], before: Month
) -> int:
    """Delete the comments ``named``, and those of early months that are not among ``decided``.

    The caller commits, together with what it keeps of them itself.

    :param before: the first month, such as ``2026-11``, whose comments may still wait.
    :returns: how many were deleted.
    """
    waited_too_long = and_(Comment.period < before, Comment.token.not_in(decided))
    is_over = or_(Comment.token.in_(named), waited_too_long)
    return len(session.scalars(delete(Comment).where(is_over).returning(Comment.period)).all())
