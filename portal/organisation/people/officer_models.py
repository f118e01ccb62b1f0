"""Tables of people and of their postings to desks, from day to day."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.staff.staff_numbers import is_normal_form
from portal.organisation.people.domain import PersonKind
from portal.storage.database import Base, one_of


class Officer(Base):
    """A person with a record; who serves at desks has a badge, superiors and heads may have none.

    ``id`` is the internal number. ``number`` is the current staff number (NIP); all numbers that
    the person has or had are in ``staff_number``. An elected mayor has none.
    """

    __tablename__ = "officer"
    __table_args__ = (
        CheckConstraint("length(number) BETWEEN 1 AND 20", name="number"),
        CheckConstraint(is_normal_form("number"), name="number_form"),
        one_of("kind", PersonKind, name="kind"),
        CheckConstraint("number IS NOT NULL OR badge_number = ''", name="badge"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    #: Empty for who serves at no desk; so is the badge number.
    badge_name: Mapped[str] = mapped_column(String(60))
    badge_number: Mapped[str] = mapped_column(String(20))
    retired_on: Mapped[date | None]
    #: None while nobody has recorded how the person is employed.
    kind: Mapped[str | None] = mapped_column(String(10))


class Posting(Base):
    """An officer serves at a desk from ``starts_on`` to ``ends_on``, both inclusive."""

    __tablename__ = "posting"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order"),)

    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True, index=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    ends_on: Mapped[date | None]
