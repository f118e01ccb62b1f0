"""Tables of agencies, units, services and desks; what is retired stays and names its successor."""

from datetime import date

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, one_of
from portal.organisation.domain import AgencyKind, SubjectKind
from portal.place_rules import keep_places_together
from portal.survey.elements import Element

CODE_LENGTH = 40
NAME_LENGTH = 160


def _code_is_plain(name: str = "code") -> CheckConstraint:
    return CheckConstraint("code = lower(code) AND length(code) BETWEEN 1 AND 40", name=name)


def _successor_is_another() -> CheckConstraint:
    return CheckConstraint(
        "successor_id IS NULL OR (retired_on IS NOT NULL AND successor_id <> id)", name="successor"
    )


class Agency(Base):
    """A dinas, hospital or other body of the city; ``kind`` says whom it may be compared with."""

    __tablename__ = "agency"
    __table_args__ = (
        _code_is_plain(),
        _successor_is_another(),
        one_of("kind", AgencyKind, name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    #: until the first CategoryChange
    kind: Mapped[str] = mapped_column(String(20))
    retired_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))


class Unit(Base):
    """A kelurahan, puskesmas or branch office below an agency."""

    __tablename__ = "unit"
    __table_args__ = (
        _code_is_plain(),
        _successor_is_another(),
        UniqueConstraint("id", "agency_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    retired_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))


class Service(Base):
    """A layanan such as a new identity card."""

    __tablename__ = "service"
    __table_args__ = (_code_is_plain(), _successor_is_another())

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    retired_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))


class LeftOutElement(Base):
    """An element of the survey that a service did not ask until the first ``QuestionChange``."""

    __tablename__ = "left_out_element"
    __table_args__ = (one_of("element", Element, name="element"),)

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    element: Mapped[str] = mapped_column(String(20), primary_key=True)


class Desk(Base):
    """A loket; belongs to an agency and, where there is one, to a unit of that agency."""

    __tablename__ = "desk"
    __table_args__ = (
        _code_is_plain(),
        _successor_is_another(),
        ForeignKeyConstraint(["unit_id", "agency_id"], ["unit.id", "unit.agency_id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    #: until the first UnitChange
    unit_id: Mapped[int | None] = mapped_column(index=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    retired_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"))


class DeskService(Base):
    """A service that a desk offers or once offered; a service may be offered at many desks.

    ``is_initial`` says that it was offered until the first change; see ``OfferChange``.
    """

    __tablename__ = "desk_service"

    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True, index=True)
    is_initial: Mapped[bool] = mapped_column(
        Boolean(name="is_initial"), default=True, server_default=true()
    )


class DatedName(Base):
    """A name that an agency, unit, service or desk has carried since a day."""

    __tablename__ = "dated_name"
    __table_args__ = (one_of("subject_kind", SubjectKind, name="subject_kind"),)

    subject_kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    subject_code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))


for _table in (Unit.__table__, Service.__table__, Desk.__table__, DeskService.__table__):
    keep_places_together(_table)
