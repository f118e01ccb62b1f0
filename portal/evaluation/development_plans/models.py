"""Tables of development plans: the plan and its two or three aims."""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.development_plans.domain import DevelopmentWay
from portal.evaluation.development_plans.refusals import AIM_RULES, DEVELOPMENT_PLAN_RULES
from portal.evaluation.rules.help_states import DevelopmentPlanState
from portal.storage.row_rules import Base, EncryptedText, keep_rules, one_of

WORD = 24


class DevelopmentPlanRow(Base):
    """What somebody wants to become better at."""

    __tablename__ = "development_plan"
    __table_args__ = (
        one_of("state", DevelopmentPlanState, name="state"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint(
            "(state IN ('agreed', 'closed')) = (agreed_by IS NOT NULL) "
            "AND (agreed_by IS NULL) = (agreed_on IS NULL)",
            name="agreed",
        ),
        CheckConstraint("agreed_by <> person_id", name="both_sides"),
        CheckConstraint("returned IS NULL OR state = 'draft'", name="returned"),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    strengths: Mapped[bytes] = mapped_column(EncryptedText)
    #: Career wish.
    wish: Mapped[bytes | None] = mapped_column(EncryptedText)
    made_on: Mapped[date]
    #: Why the superior gave it back.
    returned: Mapped[bytes | None] = mapped_column(EncryptedText)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    agreed_on: Mapped[date | None]
    closed_on: Mapped[date | None]


class DevelopmentAimRow(Base):
    """An aim with its way and its last day."""

    __tablename__ = "development_aim"
    __table_args__ = (
        one_of("way", DevelopmentWay, name="way"),
        CheckConstraint(
            "(is_reached IS NULL) = (ended_on IS NULL) AND (ended_on IS NULL) = (told IS NULL)",
            name="ended",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("development_plan.id"), index=True)
    aim: Mapped[bytes] = mapped_column(EncryptedText)
    way: Mapped[str] = mapped_column(String(WORD))
    #: With whom, where, how often.
    means: Mapped[bytes] = mapped_column(EncryptedText)
    due_on: Mapped[date]
    is_reached: Mapped[bool | None] = mapped_column(Boolean(name="is_reached"))
    ended_on: Mapped[date | None]
    #: What was seen at its end.
    told: Mapped[bytes | None] = mapped_column(EncryptedText)


keep_rules(DevelopmentPlanRow.__table__, *DEVELOPMENT_PLAN_RULES)
keep_rules(DevelopmentAimRow.__table__, *AIM_RULES)
