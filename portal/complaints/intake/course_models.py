"""Tables of what happens to a complaint: messages, history, claims, appeals, promised actions."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.intake.kinds import AppealOutcome, ComplaintStep, PromiseStep, Speaker
from portal.storage.row_rules import Base, EncryptedText, UtcDateTime, make_append_only, one_of


class Message(Base):
    """One text of the exchange between the citizen and the agency, encrypted, in order."""

    __tablename__ = "complaint_message"
    __table_args__ = (
        one_of("speaker", Speaker, name="speaker"),
        CheckConstraint("sequence >= 1", name="sequence"),
    )

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    speaker: Mapped[str] = mapped_column(String(10))
    written_on: Mapped[date]
    text: Mapped[bytes] = mapped_column(EncryptedText)


class ComplaintEvent(Base):
    """One step of a complaint's history; ``account_id`` is None where the citizen acted.

    Where another deals with it, the values are a queue, or ``unit:`` or ``agency:`` and the
    number of the unit or agency.
    """

    __tablename__ = "complaint_event"
    __table_args__ = (
        one_of("step", ComplaintStep, name="step"),
        CheckConstraint("sequence >= 1", name="sequence"),
        Index("ix_complaint_event_step", "step", "happened_on"),
    )

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(20))
    old_value: Mapped[str | None] = mapped_column(String(30))
    new_value: Mapped[str | None] = mapped_column(String(30))
    reason: Mapped[str | None] = mapped_column(String(30))
    account_id: Mapped[int | None]
    happened_on: Mapped[date]


class Claim(Base):
    """Who is working on an item; a claim that has run out counts as none."""

    __tablename__ = "complaint_claim"

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    account_id: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AddressedUnit(Base):
    """The unit of the agency that deals with an item; without a row the agency itself does."""

    __tablename__ = "complaint_unit"
    __table_args__ = (
        ForeignKeyConstraint(["unit_id", "agency_id"], ["unit.id", "unit.agency_id"]),
    )

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    unit_id: Mapped[int]
    agency_id: Mapped[int]


class Appeal(Base):
    """A writer asks that a removal be looked at again; someone else decides."""

    __tablename__ = "complaint_appeal"
    __table_args__ = (
        one_of("outcome", AppealOutcome, name="outcome"),
        CheckConstraint("decided_by IS NULL OR decided_by <> appealed_account_id", name="another"),
        CheckConstraint("(outcome = 'pending') = (decided_by IS NULL)", name="decided"),
    )

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[bytes] = mapped_column(EncryptedText)
    appealed_account_id: Mapped[int]
    appealed_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(String(10))
    decided_by: Mapped[int | None]
    decided_on: Mapped[date | None]


class PromisedAction(Base):
    """What an agency promised to change, and whether it did; public as "you said, we did"."""

    __tablename__ = "promised_action"
    __table_args__ = (
        CheckConstraint("length(text) BETWEEN 10 AND 300", name="text"),
        CheckConstraint("due_on >= promised_on", name="due_on"),
        CheckConstraint("done_on IS NULL OR done_on >= promised_on", name="done_on"),
        CheckConstraint("NOT is_withdrawn OR done_on IS NULL", name="withdrawn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    theme: Mapped[str] = mapped_column(String(20))
    said: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    promised_on: Mapped[date]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    is_withdrawn: Mapped[bool] = mapped_column(Boolean(name="is_withdrawn"), default=False)


class PromiseChange(Base):
    """What was done with a promised action, and why; public, and never changed.

    ``reason`` is the evidence where the action was done; the days stand where it was moved.
    """

    __tablename__ = "promised_action_change"
    __table_args__ = (
        one_of("step", PromiseStep, name="step"),
        CheckConstraint("sequence >= 1", name="sequence"),
        CheckConstraint("length(reason) BETWEEN 10 AND 300", name="reason"),
        CheckConstraint(
            "(step = 'moved') = (old_due_on IS NOT NULL AND new_due_on IS NOT NULL)", name="moved"
        ),
        CheckConstraint("old_due_on IS NULL OR old_due_on <> new_due_on", name="another_day"),
    )

    action_id: Mapped[int] = mapped_column(ForeignKey("promised_action.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300))
    old_due_on: Mapped[date | None]
    new_due_on: Mapped[date | None]
    account_id: Mapped[int]
    changed_on: Mapped[date]


make_append_only(PromiseChange.__table__)


class CommentDecision(Base):
    """What was decided about a comment of a rating; the comment itself lies in its own package.

    The decision outlives the comment, so that it can be counted: nothing ties the two once the
    comment is deleted, and ``public_text`` is empty then.
    """

    __tablename__ = "comment_decision"
    __table_args__ = (
        CheckConstraint("length(token) = 16", name="token"),
        CheckConstraint(
            "decision IN ('published', 'redacted', 'internal', 'hidden')", name="decision"
        ),
        CheckConstraint("decision <> 'hidden' OR reason IS NOT NULL", name="reason"),
        CheckConstraint(
            "(decision IN ('published', 'redacted')) = (public_text IS NOT NULL)",
            name="public_text",
        ),
    )

    token: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    decision: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(30))
    public_text: Mapped[str | None] = mapped_column(Text)
    account_id: Mapped[int]
    decided_on: Mapped[date]
