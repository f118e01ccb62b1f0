"""The tables of periodic work: the last successes, and who vouched for the clock."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.row_rules import Base, UtcDateTime, make_append_only


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


class ClockVouch(Base):
    """A person said that the clock is right, against what spoke against it; never changed."""

    __tablename__ = "clock_vouch"
    __table_args__ = (
        CheckConstraint("length(vouched_by) BETWEEN 1 AND 200", name="vouched_by"),
        CheckConstraint("length(reason) BETWEEN 1 AND 500", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The moment by the clock that is vouched for.
    vouched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    vouched_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500))
    #: The traces from the future that the person called wrong: JSON, moment by name.
    wrong_traces: Mapped[str] = mapped_column(Text)


make_append_only(ClockVouch.__table__)
