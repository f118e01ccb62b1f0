"""The table of periodic work."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class JobRun(Base):
    """When a periodic job last succeeded, and why not; says nothing about any citizen."""

    __tablename__ = "job_run"
    __table_args__ = (
        CheckConstraint("length(name) BETWEEN 1 AND 60", name="name"),
        CheckConstraint("length(problem) <= 400", name="problem"),
    )

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    #: When all of the work was done; None when it never was.
    last_success_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: When the work was last done, wholly or in part; nightly work is not due again that night.
    last_run_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Why the last attempt failed or what it left undone; empty when all was done.
    problem: Mapped[str] = mapped_column(String(400), default="", server_default="")
