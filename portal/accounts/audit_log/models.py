"""The table of the audit log: append-only; every entry holds the hash of the one before."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.database import Base, UtcDateTime

ACTION_LENGTH = 60
SUBJECT_LENGTH = 120


class AuditEntry(Base):
    """What one person did or looked at; the database refuses to change or delete it.

    ``detail`` is JSON with sorted keys, kept as text so that its hash can be recomputed.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("length(entry_hash) = 32", name="entry_hash"),
        CheckConstraint("length(previous_hash) = 32", name="previous_hash"),
        CheckConstraint("length(action) > 0", name="action"),
    )

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    actor: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(ACTION_LENGTH), index=True)
    subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    detail: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    entry_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
