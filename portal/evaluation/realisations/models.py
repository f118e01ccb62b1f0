"""Tables of realisations: what was reached, what happened to it, links that show it."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Numeric,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.realisations.domain import DropCause
from portal.evaluation.realisations.refusals import (
    EVIDENCE_RULES,
    REALISATION_EVENT_RULES,
    REALISATION_RULES,
)
from portal.evaluation.rules.states import RealisationState
from portal.evaluation.work.domain import HTTPS, LONGEST_LINK
from portal.storage.row_rules import Base, EncryptedText, UtcDateTime, keep_rules, one_of

WORD = 24
NUMBER = Numeric(18, 4)


class RealisationRow(Base):
    """What was reached of an indicator in a period; one a plan, indicator and period."""

    __tablename__ = "realisation"
    __table_args__ = (
        one_of("state", RealisationState, name="state"),
        one_of("cause", DropCause, name="cause"),
        ForeignKeyConstraint(
            ["plan_id", "person_id"], ["performance_plan.id", "performance_plan.person_id"]
        ),
        ForeignKeyConstraint(
            ["cycle_id", "period_number"],
            ["evaluation_period.cycle_id", "evaluation_period.number"],
        ),
        UniqueConstraint("plan_id", "indicator_key", "period_number"),
        CheckConstraint(
            "state NOT IN ('reported', 'verified', 'disputed') OR (reported_on IS NOT NULL "
            "AND (value IS NOT NULL OR remark IS NOT NULL))",
            name="reported",
        ),
        CheckConstraint(
            "state NOT IN ('verified', 'disputed') OR decided_by IS NOT NULL", name="decided"
        ),
        CheckConstraint("decided_by <> person_id", name="not_by_oneself"),
        CheckConstraint(
            "state <> 'disputed' OR value IS NULL OR appraiser_value IS NOT NULL",
            name="both_values",
        ),
        CheckConstraint(
            "state <> 'not_measurable' OR (cause IS NOT NULL AND proposed_by IS NOT NULL "
            "AND agreed_by IS NOT NULL)",
            name="agreed",
        ),
        CheckConstraint("proposed_by <> agreed_by", name="both_sides"),
        CheckConstraint("value >= 0 AND appraiser_value >= 0", name="value"),
        CheckConstraint("revision >= 1", name="revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(index=True)
    #: The same in every version of the plan.
    indicator_key: Mapped[int]
    cycle_id: Mapped[int]
    period_number: Mapped[int]
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    #: As the person reported it; None in the qualitative approach.
    value: Mapped[Decimal | None] = mapped_column(NUMBER)
    #: What the person says of it.
    remark: Mapped[bytes | None] = mapped_column(EncryptedText)
    #: Where it was disputed: the value that counts, beside the person's.
    appraiser_value: Mapped[Decimal | None] = mapped_column(NUMBER)
    #: The city's day of the last report, from which the time to answer counts.
    reported_on: Mapped[date | None]
    is_late: Mapped[bool] = mapped_column(Boolean(name="is_late"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    cause: Mapped[str | None] = mapped_column(String(WORD))
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    #: Why it should drop out, in the words of who proposed it.
    drop_reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    #: Whether the level would have risen when it was proposed: then who stands above agrees.
    drop_above: Mapped[bool | None] = mapped_column(Boolean(name="drop_above"))


class RealisationEvent(Base):
    """What happened to a realisation: who brought it from which state into which, and why."""

    __tablename__ = "realisation_event"
    __table_args__ = (
        one_of("old", RealisationState, name="old"),
        one_of("new", RealisationState, name="new"),
        CheckConstraint(
            "new NOT IN ('disputed', 'not_measurable') OR reason IS NOT NULL", name="reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    realisation_id: Mapped[int] = mapped_column(ForeignKey("realisation.id"), index=True)
    old: Mapped[str] = mapped_column(String(WORD))
    new: Mapped[str] = mapped_column(String(WORD))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    #: None where none was given.
    reason: Mapped[bytes | None] = mapped_column(EncryptedText)


class RealisationLink(Base):
    """An https address that shows a realisation; the portal never opens it."""

    __tablename__ = "realisation_link"
    __table_args__ = (
        CheckConstraint(f"substr(link, 1, {len(HTTPS)}) = '{HTTPS}'", name="link"),
        CheckConstraint("(opened_on IS NULL) = (opened_by IS NULL)", name="opened"),
        UniqueConstraint("realisation_id", "link"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    realisation_id: Mapped[int] = mapped_column(ForeignKey("realisation.id"))
    link: Mapped[str] = mapped_column(String(LONGEST_LINK))
    added_on: Mapped[date]
    #: The day on which the other side said that it could be opened.
    opened_on: Mapped[date | None]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))


class RealisationDraft(Base):
    """What a person typed of a realisation and did not report yet; nobody else reads it."""

    __tablename__ = "realisation_draft"
    __table_args__ = (
        ForeignKeyConstraint(
            ["plan_id", "person_id"], ["performance_plan.id", "performance_plan.person_id"]
        ),
        CheckConstraint("revision >= 1", name="revision"),
    )

    plan_id: Mapped[int] = mapped_column(primary_key=True)
    indicator_key: Mapped[int] = mapped_column(primary_key=True)
    period_number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    #: Grows with every saving, so that two tabs notice each other.
    revision: Mapped[int]
    #: Every field as it was typed, right or wrong.
    fields: Mapped[bytes] = mapped_column(EncryptedText)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


keep_rules(RealisationRow.__table__, *REALISATION_RULES)
keep_rules(RealisationEvent.__table__, *REALISATION_EVENT_RULES)
keep_rules(RealisationLink.__table__, *EVIDENCE_RULES)
