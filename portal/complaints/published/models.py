"""The table of what the public reads of complaints by half-year: counted once, never changed."""

from datetime import date

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.row_rules import Base, make_append_only


class CountedHalfYear(Base):
    """The public lines of one half-year, as JSON, and the day on which they were counted.

    Only what the public reads is kept. The database refuses to change it: what happens to a
    complaint later, such as a decision, a deletion or another agency, shows in no count.
    """

    __tablename__ = "complaint_half_year"
    __table_args__ = (
        CheckConstraint("length(period) = 6 AND substr(period, 5, 1) = '-'", name="period"),
    )

    period: Mapped[str] = mapped_column(String(6), primary_key=True)
    counted_on: Mapped[date]
    lines: Mapped[str] = mapped_column(Text)


make_append_only(CountedHalfYear.__table__)
