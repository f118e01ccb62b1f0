"""Comments of ratings that wait for a decision, in a lane of their own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.models.course import CommentDecision
from portal.complaints.queries.scope import Scope
from portal.rating import queries as rating
from portal.rating.queries import CommentRow

PAGE_ROWS = 25


def waiting_comments(session: Session, scope: Scope) -> tuple[CommentRow, ...]:
    """Return the next comments to decide, at most 25; none about the reader's own desks."""
    if not scope.is_city:
        return ()
    return rating.comments_without(
        session,
        select(CommentDecision.token),
        limit=PAGE_ROWS,
        not_desks=scope.own_desk_ids,
        not_agency=scope.led_agency_id,
    )


def waiting_comment(session: Session, token: bytes, *, scope: Scope) -> CommentRow | None:
    """Return one comment when ``scope`` lets decide it, else None, as if it did not exist."""
    found = rating.comment(session, token)
    if found is None or not scope.is_city:
        return None
    is_own = found.desk_id in scope.own_desk_ids
    is_led = scope.led_agency_id == found.agency_id
    return None if is_own or is_led else found
