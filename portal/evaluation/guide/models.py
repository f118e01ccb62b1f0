"""The table of practice plans; nothing of the evaluation reads it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.guide.practice import PracticeState
from portal.storage.database import Base, UtcDateTime, one_of
from portal.storage.row_rules import EncryptedText


class PracticeRow(Base):
    """What somebody tries out; one an account, gone after some days."""

    __tablename__ = "practice_plan"
    __table_args__ = (
        one_of("state", PracticeState, name="state"),
        CheckConstraint("revision > 0", name="revision"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int]
    #: The indicators as JSON, encrypted.
    fields: Mapped[bytes] = mapped_column(EncryptedText)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
