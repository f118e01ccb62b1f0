"""Which months have mixed ratings at all."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.rating.domain import Channel
from portal.rating.models.ballot import Tally


def first_rated_period(session: Session) -> str | None:
    """Return the earliest month with mixed ratings, paper aside, or None before the first."""
    return session.scalar(
        select(Tally.period).where(Tally.channel != Channel.PAPER).order_by(Tally.period).limit(1)
    )
