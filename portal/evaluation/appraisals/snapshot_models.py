"""Tables of what stays of a confirmed result: the snapshot, and reminders of a delivery."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.appraisals.refusals import SNAPSHOT_RULES
from portal.storage.row_rules import Base, UtcDateTime, is_hash, keep_rules, make_append_only
from portal.storage.texts.columns import EncryptedText


class AppraisalSnapshot(Base):
    """One canonical document of a result, encrypted under a key of its own; never changed.

    The key is wrapped by the key of texts: a new one wraps it anew, expiry destroys it.
    """

    __tablename__ = "appraisal_snapshot"
    __table_args__ = (
        is_hash("digest"),
        UniqueConstraint("evaluation_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("(wrapped_key IS NULL) = (expired_on IS NOT NULL)", name="expired"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("yearly_evaluation.id"))
    #: 1 for the confirmation, later ones for corrections and decisions.
    number: Mapped[int]
    rules_version: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: SHA-256 of the clear bytes, which begin with random ones; it stands in the audit log, too.
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_key: Mapped[bytes | None] = mapped_column(EncryptedText)
    expired_on: Mapped[date | None]


class DeliveryReminder(Base):
    """A day on which a person was reminded of a result that waits; never changed."""

    __tablename__ = "delivery_reminder"

    evaluation_id: Mapped[int] = mapped_column(
        ForeignKey("yearly_evaluation.id"), primary_key=True, autoincrement=False
    )
    reminded_on: Mapped[date] = mapped_column(primary_key=True)


keep_rules(AppraisalSnapshot.__table__, *SNAPSHOT_RULES)
make_append_only(DeliveryReminder.__table__)
