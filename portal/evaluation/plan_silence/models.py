"""The table of notices: who was told on which day that a plan waits."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.plan_silence.domain import OVER, REMINDERS, SilenceKind, ToldAs
from portal.storage.database import Base, one_of
from portal.storage.row_rules import make_append_only

WORD = 24
LEFT = (OVER, *REMINDERS)


class PlanSilenceNotice(Base):
    """That somebody was told of a plan that waits; never changed."""

    __tablename__ = "plan_silence_notice"
    __table_args__ = (
        one_of("kind", SilenceKind, name="kind"),
        one_of("told_as", ToldAs, name="told_as"),
        CheckConstraint(f"days_left IN {LEFT}", name="days_left"),
        CheckConstraint("(told_as = 'person') = (told_id = person_id)", name="told_person"),
        CheckConstraint(
            f"days_left = {OVER} OR told_as IN ('person', 'appraiser')", name="told_before"
        ),
        UniqueConstraint("cycle_id", "person_id", "kind", "last_on", "days_left", "told_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("evaluation_cycle.id"))
    #: Whose plan waits.
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    kind: Mapped[str] = mapped_column(String(WORD))
    #: The last day as it counted then, inclusive.
    last_on: Mapped[date]
    #: Working days that were left; 0 once the last day was over.
    days_left: Mapped[int]
    told_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    told_as: Mapped[str] = mapped_column(String(WORD))
    #: The city's day.
    noted_on: Mapped[date]


make_append_only(PlanSilenceNotice.__table__)
