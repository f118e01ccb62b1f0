"""Tables of improvement programmes: the programme, its goals, check-ins and figures."""

from datetime import date
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Numeric,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.development.domain import LONGEST, SHORTEST, FigureKind
from portal.evaluation.development.refusals import (
    CHECK_IN_RULES,
    FIGURE_RULES,
    GOAL_RULES,
    PROGRAMME_RULES,
)
from portal.evaluation.rules.programmes import ProgrammeOutcome
from portal.evaluation.rules.states import ProgrammeState
from portal.storage.row_rules import Base, EncryptedText, keep_rules, one_of

WORD, UNIT = 24, 60
NUMBER = Numeric(18, 4)


class ProgrammeRow(Base):
    """A programme that two people agree on, so that something gets better."""

    __tablename__ = "improvement_programme"
    __table_args__ = (
        one_of("state", ProgrammeState, name="state"),
        one_of("facts", ProgrammeOutcome, name="facts"),
        one_of("outcome", ProgrammeOutcome, name="outcome"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint(f"every BETWEEN {SHORTEST} AND {LONGEST}", name="every"),
        CheckConstraint(
            "agreed_by <> proposed_by AND (agreed_by = person_id OR proposed_by = person_id)",
            name="both_sides",
        ),
        CheckConstraint(
            "(state = 'proposed') = (agreed_by IS NULL) "
            "AND (agreed_by IS NULL) = (agreed_on IS NULL)",
            name="agreed",
        ),
        CheckConstraint(
            "(extended_to IS NULL) = (extend_reason IS NULL) "
            "AND (state <> 'extended' OR extended_to IS NOT NULL)",
            name="extended",
        ),
        CheckConstraint(
            "(state IN ('reviewed', 'closed')) = (outcome IS NOT NULL) "
            "AND (outcome IS NULL) = (facts IS NULL) "
            "AND (outcome IS NULL) = (reviewed_by IS NULL) "
            "AND (outcome IS NULL) = (reviewed_on IS NULL)",
            name="reviewed",
        ),
        CheckConstraint("outcome = facts OR outcome_reason IS NOT NULL", name="outcome_reason"),
        CheckConstraint("reviewed_by <> person_id", name="not_by_oneself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    #: Why it is proposed.
    reason: Mapped[bytes] = mapped_column(EncryptedText)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    proposed_on: Mapped[date]
    starts_on: Mapped[date]
    #: Working days from one check-in to the next.
    every: Mapped[int]
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    agreed_on: Mapped[date | None]
    extended_to: Mapped[date | None]
    extend_reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    #: What the figures of the goals say.
    facts: Mapped[str | None] = mapped_column(String(WORD))
    outcome: Mapped[str | None] = mapped_column(String(WORD))
    #: Needed where the outcome is another one than the facts say.
    outcome_reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    reviewed_on: Mapped[date | None]
    #: The cause that both see; None where none was told. Never changed.
    cause: Mapped[str | None] = mapped_column(String(WORD))
    #: Why the effect is not measured.
    no_effect: Mapped[bytes | None] = mapped_column(EncryptedText)


class GoalRow(Base):
    """What is to get better, from where to where, until when, and what the superior provides."""

    __tablename__ = "programme_goal"
    __table_args__ = (
        CheckConstraint("direction IN ('higher', 'lower')", name="direction"),
        CheckConstraint("baseline >= 0 AND target >= 0", name="value"),
        CheckConstraint("baseline_cases >= 1", name="cases"),
        CheckConstraint(
            "(direction = 'higher' AND target > baseline) "
            "OR (direction = 'lower' AND target < baseline)",
            name="better",
        ),
        CheckConstraint("(plan_id IS NULL) = (indicator_key IS NULL)", name="indicator"),
        ForeignKeyConstraint(["plan_id"], ["performance_plan.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("improvement_programme.id"), index=True)
    weak_point: Mapped[bytes] = mapped_column(EncryptedText)
    plan_id: Mapped[int | None]
    #: The same in every version of the plan.
    indicator_key: Mapped[int | None]
    baseline: Mapped[Decimal] = mapped_column(NUMBER)
    #: Of how many cases a share was counted.
    baseline_cases: Mapped[int | None]
    target: Mapped[Decimal] = mapped_column(NUMBER)
    unit: Mapped[str] = mapped_column(String(UNIT))
    direction: Mapped[str] = mapped_column(String(WORD))
    due_on: Mapped[date]
    #: How it is checked.
    checked_by: Mapped[bytes] = mapped_column(EncryptedText)
    #: What the superior provides.
    provides: Mapped[bytes] = mapped_column(EncryptedText)


class CheckInRow(Base):
    """A day on which both look how it goes."""

    __tablename__ = "programme_check_in"
    __table_args__ = (
        UniqueConstraint("programme_id", "due_on"),
        CheckConstraint(
            "(held_on IS NULL) = (recorded_by IS NULL) AND (held_on IS NULL) = (note IS NULL) "
            "AND (held_on IS NULL) = (was_provided IS NULL)",
            name="held",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("improvement_programme.id"))
    due_on: Mapped[date]
    held_on: Mapped[date | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    note: Mapped[bytes | None] = mapped_column(EncryptedText)
    #: Whether the superior provided what was agreed.
    was_provided: Mapped[bool | None]


class FigureRow(Base):
    """A figure of a goal: at a check-in, at the end, two quarters later."""

    __tablename__ = "programme_figure"
    __table_args__ = (
        one_of("kind", FigureKind, name="kind"),
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("cases >= 1", name="cases"),
        CheckConstraint("(source IS NULL) <> (realisation_id IS NULL)", name="source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("programme_goal.id"), index=True)
    kind: Mapped[str] = mapped_column(String(WORD))
    value: Mapped[Decimal] = mapped_column(NUMBER)
    #: Of how many cases a share was counted.
    cases: Mapped[int | None]
    taken_on: Mapped[date]
    #: Where it stands, where no realisation gave it.
    source: Mapped[bytes | None] = mapped_column(EncryptedText)
    realisation_id: Mapped[int | None] = mapped_column(ForeignKey("realisation.id"))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))


keep_rules(ProgrammeRow.__table__, *PROGRAMME_RULES)
keep_rules(GoalRow.__table__, *GOAL_RULES)
keep_rules(CheckInRow.__table__, *CHECK_IN_RULES)
keep_rules(FigureRow.__table__, *FIGURE_RULES)
