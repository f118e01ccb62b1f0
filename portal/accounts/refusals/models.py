"""The table of what was refused: counts by account, hour and kind, and nothing else."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.refusals.domain import Refusal
from portal.storage.database import Base, UtcDateTime, one_of


class RefusalCount(Base):
    """How often something was refused to an account within an hour.

    ``account_number`` is the account's id; 0 holds all names that no account has. No address,
    no typed text, no moment within the hour is kept.
    """

    __tablename__ = "refusal_count"
    __table_args__ = (
        one_of("kind", Refusal, name="kind"),
        CheckConstraint("account_number >= 0", name="account_number"),
        CheckConstraint("times > 0", name="times"),
    )

    account_number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    hour: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    times: Mapped[int] = mapped_column(Integer)
