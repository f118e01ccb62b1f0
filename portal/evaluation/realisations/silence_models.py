"""The table of reminders: on which days a person was reminded of what was not reported."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.row_rules import Base, make_append_only


class RealisationReminder(Base):
    """A day on which a person was reminded of an indicator in a period; never changed."""

    __tablename__ = "realisation_reminder"
    __table_args__ = (
        ForeignKeyConstraint(
            ["plan_id", "person_id"], ["performance_plan.id", "performance_plan.person_id"]
        ),
        ForeignKeyConstraint(
            ["cycle_id", "period_number"],
            ["evaluation_period.cycle_id", "evaluation_period.number"],
        ),
    )

    plan_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: The same in every version of the plan.
    indicator_key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: The city's day.
    reminded_on: Mapped[date] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(index=True)
    cycle_id: Mapped[int]


make_append_only(RealisationReminder.__table__)
