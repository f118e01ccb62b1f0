"""Tables of cycles, periods, rule sets, last days, extensions and exceptions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.cycles.domain import REASON_LENGTH, ExceptionKind
from portal.evaluation.rules.deadlines import DeadlineStep
from portal.evaluation.rules.machines import CYCLE, PERIOD, transitions_of
from portal.evaluation.rules.states import CycleState, PeriodState
from portal.storage.row_rules import (
    Base,
    EncryptedText,
    RowRule,
    UtcDateTime,
    keep_rules,
    make_append_only,
    never_deleted,
    one_of,
    state_rules,
    stays,
)

STATE_LENGTH = 24
NAME_LENGTH = 160
IS_NOT_CANCELLED = text("state <> 'cancelled'")


class RuleSetVersion(Base):
    """A rule set as it was adopted; ``rules`` is its one text. Never changed."""

    __tablename__ = "evaluation_rule_set"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("length(reason) > 0", name="reason"),
    )

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: Canonical JSON: every rule by its dotted key.
    rules: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    adopted_by: Mapped[str] = mapped_column(String(NAME_LENGTH))
    adopted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EvaluationCycle(Base):
    """A yearly cycle of the city, both days inclusive and within ``year``."""

    __tablename__ = "evaluation_cycle"
    __table_args__ = (
        one_of("state", CycleState, name="state"),
        CheckConstraint("ends_on > starts_on", name="dates"),
        CheckConstraint(
            "substr(CAST(starts_on AS TEXT), 1, 4) = CAST(year AS TEXT) "
            "AND substr(CAST(ends_on AS TEXT), 1, 4) = CAST(year AS TEXT)",
            name="year",
        ),
        CheckConstraint(
            "(state IN ('draft', 'cancelled')) = (rule_set_version IS NULL)", name="rules_frozen"
        ),
        CheckConstraint("(rule_set_version IS NULL) = (opened_on IS NULL)", name="opened_on"),
        Index(
            "uq_evaluation_cycle_year",
            "year",
            unique=True,
            sqlite_where=IS_NOT_CANCELLED,
            postgresql_where=IS_NOT_CANCELLED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    #: Frozen at the opening; a change of rules counts from the next cycle.
    rule_set_version: Mapped[int | None] = mapped_column(ForeignKey("evaluation_rule_set.version"))
    opened_on: Mapped[date | None]


class EvaluationPeriod(Base):
    """A part of a cycle, by default a quarter; periods follow each other day by day."""

    __tablename__ = "evaluation_period"
    __table_args__ = (
        one_of("state", PeriodState, name="state"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("ends_on >= starts_on", name="dates"),
    )

    cycle_id: Mapped[int] = mapped_column(ForeignKey("evaluation_cycle.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))


class CycleDeadline(Base):
    """The last day of a step, stored when the cycle opens; ``period_number`` 0 is the cycle."""

    __tablename__ = "evaluation_deadline"
    __table_args__ = (
        one_of("step", DeadlineStep, name="step"),
        CheckConstraint("last_on >= begins_on", name="dates"),
        CheckConstraint("period_number >= 0", name="period_number"),
    )

    cycle_id: Mapped[int] = mapped_column(ForeignKey("evaluation_cycle.id"), primary_key=True)
    period_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(STATE_LENGTH), primary_key=True)
    #: The day that the count began after.
    begins_on: Mapped[date]
    last_on: Mapped[date]


class DeadlineExtension(Base):
    """A later last day with its reason; each is later than the one before. Never changed."""

    __tablename__ = "evaluation_extension"
    __table_args__ = (
        ForeignKeyConstraint(
            ["cycle_id", "period_number", "step"],
            [
                "evaluation_deadline.cycle_id",
                "evaluation_deadline.period_number",
                "evaluation_deadline.step",
            ],
        ),
        CheckConstraint("length(reason) > 0", name="reason"),
    )

    cycle_id: Mapped[int] = mapped_column(primary_key=True)
    period_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(STATE_LENGTH), primary_key=True)
    last_on: Mapped[date] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    decided_by: Mapped[str] = mapped_column(String(NAME_LENGTH))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CycleException(Base):
    """Somebody whose missing result does not keep the cycle open. Never changed."""

    __tablename__ = "evaluation_exception"
    __table_args__ = (
        one_of("kind", ExceptionKind, name="kind"),
        CheckConstraint("length(reason) > 0", name="reason"),
    )

    cycle_id: Mapped[int] = mapped_column(ForeignKey("evaluation_cycle.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(STATE_LENGTH))
    #: Encrypted: it says something about a person.
    reason: Mapped[bytes] = mapped_column(EncryptedText)
    decided_by: Mapped[str] = mapped_column(String(NAME_LENGTH))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


_LAST_END = "(SELECT max(ends_on) FROM evaluation_period WHERE cycle_id = NEW.{key})"
CYCLE_RULES = (
    *state_rules("evaluation_cycle", first=CYCLE.first, allowed=transitions_of(CYCLE)),
    stays("evaluation_cycle", "year", "starts_on", "ends_on"),
    RowRule(
        "evaluation_cycle_rules_stay",
        "evaluation_cycle",
        "UPDATE OF rule_set_version, opened_on",
        "OLD.rule_set_version IS NOT NULL AND (NEW.rule_set_version IS DISTINCT FROM "
        "OLD.rule_set_version OR NEW.opened_on IS DISTINCT FROM OLD.opened_on)",
        "the rules of a cycle are frozen at its opening",
    ),
    RowRule(
        "evaluation_cycle_is_covered",
        "evaluation_cycle",
        "UPDATE OF state",
        f"NEW.state = 'open' AND {_LAST_END.format(key='id')} IS DISTINCT FROM NEW.ends_on",
        "periods must cover the cycle",
    ),
    never_deleted("evaluation_cycle"),
)
PERIOD_RULES = (
    *state_rules("evaluation_period", first=PERIOD.first, allowed=transitions_of(PERIOD)),
    stays("evaluation_period", "cycle_id", "number", "starts_on", "ends_on"),
    RowRule(
        "evaluation_period_follows",
        "evaluation_period",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM evaluation_cycle AS whole LEFT JOIN evaluation_period AS before "
        "ON before.cycle_id = whole.id AND before.number = NEW.number - 1 "
        "WHERE whole.id = NEW.cycle_id AND whole.state = 'draft' AND NEW.ends_on <= whole.ends_on "
        "AND ((NEW.number = 1 AND NEW.starts_on = whole.starts_on) "
        "OR NEW.starts_on = DAY_AFTER(before.ends_on)))",
        "a period begins the day after the one before",
    ),
    never_deleted("evaluation_period"),
)
EXTENSION_RULES = (
    RowRule(
        "evaluation_extension_is_later",
        "evaluation_extension",
        "INSERT",
        "EXISTS (SELECT 1 FROM evaluation_deadline AS d WHERE d.cycle_id = NEW.cycle_id "
        "AND d.period_number = NEW.period_number AND d.step = NEW.step "
        "AND d.last_on >= NEW.last_on) OR EXISTS (SELECT 1 FROM evaluation_extension AS e "
        "WHERE e.cycle_id = NEW.cycle_id AND e.period_number = NEW.period_number "
        "AND e.step = NEW.step AND e.last_on >= NEW.last_on)",
        "an extension is later than what was in force",
    ),
)
# The reason is encrypted anew when the key of texts is changed; nothing else ever changes.
EXCEPTION_RULES = (
    stays("evaluation_exception", "cycle_id", "person_id", "kind", "decided_by", "decided_at"),
    never_deleted("evaluation_exception"),
)
keep_rules(CycleException.__table__, *EXCEPTION_RULES)
keep_rules(EvaluationCycle.__table__, *CYCLE_RULES)
keep_rules(EvaluationPeriod.__table__, *PERIOD_RULES)
keep_rules(DeadlineExtension.__table__, *EXTENSION_RULES)
for grows in (RuleSetVersion, CycleDeadline, DeadlineExtension):
    make_append_only(grows.__table__)
