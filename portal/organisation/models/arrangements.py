"""Tables of what changed from a month on; none of their rows is ever changed or deleted.

What was entered with a place stands in the place's own tables and holds until the first change.
"""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.append_only import make_append_only
from portal.database import Base, is_period, one_of
from portal.organisation.domain.kinds import AgencyKind
from portal.place_rules import keep_places_together

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
    period: Mapped[str] = mapped_column(String(7))
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
    period: Mapped[str] = mapped_column(String(7))
    left_out: Mapped[str] = mapped_column(String(KEYS_LENGTH))
    is_correction: Mapped[bool] = mapped_column(Boolean(name="is_correction"), default=False)
    decided_on: Mapped[date]


class UnitChange(Base):
    """To which unit of its agency a desk belongs from ``period`` on."""

    __tablename__ = "desk_unit_change"
    __table_args__ = (is_period("period", name="period"), _decided_by_then())

    id: Mapped[int] = mapped_column(primary_key=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), index=True)
    period: Mapped[str] = mapped_column(String(7))
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
    period: Mapped[str] = mapped_column(String(7))
    is_offered: Mapped[bool] = mapped_column(Boolean(name="is_offered"))
    decided_on: Mapped[date]


CHANGES = (CategoryChange, QuestionChange, UnitChange, OfferChange)
for _changes in CHANGES:
    make_append_only(_changes.__table__)


for _table in (UnitChange.__table__,):
    keep_places_together(_table)
