"""Tables of when desks are open, what happened on which days and how many people came."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.organisation.places.catalogue import NoteKind
from portal.storage.database import Base, is_period, one_of
from portal.time.month_columns import StoredMonth


class Holiday(Base):
    """A day on which the city's desks are closed."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))


class DatedNote(Base):
    """What explains a figure: a strike, a closure, a renovation; shown beside the charts."""

    __tablename__ = "dated_note"
    __table_args__ = (
        one_of("kind", NoteKind, name="kind"),
        CheckConstraint("ends_on >= starts_on", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"))
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(300))
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class VisitsServed(Base):
    """How many visits a desk served in a month, as the agency counted them, with the source."""

    __tablename__ = "visits_served"
    __table_args__ = (
        is_period("period", name="period"),
        CheckConstraint("visits >= 0", name="visits"),
    )

    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), primary_key=True)
    period: Mapped[StoredMonth] = mapped_column(primary_key=True)
    visits: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))


class Population(Base):
    """How many people used an agency's services in a year, the base of the minimum sample."""

    __tablename__ = "population"
    __table_args__ = (
        CheckConstraint("year BETWEEN 2000 AND 2999", name="year"),
        CheckConstraint("users > 0", name="users"),
    )

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    users: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
