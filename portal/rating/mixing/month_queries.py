"""Which months have mixed ratings, in the city or an agency."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.rating.answers.answers import Channel
from portal.rating.mixing.ballot_models import Tally
from portal.rating.mixing.inbox_models import HandledPeriod
from portal.time.months import Month
from portal.time.schedule.clock_check import Trace


def first_rated_period(session: Session) -> Month | None:
    """Return the earliest month with mixed ratings, paper aside, or None before the first."""
    return session.scalar(
        select(Tally.period).where(Tally.channel != Channel.PAPER).order_by(Tally.period).limit(1)
    )


def last_mixed_period(session: Session) -> Month | None:
    """Return the latest month with mixed ratings, paper aside, or None before the first."""
    return session.scalar(
        select(Tally.period)
        .where(Tally.channel != Channel.PAPER)
        .order_by(Tally.period.desc())
        .limit(1)
    )


def last_mix(session: Session, timezone: str) -> Trace | None:
    """Return the trace that the mix left in the latest month it wrote, or None before the first."""
    period = last_mixed_period(session)
    if period is None:
        return None
    return Trace.of_day("ratings mixed", period.first_day, timezone=timezone)


def rated_periods(session: Session, *, agency_id: int) -> tuple[Month, ...]:
    """Return the months in which an agency has mixed ratings or paper, latest first."""
    months = (
        select(Tally.period)
        .where(Tally.agency_id == agency_id)
        .distinct()
        .order_by(Tally.period.desc())
    )
    return tuple(session.scalars(months))


def regrouped_months(session: Session) -> frozenset[str]:
    """Return published months some of whose ballots lost service or elements afterwards."""
    query = select(HandledPeriod.period).where(HandledPeriod.kind == "regrouped")
    return frozenset(session.scalars(query))
