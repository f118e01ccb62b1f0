"""Stores what a review found, and leaves out a whole desk, channel and month by a rule."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.rating.answers.answers import Channel
from portal.rating.mixing.anomaly_models import AnomalyExclusion, AnomalyReview
from portal.rating.mixing.anomaly_rules import ExclusionRule, ReviewOutcome
from portal.storage.database import begin_write, refused_as
from portal.time.months import Month


class AlreadyReviewed(ValueError):
    """The anomaly has its review, which stays."""


class AlreadyExcluded(ValueError):
    """The desk, channel and month are left out already."""


@dataclass(frozen=True, slots=True)
class ReviewAnomaly:
    """What a review of an anomaly found; ``note`` 1 to 500 characters."""

    signal_id: int
    outcome: ReviewOutcome
    note: str


@dataclass(frozen=True, slots=True)
class ExcludeRatings:
    """A whole desk, channel and month to be left out; ``reason`` is published."""

    desk_id: int
    channel: Channel
    period: Month
    rule: ExclusionRule
    reason: str


def review_anomaly(session: Session, command: ReviewAnomaly, *, today: date) -> None:
    """Store what a review found; commits. No figure changes by it.

    :raises AlreadyReviewed: when there is one.
    """
    begin_write(session)
    if session.get(AnomalyReview, command.signal_id):
        raise AlreadyReviewed(command.signal_id)
    session.add(
        AnomalyReview(
            signal_id=command.signal_id,
            outcome=str(command.outcome),
            note=command.note,
            reviewed_on=today,
        )
    )
    session.commit()


def exclude_ratings(session: Session, command: ExcludeRatings, *, today: date) -> None:
    """Leave a desk, channel and month out of every release that is still to come; commits.

    Single ratings can never be left out. The exclusion cannot be changed or taken back.

    :raises AlreadyExcluded: when it is left out already.
    """
    begin_write(session)
    session.add(
        AnomalyExclusion(
            desk_id=command.desk_id,
            channel=str(command.channel),
            period=command.period,
            rule=str(command.rule),
            reason=command.reason,
            decided_on=today,
        )
    )
    with refused_as(session, AlreadyExcluded(command.period)):
        session.flush()
    session.commit()
