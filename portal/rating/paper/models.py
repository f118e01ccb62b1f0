"""The tables of paper files, taken in or withdrawn; their ballots are like all others."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.rating.paper.domain import REASON_LENGTH
from portal.storage.database import Base, is_period
from portal.storage.row_rules import make_append_only
from portal.time.month_columns import StoredMonth


class PaperBatch(Base):
    """A file of paper questionnaires of an agency; its tallies stand in ``last_period``.

    The hash of the content keeps the same file from being counted twice.
    """

    __tablename__ = "paper_batch"
    __table_args__ = (
        CheckConstraint("length(content_hash) = 32", name="content_hash"),
        is_period("first_period", name="first_period"),
        is_period("last_period", name="last_period"),
        CheckConstraint("first_period <= last_period", name="order"),
        CheckConstraint("respondents > 0", name="respondents"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    content_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    first_period: Mapped[StoredMonth]
    last_period: Mapped[StoredMonth]
    respondents: Mapped[int]
    imported_on: Mapped[date]


class PaperWithdrawal(Base):
    """A file that was taken in by mistake and taken out again; its row in ``paper_batch`` is gone.

    Kept for good: until the day of withdrawal its answers were part of reports.
    """

    __tablename__ = "paper_withdrawal"
    __table_args__ = (
        CheckConstraint("length(content_hash) = 32", name="content_hash"),
        is_period("first_period", name="first_period"),
        is_period("last_period", name="last_period"),
        CheckConstraint("respondents > 0", name="respondents"),
        CheckConstraint("imported_on <= withdrawn_on", name="days"),
        CheckConstraint(f"length(reason) BETWEEN 1 AND {REASON_LENGTH}", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    content_hash: Mapped[bytes] = mapped_column(LargeBinary)
    first_period: Mapped[StoredMonth]
    last_period: Mapped[StoredMonth]
    respondents: Mapped[int]
    imported_on: Mapped[date]
    withdrawn_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))


make_append_only(PaperWithdrawal.__table__)
