"""Which months have mixed ratings, in the city or an agency."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.rating.domain import Channel
from portal.rating.models.ballot import Tally


def first_rated_period(session: Session) -> str | None:
    """Return the earliest month with mixed ratings, paper aside, or None before the first."""
    return session.scalar(
        select(Tally.period).where(Tally.channel != Channel.PAPER).order_by(Tally.period).limit(1)
    )


def last_mixed_period(session: Session) -> str | None:
    """Return the latest month with mixed ratings, paper aside, or None before the first."""
    return session.scalar(
        select(Tally.period)
        .where(Tally.channel != Channel.PAPER)
        .order_by(Tally.period.desc())
        .limit(1)
    )


def rated_periods(session: Session, *, agency_id: int) -> tuple[str, ...]:
    """Return the months in which an agency has mixed ratings or paper, latest first."""
    months = (
        select(Tally.period)
        .where(Tally.agency_id == agency_id)
        .distinct()
        .order_by(Tally.period.desc())
    )
    return tuple(session.scalars(months))
