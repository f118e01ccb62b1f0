"""Tables of what was noticed, what a review found, and what was left out by which rule."""

from datetime import date

from sqlalchemy import CheckConstraint, Float, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.rating.answers.answers import Channel
from portal.rating.mixing.anomaly_rules import (
    NOTE_LENGTH,
    AnomalyKind,
    AnomalyWatch,
    ExclusionRule,
    ReviewOutcome,
)
from portal.storage.database import Base, is_period, one_of
from portal.time.month_columns import StoredMonth

ANY_CHANNEL = "any"


class WatchState(Base):
    """How far a running watch over a desk and channel has risen; 0 is nothing unusual."""

    __tablename__ = "watch_state"
    __table_args__ = (
        one_of("channel", Channel, name="channel"),
        one_of("watch", AnomalyWatch, name="watch"),
        CheckConstraint("height >= 0", name="height"),
    )

    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(10), primary_key=True)
    watch: Mapped[str] = mapped_column(String(10), primary_key=True)
    height: Mapped[float] = mapped_column(Float)


class WatchedTally(Base):
    """How many citizens said that a member of staff watched or told them what to press."""

    __tablename__ = "watched_tally"
    __table_args__ = (
        is_period("period", name="period"),
        one_of("channel", Channel, name="channel"),
        CheckConstraint("respondents > 0", name="respondents"),
    )

    period: Mapped[StoredMonth] = mapped_column(primary_key=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(10), primary_key=True)
    respondents: Mapped[int]


class Anomaly(Base):
    """Something unusual at a desk in a month; kept for good, seen by every auditor.

    ``observed`` and ``expected`` are what was compared: ratings, tickets, or a watch's height
    and its threshold.
    """

    __tablename__ = "anomaly_signal"
    __table_args__ = (
        one_of("kind", AnomalyKind, name="kind"),
        one_of("channel", (*Channel, ANY_CHANNEL), name="channel"),
        is_period("period", name="period"),
        UniqueConstraint("kind", "desk_id", "channel", "period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    channel: Mapped[str] = mapped_column(String(10))
    period: Mapped[StoredMonth]
    noticed_on: Mapped[date]
    observed: Mapped[float] = mapped_column(Float)
    expected: Mapped[float] = mapped_column(Float)


class AnomalyReview(Base):
    """What a person found when looking into an anomaly; written once."""

    __tablename__ = "signal_review"
    __table_args__ = (
        one_of("outcome", ReviewOutcome, name="outcome"),
        CheckConstraint(f"length(note) BETWEEN 1 AND {NOTE_LENGTH}", name="note"),
    )

    signal_id: Mapped[int] = mapped_column(ForeignKey("anomaly_signal.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(String(NOTE_LENGTH))
    reviewed_on: Mapped[date]


class AnomalyExclusion(Base):
    """A whole desk, channel and month that is left out, by a published rule and reason."""

    __tablename__ = "exclusion"
    __table_args__ = (
        one_of("channel", Channel, name="channel"),
        one_of("rule", ExclusionRule, name="rule"),
        is_period("period", name="period"),
        CheckConstraint(f"length(reason) BETWEEN 1 AND {NOTE_LENGTH}", name="reason"),
        UniqueConstraint("desk_id", "channel", "period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    channel: Mapped[str] = mapped_column(String(10))
    period: Mapped[StoredMonth]
    rule: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(String(NOTE_LENGTH))
    decided_on: Mapped[date]
