"""Queries on anomalies, reviews, exclusions and the usual shares of channels."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.rating.answers.answers import Channel
from portal.rating.mixing.anomaly_models import (
    Anomaly,
    AnomalyExclusion,
    AnomalyReview,
    WatchedTally,
    WatchState,
)
from portal.rating.mixing.anomaly_rules import (
    OF_STAFF,
    AnomalyKind,
    AnomalyWatch,
    ExclusionRule,
    ReviewOutcome,
)
from portal.rating.mixing.sum_queries import tallies
from portal.time.months import Month


@dataclass(frozen=True, slots=True)
class AnomalyRow:
    """An anomaly with its review, if there was one; ``channel`` is None for all together."""

    signal_id: int
    kind: AnomalyKind
    desk_id: int
    channel: Channel | None
    period: Month
    noticed_on: date
    observed: float
    expected: float
    outcome: ReviewOutcome | None
    note: str | None
    reviewed_on: date | None


@dataclass(frozen=True, slots=True)
class ExclusionRow:
    """A desk, channel and month that no figure contains, with its rule and reason.

    ``number`` grows with every decision.
    """

    number: int
    desk_id: int
    channel: Channel
    period: Month
    rule: ExclusionRule
    reason: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class WatchedCount:
    """How many citizens at a desk said in a month that they were watched."""

    period: Month
    desk_id: int
    channel: Channel
    respondents: int


@dataclass(frozen=True, slots=True)
class DeskTotal:
    """Mixed ratings of a desk, channel and month."""

    desk_id: int
    channel: Channel
    period: Month
    respondents: int


def anomalies(session: Session) -> list[AnomalyRow]:
    """Return every anomaly, the latest first."""
    query = (
        select(Anomaly, AnomalyReview)
        .outerjoin(AnomalyReview, AnomalyReview.signal_id == Anomaly.id)
        .order_by(Anomaly.noticed_on.desc(), Anomaly.id.desc())
    )
    return [_anomaly_row(anomaly, review) for anomaly, review in session.execute(query)]


def anomaly_in_brief(session: Session, signal_id: int) -> AnomalyRow | None:
    """Return one anomaly, or None."""
    found = session.get(Anomaly, signal_id)
    return _anomaly_row(found, session.get(AnomalyReview, signal_id)) if found else None


def signs_of_staff(
    session: Session, desk_ids: Collection[int], *, first: Month, last: Month
) -> list[tuple[date, date | None]]:
    """Return when signs of pressure or of rating oneself were noticed at desks, and decided.

    :param first: month, such as ``2026-01``, with ``last``, both inclusive.
    """
    query = (
        select(Anomaly.noticed_on, AnomalyReview.reviewed_on)
        .outerjoin(AnomalyReview, AnomalyReview.signal_id == Anomaly.id)
        .where(
            Anomaly.desk_id.in_(desk_ids),
            Anomaly.kind.in_(OF_STAFF),
            Anomaly.period.between(first, last),
        )
    )
    return [(noticed_on, reviewed_on) for noticed_on, reviewed_on in session.execute(query)]


def _anomaly_row(anomaly: Anomaly, review: AnomalyReview | None) -> AnomalyRow:
    is_one_channel = anomaly.channel in set(Channel)
    return AnomalyRow(
        signal_id=anomaly.id,
        kind=AnomalyKind(anomaly.kind),
        desk_id=anomaly.desk_id,
        channel=Channel(anomaly.channel) if is_one_channel else None,
        period=anomaly.period,
        noticed_on=anomaly.noticed_on,
        observed=anomaly.observed,
        expected=anomaly.expected,
        outcome=ReviewOutcome(review.outcome) if review else None,
        note=review.note if review else None,
        reviewed_on=review.reviewed_on if review else None,
    )


def exclusions(session: Session) -> list[ExclusionRow]:
    """Return everything that is left out, the earliest decision first."""
    rows = session.scalars(
        select(AnomalyExclusion).order_by(AnomalyExclusion.decided_on, AnomalyExclusion.id)
    )
    return [
        ExclusionRow(
            number=row.id,
            desk_id=row.desk_id,
            channel=Channel(row.channel),
            period=row.period,
            rule=ExclusionRule(row.rule),
            reason=row.reason,
            decided_on=row.decided_on,
        )
        for row in rows
    ]


def newest_exclusion(session: Session, *, until: Month) -> int:
    """Return the number of the newest decision on a month up to ``until``; 0 without any."""
    newest = select(func.max(AnomalyExclusion.id)).where(AnomalyExclusion.period <= until)
    return session.scalar(newest) or 0


def watched_counts(session: Session, *, before: Month) -> list[WatchedCount]:
    """Return how many said they were watched, the latest month first.

    :param before: a month, such as ``2026-11``: only months before it, for a count that grows
        from night to night tells the day on which somebody said so.
    """
    query = (
        select(WatchedTally)
        .where(WatchedTally.respondents > 0, WatchedTally.period < before)
        .order_by(WatchedTally.period.desc(), WatchedTally.desk_id)
    )
    return [
        WatchedCount(
            period=row.period,
            desk_id=row.desk_id,
            channel=Channel(row.channel),
            respondents=row.respondents,
        )
        for row in session.scalars(query)
    ]


def watch_heights(session: Session) -> dict[tuple[int, Channel, AnomalyWatch], float]:
    """Return how far each running watch has risen; one that is missing is at 0."""
    return {
        (row.desk_id, Channel(row.channel), AnomalyWatch(row.watch)): row.height
        for row in session.scalars(select(WatchState))
    }


def top_counts(session: Session, *, period: Month) -> dict[Channel, tuple[int, int]]:
    """Return, by channel, how many of the city's ratings in a month were all 4, and of how many.

    Sums that cannot be true count nowhere.
    """
    found: dict[Channel, tuple[int, int]] = {}
    for row in tallies(session, periods=[period]):
        top, n = found.get(row.channel, (0, 0))
        found[row.channel] = top + row.all_top, n + row.respondents
    return found


def desk_totals(session: Session, *, periods: list[Month]) -> list[DeskTotal]:
    """Return the mixed ratings by desk, channel and month; paper and residuals aside.

    Sums that cannot be true count nowhere.
    """
    found: Counter[tuple[int, Channel, Month]] = Counter()
    for row in tallies(session, periods=periods):
        if row.desk_id is not None and row.channel is not Channel.PAPER:
            found[row.desk_id, row.channel, row.period] += row.respondents
    return [
        DeskTotal(desk_id, channel=channel, period=period, respondents=n)
        for (desk_id, channel, period), n in found.items()
    ]
