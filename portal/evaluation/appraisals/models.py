"""Tables of a quarter's evaluation and of its history."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.appraisals.domain import QuarterAnswer
from portal.evaluation.appraisals.refusals import PERIODIC_RULES, event_rules
from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.states import PeriodicState
from portal.storage.row_rules import Base, EncryptedText, UtcDateTime, keep_rules, one_of

WORD = 24


class PeriodicEvaluation(Base):
    """A quarter's evaluation of a plan; until it is shown, its row is the appraiser's draft."""

    __tablename__ = "periodic_evaluation"
    __table_args__ = (
        one_of("state", PeriodicState, name="state"),
        one_of("result_level", ExpectationLevel, name="result_level"),
        one_of("behaviour_level", ExpectationLevel, name="behaviour_level"),
        one_of("suggested_level", ExpectationLevel, name="suggested_level"),
        one_of("cause", DifficultyCause, name="cause"),
        one_of("answer", QuarterAnswer, name="answer"),
        ForeignKeyConstraint(
            ["plan_id", "person_id"], ["performance_plan.id", "performance_plan.person_id"]
        ),
        ForeignKeyConstraint(
            ["cycle_id", "period_number"],
            ["evaluation_period.cycle_id", "evaluation_period.number"],
        ),
        UniqueConstraint("plan_id", "period_number"),
        CheckConstraint("appraiser_id <> person_id", name="not_by_oneself"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint(
            "state NOT IN ('shown', 'acknowledged') OR (appraiser_id IS NOT NULL "
            "AND result_level IS NOT NULL AND behaviour_level IS NOT NULL "
            "AND strengths IS NOT NULL AND advice IS NOT NULL AND shown_on IS NOT NULL)",
            name="shown",
        ),
        CheckConstraint(
            "state NOT IN ('shown', 'acknowledged') OR suggested_level IS NULL "
            "OR suggested_level = result_level OR result_reason IS NOT NULL",
            name="reason",
        ),
        CheckConstraint("state <> 'self_reported' OR self_report IS NOT NULL", name="self_report"),
        CheckConstraint(
            "(state = 'acknowledged') = (answer IS NOT NULL) "
            "AND (answer IS NULL) = (answered_on IS NULL)",
            name="answered",
        ),
        CheckConstraint("answer <> 'disagreed' OR note IS NOT NULL", name="note"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(index=True)
    cycle_id: Mapped[int]
    period_number: Mapped[int]
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    #: What the person says of the quarter, before the appraiser does.
    self_report: Mapped[bytes | None] = mapped_column(EncryptedText)
    appraiser_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    result_level: Mapped[str | None] = mapped_column(String(WORD))
    behaviour_level: Mapped[str | None] = mapped_column(String(WORD))
    #: What the result's reading aid said when it was shown; None without an aid.
    suggested_level: Mapped[str | None] = mapped_column(String(WORD))
    result_reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    example: Mapped[bytes | None] = mapped_column(EncryptedText)
    strengths: Mapped[bytes | None] = mapped_column(EncryptedText)
    weaknesses: Mapped[bytes | None] = mapped_column(EncryptedText)
    advice: Mapped[bytes | None] = mapped_column(EncryptedText)
    cause: Mapped[str | None] = mapped_column(String(WORD))
    #: What the superior promises to provide; shown again next quarter.
    provides: Mapped[bytes | None] = mapped_column(EncryptedText)
    shown_on: Mapped[date | None]
    answer: Mapped[str | None] = mapped_column(String(WORD))
    answered_on: Mapped[date | None]
    #: What the person says to it.
    note: Mapped[bytes | None] = mapped_column(EncryptedText)


class PeriodicEvent(Base):
    """What happened to a quarter's evaluation: who brought it from which state into which."""

    __tablename__ = "periodic_event"
    __table_args__ = (
        one_of("old", PeriodicState, name="old"),
        one_of("new", PeriodicState, name="new"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("periodic_evaluation.id"), index=True)
    old: Mapped[str] = mapped_column(String(WORD))
    new: Mapped[str] = mapped_column(String(WORD))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))


keep_rules(PeriodicEvaluation.__table__, *PERIODIC_RULES)
keep_rules(PeriodicEvent.__table__, *event_rules("periodic_event"))
