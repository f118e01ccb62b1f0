"""Comments of ratings that wait for a decision, in a queue of their own, and decided ones."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.comments.urgent import PARTS
from portal.complaints.intake.course_models import CommentDecision
from portal.complaints.intake.kinds import DecisionReason, TextDecision
from portal.complaints.intake.scope_queries import Scope
from portal.rating.mixing import comment_queries
from portal.rating.mixing.comment_queries import CommentRow
from portal.time.months import month_of

PAGE_ROWS = 25


def waiting_comments(session: Session, scope: Scope, *, today: date) -> tuple[CommentRow, ...]:
    """Return the next comments to decide, at most 25; none about the reader's own desks.

    Those with a word that may tell of danger come first.

    A comment waits until its month is over: who looked every morning would know the night in
    which it was mixed, and so the day of a visit.
    """
    if not scope.is_city:
        return ()
    return comment_queries.comments_without(
        session,
        select(CommentDecision.token),
        limit=PAGE_ROWS,
        before=month_of(today),
        first_with=PARTS,
        not_desks=scope.conflict.posted_desk_ids,
        not_agency=scope.conflict.led_agency_id,
        not_folded=scope.conflict.posted_agency_ids,
    )


def waiting_comment(
    session: Session, token: bytes, *, scope: Scope, today: date
) -> CommentRow | None:
    """Return one comment of a month that is over when ``scope`` allows to decide it, else None."""
    found = comment_queries.comment(session, token)
    if found is None or not scope.is_city or found.period >= month_of(today):
        return None
    conflict = scope.conflict
    is_folded = found.desk_id is None and found.agency_id in conflict.posted_agency_ids
    is_own = found.desk_id in conflict.posted_desk_ids or is_folded
    is_led = conflict.led_agency_id == found.agency_id
    return None if is_own or is_led else found


@dataclass(frozen=True, slots=True)
class DecidedComments:
    """How many comments of an agency were decided alike; ``reason`` is None where none is given."""

    agency_id: int
    decision: TextDecision
    reason: DecisionReason | None
    comments: int


def decided_comments(session: Session, *, first: date, before: date) -> tuple[DecidedComments, ...]:
    """Return the decisions taken from ``first`` until the day before ``before``, counted."""
    kinds = (CommentDecision.agency_id, CommentDecision.decision, CommentDecision.reason)
    rows = session.execute(
        select(*kinds, func.count())
        .where(CommentDecision.decided_on >= first, CommentDecision.decided_on < before)
        .group_by(*kinds)
        .order_by(*kinds)
    )
    return tuple(
        DecidedComments(
            agency_id, TextDecision(decision), DecisionReason(reason) if reason else None, comments
        )
        for agency_id, decision, reason, comments in rows
    )
