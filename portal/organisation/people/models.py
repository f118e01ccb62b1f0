"""Tables of people's numbers, posts, reporting lines, absences and relations, day by day.

A person is a row of ``officer``, which also holds people who serve at no desk: superiors, heads
and the mayor. Both days of every span are inclusive; no end means that it goes on.
"""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.staff.staff_numbers import is_normal_form
from portal.organisation.people.date_rules import keep_numbers, keep_one_a_day, refuse_circles
from portal.organisation.people.domain import KEPT_RELATIONS, TITLE_LENGTH, AbsenceKind, PersonKind
from portal.organisation.people.reporting_lines import LineKind
from portal.storage.database import Base, one_of


def _in_order() -> CheckConstraint:
    return CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order")


class StaffNumber(Base):
    """A staff number that a person has or had; a former one finds the same person."""

    __tablename__ = "staff_number"
    __table_args__ = (
        CheckConstraint("length(number) BETWEEN 1 AND 20", name="number"),
        CheckConstraint(is_normal_form("number"), name="number_form"),
        CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="order"
        ),
    )

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    #: None where nobody recorded since when.
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class PersonPost(Base):
    """A post and unit of a person; one definitive post a day, and others held *Plt* or *Plh*."""

    __tablename__ = "person_post"
    __table_args__ = (
        _in_order(),
        one_of("kind", LineKind, name="kind"),
        CheckConstraint("length(title) > 0", name="title"),
        ForeignKeyConstraint(["unit_id", "agency_id"], ["unit.id", "unit.agency_id"]),
        Index("ix_person_post_place", "agency_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    #: None for a post of the agency itself.
    unit_id: Mapped[int | None]
    #: Whether it heads the unit, or the agency where there is no unit.
    is_head: Mapped[bool] = mapped_column(Boolean(name="is_head"))
    kind: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class KeptLine(Base):
    """To whom a person reports; one line a person and day, and never round a circle."""

    __tablename__ = "reporting_line"
    __table_args__ = (
        _in_order(),
        one_of("kind", LineKind, name="kind"),
        CheckConstraint("person_id <> superior_id", name="superior"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    superior_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class KeptAbsence(Base):
    """Days on which a person is away; the kind is never a diagnosis."""

    __tablename__ = "absence"
    __table_args__ = (_in_order(), one_of("kind", AbsenceKind, name="kind"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class KeptRelation(Base):
    """What somebody is to somebody beside the line: declared by one of them or named."""

    __tablename__ = "staff_relation"
    __table_args__ = (
        _in_order(),
        one_of("kind", sorted(KEPT_RELATIONS), name="kind"),
        CheckConstraint("holder_id <> about_id", name="holder"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    #: Who has it; of relatives and the like, who declared it.
    holder_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    about_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


keep_numbers(StaffNumber.__table__)
keep_one_a_day(PersonPost.__table__, only="kind = 'definitive'")
keep_one_a_day(KeptLine.__table__)
keep_one_a_day(KeptAbsence.__table__)
refuse_circles(KeptLine.__table__)


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
