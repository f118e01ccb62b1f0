"""Tables of agencies, units, services and desks, and of what changed from a month on."""

from datetime import date, time

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

from portal.organisation.places.catalogue import AgencyKind, SubjectKind
from portal.storage.place_rules import keep_places_together
from portal.storage.row_rules import Base, is_period, make_append_only, one_of
from portal.survey.elements import Element
from portal.time.month_columns import StoredMonth

CODE_LENGTH = 40
NAME_LENGTH = 160


def _code_is_plain(name: str = "code") -> CheckConstraint:
    return CheckConstraint("code = lower(code) AND length(code) BETWEEN 1 AND 40", name=name)


def _successor_is_another() -> CheckConstraint:
    return CheckConstraint(
        "successor_id IS NULL OR (retired_on IS NOT NULL AND successor_id <> id)", name="successor"
    )


class AgencyRow(Base):
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


class UnitRow(Base):
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


class ServiceRow(Base):
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


class DeskRow(Base):
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


for _table in (UnitRow.__table__, ServiceRow.__table__, DeskRow.__table__, DeskService.__table__):
    keep_places_together(_table)


class OpeningHours(Base):
    """A desk is open on a weekday (0 is Monday) from ``opens`` to ``closes``, local time."""

    __tablename__ = "opening_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("closes > opens", name="order"),
    )

    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    opens: Mapped[time] = mapped_column(primary_key=True)
    closes: Mapped[time]


KEYS_LENGTH = 120


def _decided_by_then(name: str = "decided_on") -> CheckConstraint:
    return CheckConstraint("decided_on >= '2000-01-01'", name=name)


class CategoryChange(Base):
    """With which kind of agencies an agency is compared from ``period`` on."""

    __tablename__ = "agency_category_change"
    __table_args__ = (
        is_period("period", name="period"),
        one_of("kind", AgencyKind, name="kind"),
        _decided_by_then(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    period: Mapped[StoredMonth]
    kind: Mapped[str] = mapped_column(String(20))
    decided_on: Mapped[date]


class QuestionChange(Base):
    """What a service does not ask from ``period`` on; ``left_out`` are elements, spaced.

    With ``is_correction`` everything recorded before it was wrong.
    """

    __tablename__ = "service_question_change"
    __table_args__ = (is_period("period", name="period"), _decided_by_then())

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    period: Mapped[StoredMonth]
    left_out: Mapped[str] = mapped_column(String(KEYS_LENGTH))
    is_correction: Mapped[bool] = mapped_column(Boolean(name="is_correction"), default=False)
    decided_on: Mapped[date]


class UnitChange(Base):
    """To which unit of its agency a desk belongs from ``period`` on."""

    __tablename__ = "desk_unit_change"
    __table_args__ = (is_period("period", name="period"), _decided_by_then())

    id: Mapped[int] = mapped_column(primary_key=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), index=True)
    period: Mapped[StoredMonth]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    decided_on: Mapped[date]


class OfferChange(Base):
    """Whether a desk offers a service from ``period`` on."""

    __tablename__ = "desk_offer_change"
    __table_args__ = (
        is_period("period", name="period"),
        ForeignKeyConstraint(
            ["desk_id", "service_id"], ["desk_service.desk_id", "desk_service.service_id"]
        ),
        _decided_by_then(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    desk_id: Mapped[int] = mapped_column(index=True)
    service_id: Mapped[int]
    period: Mapped[StoredMonth]
    is_offered: Mapped[bool] = mapped_column(Boolean(name="is_offered"))
    decided_on: Mapped[date]


CHANGES = (CategoryChange, QuestionChange, UnitChange, OfferChange)
for _changes in CHANGES:
    make_append_only(_changes.__table__)


for _table in (UnitChange.__table__,):
    keep_places_together(_table)
