"""Made-up decisions about the made-up city's comments, so that its pages can count them."""

import random
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import CommentDecision
from portal.complaints.intake.kinds import DecisionReason, TextDecision
from portal.rating.mixing.comment_queries import CommentRow, comments_without
from portal.time.months import month_of

# Nobody's account: what the made-up staff did is never taken for a person's act.
MADE_UP_STAFF = 0
MOST = 100_000
LAST_DAY = 27
# How usual each decision is, with its reason.
DECISIONS: tuple[tuple[float, TextDecision, DecisionReason | None], ...] = (
    (0.84, TextDecision.PUBLISHED, None),
    (0.07, TextDecision.REDACTED, None),
    (0.03, TextDecision.INTERNAL, None),
    (0.03, TextDecision.HIDDEN, DecisionReason.PERSONAL_DATA),
    (0.02, TextDecision.HIDDEN, DecisionReason.INSULT),
    (0.01, TextDecision.HIDDEN, DecisionReason.SPAM),
)


def decide_made_up_comments(session: Session, *, seed: int, today: date) -> int:
    """Decide the comments of months that are over; those of this month wait; commits.

    :returns: how many were decided.
    """
    draw = random.Random(seed)  # noqa: S311 - made-up decisions, not secrets
    this_month = month_of(today)
    waiting = comments_without(
        session, select(CommentDecision.token), limit=MOST, before=this_month
    )
    rows = [_decided(row, draw=draw) for row in waiting]
    if rows:
        session.execute(insert(CommentDecision), rows)
    session.commit()
    return len(rows)


def _decided(row: CommentRow, *, draw: random.Random) -> dict[str, Any]:
    """Return a decision taken in the month in which the comment was mixed."""
    shares = [share for share, _, _ in DECISIONS]
    ((_, decision, reason),) = draw.choices(DECISIONS, weights=shares)
    is_public = decision in {TextDecision.PUBLISHED, TextDecision.REDACTED}
    return {
        "token": row.token,
        "agency_id": row.agency_id,
        "decision": decision,
        "reason": reason,
        "public_text": row.text if is_public else None,
        "account_id": MADE_UP_STAFF,
        "decided_on": date(int(row.period[:4]), int(row.period[5:]), draw.randint(1, LAST_DAY)),
    }
