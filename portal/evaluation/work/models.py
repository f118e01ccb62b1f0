"""Tables of activities and of what happened to them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.rules.states import ActivityState
from portal.evaluation.work.domain import (
    HTTPS,
    LONGEST_LINK,
    QUARTERS_OF_A_DAY,
    TEXT,
    UNIT,
    Purpose,
)
from portal.evaluation.work.refusals import ACTIVITY_RULES, DECIDED, EVENT_RULES
from portal.storage.row_rules import Base, EncryptedText, UtcDateTime, keep_rules, one_of

WORD = 24
KEY = 36
NUMBER = Numeric(18, 4)
IS_SENT = text("state = 'sent'")


class ActivityRow(Base):
    """What a person did on a day; no place, no hour, no device."""

    __tablename__ = "activity"
    __table_args__ = (
        one_of("state", ActivityState, name="state"),
        one_of("purpose", Purpose, name="purpose"),
        UniqueConstraint("person_id", "entry_key"),
        CheckConstraint("length(text) > 0", name="text"),
        CheckConstraint(
            "(purpose = 'result') = (plan_id IS NOT NULL AND result_key IS NOT NULL) "
            "AND (plan_id IS NULL) = (result_key IS NULL)",
            name="served",
        ),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint(f"quarter_hours BETWEEN 1 AND {QUARTERS_OF_A_DAY}", name="quarter_hours"),
        CheckConstraint(f"link = '' OR substr(link, 1, {len(HTTPS)}) = '{HTTPS}'", name="link"),
        CheckConstraint("state = 'draft' OR sent_on IS NOT NULL", name="sent"),
        CheckConstraint(f"state NOT IN {DECIDED} OR decided_by IS NOT NULL", name="decided"),
        CheckConstraint("decided_by <> person_id", name="not_by_oneself"),
        CheckConstraint("revision >= 1", name="revision"),
        Index("ix_activity_person_id_done_on", "person_id", "done_on"),
        Index(
            "ix_activity_waiting",
            "person_id",
            "sent_on",
            sqlite_where=IS_SENT,
            postgresql_where=IS_SENT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    #: Made by the form that was filled in, so that a second tap enters nothing twice.
    entry_key: Mapped[str] = mapped_column(String(KEY))
    done_on: Mapped[date]
    text: Mapped[str] = mapped_column(String(TEXT))
    purpose: Mapped[str] = mapped_column(String(WORD))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("performance_plan.id"), index=True)
    #: Of the result, which is the same in every version of the plan.
    result_key: Mapped[int | None]
    amount: Mapped[Decimal | None] = mapped_column(NUMBER)
    unit: Mapped[str] = mapped_column(String(UNIT))
    quarter_hours: Mapped[int | None]
    link: Mapped[str] = mapped_column(String(LONGEST_LINK))
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: The city's day of the last sending, from which the time to look at it counts.
    sent_on: Mapped[date | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))


class ActivityEvent(Base):
    """What happened to an activity: who brought it from which state into which, and why."""

    __tablename__ = "activity_event"
    __table_args__ = (
        one_of("old", ActivityState, name="old"),
        one_of("new", ActivityState, name="new"),
        CheckConstraint("new NOT IN ('returned', 'rejected') OR reason IS NOT NULL", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    old: Mapped[str] = mapped_column(String(WORD))
    new: Mapped[str] = mapped_column(String(WORD))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    #: Encrypted; None where none was given.
    reason: Mapped[bytes | None] = mapped_column(EncryptedText)


keep_rules(ActivityRow.__table__, *ACTIVITY_RULES)
keep_rules(ActivityEvent.__table__, *EVENT_RULES)
