"""The table that the probe of the database writes to."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.database import Base, UtcDateTime


class TrialWrite(Base):
    """The one row that shows whether the database takes a write; says nothing about anybody."""

    __tablename__ = "trial_write"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
