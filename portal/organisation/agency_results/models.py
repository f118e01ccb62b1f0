"""Tables of what is recorded of an agency's own results; they only grow."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.organisation.agency_results.domain import AgencyPredicateKind
from portal.storage.row_rules import Base, UtcDateTime, make_append_only, one_of

YEAR = "year BETWEEN 2000 AND 2999"
QUARTER = "quarter IS NULL OR quarter BETWEEN 1 AND 4"


class AgencyPredicate(Base):
    """The predicate of an agency in a quarter or a year; the entry made last counts."""

    __tablename__ = "agency_predicate"
    __table_args__ = (
        CheckConstraint(YEAR, name="year"),
        CheckConstraint(QUARTER, name="quarter"),
        one_of("predicate", AgencyPredicateKind, name="predicate"),
        CheckConstraint("length(decree_number) > 0", name="decree_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    year: Mapped[int]
    #: None for the year.
    quarter: Mapped[int | None]
    predicate: Mapped[str] = mapped_column(String(20))
    decree_number: Mapped[str] = mapped_column(String(100))
    decree_date: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AgencyIndicator(Base):
    """A main indicator (*IKU*) of an agency with target and realisation; the last entry counts."""

    __tablename__ = "agency_indicator"
    __table_args__ = (
        CheckConstraint(YEAR, name="year"),
        CheckConstraint(QUARTER, name="quarter"),
        CheckConstraint("length(name) > 0", name="name"),
        CheckConstraint("length(unit) > 0", name="unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    year: Mapped[int]
    #: None for the year.
    quarter: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(300))
    #: In what it is measured, such as "%".
    unit: Mapped[str] = mapped_column(String(60))
    target: Mapped[Decimal] = mapped_column(Numeric(18, 4))
    #: None while nothing is reported.
    realisation: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


make_append_only(AgencyPredicate.__table__)
make_append_only(AgencyIndicator.__table__)
