"""Tables of the closing parts of statutory reports and of the actions in them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.publication.report_plans.domain import (
    ACTION_LENGTH,
    PERSON_LENGTH,
    SCHEDULE_LENGTH,
    SIGNER_LENGTH,
    ActionState,
)
from portal.storage.database import Base, one_of
from portal.survey.elements import Element

PERIOD_LENGTH = 7
STAFF_NUMBER_LENGTH = 20


class ReportPlanRow(Base):
    """What an agency, or one of its units, adds to its report of a span."""

    __tablename__ = "report_plan"
    __table_args__ = (
        UniqueConstraint("unit_id", "period"),
        Index(
            "uq_report_plan_agency_id_period",
            "agency_id",
            "period",
            unique=True,
            sqlite_where=text("unit_id IS NULL"),
            postgresql_where=text("unit_id IS NULL"),
        ),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint(f"length(period) BETWEEN 4 AND {PERIOD_LENGTH}", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    period: Mapped[str] = mapped_column(String(PERIOD_LENGTH))
    revision: Mapped[int]
    suggestions: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(SIGNER_LENGTH))
    signed_on: Mapped[date | None]
    post: Mapped[str] = mapped_column(String(SIGNER_LENGTH))
    name: Mapped[str] = mapped_column(String(SIGNER_LENGTH))
    staff_number: Mapped[str] = mapped_column(String(STAFF_NUMBER_LENGTH))


class ReportActionRow(Base):
    """What is done about one element, and what became of it."""

    __tablename__ = "report_action"
    __table_args__ = (
        UniqueConstraint("report_plan_id", "element"),
        one_of("element", Element, name="element"),
        one_of("state", ActionState, name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_plan_id: Mapped[int] = mapped_column(ForeignKey("report_plan.id"))
    element: Mapped[str] = mapped_column(String(12))
    action: Mapped[str] = mapped_column(String(ACTION_LENGTH))
    schedule: Mapped[str] = mapped_column(String(SCHEDULE_LENGTH))
    person_in_charge: Mapped[str] = mapped_column(String(PERSON_LENGTH))
    state: Mapped[str] = mapped_column(String(9))
    realisation: Mapped[str] = mapped_column(String(ACTION_LENGTH))
