"""Tables of plans: versions, results, indicators, expectations, appendix, and what happened."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.plans.domain import (
    LINE,
    NUMBER_LENGTH,
    TEXT,
    AppendixKind,
    Approach,
    BehaviourValue,
    EndKind,
)
from portal.evaluation.plans.refusals import (
    AFTER_AGREEMENT,
    EVENT_RULES,
    PLAN_RULES,
    VERSION_RULES,
    content_rules,
)
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.planning import FULL_WEIGHT, ResultKind
from portal.evaluation.rules.states import PlanState
from portal.organisation.people.date_rules import keep_one_a_day
from portal.storage.row_rules import Base, EncryptedText, UtcDateTime, keep_rules, one_of

WORD = 24
NUMBER = Numeric(18, 4)
IS_RUNNING = text("state = 'running'")
IS_UNDER_WAY = text("state IN ('draft', 'submitted', 'returned')")


class PerformancePlan(Base):
    """A person's plan (*SKP*) for a span of days, both inclusive; one a person and day."""

    __tablename__ = "performance_plan"
    __table_args__ = (
        one_of("approach", Approach, name="approach"),
        one_of("end_kind", EndKind, name="end_kind"),
        CheckConstraint("ends_on >= starts_on", name="dates"),
        UniqueConstraint("id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("evaluation_cycle.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    #: Post and unit as they were called when the plan was made.
    post: Mapped[str] = mapped_column(String(LINE))
    unit: Mapped[str] = mapped_column(String(LINE))
    approach: Mapped[str] = mapped_column(String(WORD))
    #: Reference of the official record (e-Kinerja).
    official_number: Mapped[str] = mapped_column(String(NUMBER_LENGTH))
    #: None unless the plan ended before its time.
    end_kind: Mapped[str | None] = mapped_column(String(WORD))


class PlanVersion(Base):
    """A version; who sent it is the person, and who agreed it is somebody else."""

    __tablename__ = "plan_version"
    __table_args__ = (
        one_of("state", PlanState, name="state"),
        ForeignKeyConstraint(
            ["plan_id", "person_id"], ["performance_plan.id", "performance_plan.person_id"]
        ),
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("number >= 1 AND revision >= 1", name="number"),
        CheckConstraint("(number = 1) = (change_reason IS NULL)", name="change_reason"),
        CheckConstraint("state = 'draft' OR sent_at IS NOT NULL", name="sent"),
        CheckConstraint(
            f"state NOT IN {AFTER_AGREEMENT} OR (agreed_at IS NOT NULL AND agreed_by IS NOT NULL)",
            name="agreed",
        ),
        CheckConstraint("agreed_by <> person_id", name="both_sides"),
        Index(
            "uq_plan_version_running",
            "plan_id",
            unique=True,
            sqlite_where=IS_RUNNING,
            postgresql_where=IS_RUNNING,
        ),
        Index(
            "uq_plan_version_under_way",
            "plan_id",
            unique=True,
            sqlite_where=IS_UNDER_WAY,
            postgresql_where=IS_UNDER_WAY,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int]
    person_id: Mapped[int]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(WORD))
    #: First day on which this version is what is expected.
    counts_from: Mapped[date]
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    #: Encrypted: why the plan is amended; None for the first version.
    change_reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))


class PlanEvent(Base):
    """What happened to a version: who brought it from which state into which, and why."""

    __tablename__ = "plan_event"
    __table_args__ = (
        one_of("old", PlanState, name="old"),
        one_of("new", PlanState, name="new"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"), index=True)
    old: Mapped[str] = mapped_column(String(WORD))
    new: Mapped[str] = mapped_column(String(WORD))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: None for the portal itself, when a plan begins to run on its first day.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    #: Encrypted; None where none was given.
    reason: Mapped[bytes | None] = mapped_column(EncryptedText)


class PlanResult(Base):
    """A result of a version; ``key`` is the same in every version of the plan."""

    __tablename__ = "plan_result"
    __table_args__ = (
        one_of("kind", ResultKind, name="kind"),
        UniqueConstraint("version_id", "key"),
        CheckConstraint("length(text) > 0", name="text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    key: Mapped[int]
    kind: Mapped[str] = mapped_column(String(WORD))
    text: Mapped[str] = mapped_column(String(TEXT))
    #: The leader's result that it serves.
    serves_id: Mapped[int | None] = mapped_column(ForeignKey("plan_result.id"), index=True)
    serves_text: Mapped[str] = mapped_column(String(TEXT))
    #: Why it serves none of the leader's.
    own_reason: Mapped[str] = mapped_column(String(TEXT))
    assigned_by: Mapped[str] = mapped_column(String(LINE))


class PlanIndicator(Base):
    """An indicator of a result: target with its unit, or a text in the qualitative approach."""

    __tablename__ = "plan_indicator"
    __table_args__ = (
        one_of("aspect", Aspect, name="aspect"),
        one_of("direction", Direction, name="direction"),
        UniqueConstraint("version_id", "key"),
        CheckConstraint("length(text) > 0", name="text"),
        CheckConstraint(f"weight BETWEEN 0 AND {FULL_WEIGHT}", name="weight"),
        CheckConstraint(
            "target > 0 OR (target = 0 AND direction = 'lower')", name="target_measurable"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    result_id: Mapped[int] = mapped_column(ForeignKey("plan_result.id"), index=True)
    key: Mapped[int]
    text: Mapped[str] = mapped_column(String(TEXT))
    aspect: Mapped[str] = mapped_column(String(WORD))
    direction: Mapped[str] = mapped_column(String(WORD))
    target: Mapped[Decimal | None] = mapped_column(NUMBER)
    unit: Mapped[str] = mapped_column(String(60))
    target_text: Mapped[str] = mapped_column(String(LINE))
    method: Mapped[str] = mapped_column(String(TEXT))
    source: Mapped[str] = mapped_column(String(TEXT))
    #: Percent, a reading aid.
    weight: Mapped[int | None]
    #: Four targets in order, divided by blanks; empty for none.
    quarters: Mapped[str] = mapped_column(String(100))
    uses_citizens: Mapped[bool] = mapped_column(Boolean(name="uses_citizens"))


class PlanExpectation(Base):
    """The leader's special expectation for one of the seven values."""

    __tablename__ = "plan_expectation"
    __table_args__ = (one_of("value", BehaviourValue, name="value"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"), primary_key=True)
    value: Mapped[str] = mapped_column(String(WORD), primary_key=True)
    #: Encrypted.
    text: Mapped[bytes] = mapped_column(EncryptedText)


class PlanAppendix(Base):
    """A part of the appendix: resources promised, how it is reported, consequences."""

    __tablename__ = "plan_appendix"
    __table_args__ = (one_of("kind", AppendixKind, name="kind"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(WORD), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


keep_one_a_day(PerformancePlan.__table__)
keep_rules(PerformancePlan.__table__, *PLAN_RULES)
# The rules of a version look at its results and indicators, which are made after it.
keep_rules(PlanVersion.__table__, *VERSION_RULES)
keep_rules(PlanEvent.__table__, *EVENT_RULES)
for held in (PlanResult, PlanIndicator, PlanExpectation, PlanAppendix):
    keep_rules(held.__table__, *content_rules(held.__tablename__))
