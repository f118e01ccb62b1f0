"""The table of periodic work."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class JobRun(Base):
    """When a periodic job last succeeded; says nothing about any citizen."""

    __tablename__ = "job_run"
    __table_args__ = (CheckConstraint("length(name) BETWEEN 1 AND 60", name="name"),)

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    last_success_at: Mapped[datetime] = mapped_column(UtcDateTime)
