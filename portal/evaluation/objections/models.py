"""Tables of objections: the case, its points, evidence, meetings, companions, who decides."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.appraisals.refusals import words
from portal.evaluation.objections import refusals
from portal.evaluation.objections.domain import (
    CaseSide,
    DeciderOrigin,
    Inadmissibility,
    ObjectionOutcome,
    PointFinding,
)
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.states import ObjectionState
from portal.storage.row_rules import Base, EncryptedText, UtcDateTime, keep_rules, one_of

WORD = 24
_IS_OPEN = text(f"state IN {refusals.IS_OPEN}")
_STANDS = "result_level = before_result AND behaviour_level = before_behaviour"


class ObjectionRow(Base):
    """An objection of a person to a result; until it is filed, it is the person's draft."""

    __tablename__ = "objection"
    __table_args__ = (
        one_of("state", ObjectionState, name="state"),
        one_of("before_result", ExpectationLevel, name="before_result"),
        one_of("before_behaviour", ExpectationLevel, name="before_behaviour"),
        one_of("asked_result", ExpectationLevel, name="asked_result"),
        one_of("asked_behaviour", ExpectationLevel, name="asked_behaviour"),
        one_of("result_level", ExpectationLevel, name="result_level"),
        one_of("behaviour_level", ExpectationLevel, name="behaviour_level"),
        one_of("outcome", ObjectionOutcome, name="outcome"),
        one_of("inadmissible_because", Inadmissibility, name="inadmissible_because"),
        UniqueConstraint("evaluation_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint(
            "decider_id <> person_id AND decider_id <> appraiser_id", name="decider_is_outside"
        ),
        CheckConstraint("appraiser_id <> person_id", name="not_by_oneself"),
        CheckConstraint("state <> 'draft' OR decider_id IS NULL", name="draft"),
        CheckConstraint(
            "state = 'draft' OR (filed_on IS NOT NULL AND filed_at IS NOT NULL "
            "AND snapshot_number IS NOT NULL)",
            name="filed",
        ),
        CheckConstraint(
            f"state NOT IN {words('admitted', 'hearing', 'decided', 'closed')} "
            "OR (admitted_on IS NOT NULL AND explain_until IS NOT NULL "
            "AND decide_until IS NOT NULL)",
            name="admitted",
        ),
        CheckConstraint(
            f"(state IN {refusals.IS_DECIDED}) = (outcome IS NOT NULL) "
            "AND (outcome IS NULL) = (decided_on IS NULL)",
            name="decided",
        ),
        CheckConstraint(
            "outcome IS NULL OR (decider_id IS NOT NULL AND result_level IS NOT NULL "
            "AND behaviour_level IS NOT NULL)",
            name="decided_whole",
        ),
        CheckConstraint(
            f"outcome IS NULL OR (outcome = 'upheld') = ({_STANDS})", name="outcome_fits"
        ),
        CheckConstraint(
            "(state = 'inadmissible') = (inadmissible_because IS NOT NULL)", name="inadmissible"
        ),
        CheckConstraint(
            "(extended_on IS NULL) = (extension_reason IS NULL)", name="extension_reason"
        ),
        Index(
            "ux_objection_one_open",
            "evaluation_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("yearly_evaluation.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("performance_plan.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("evaluation_cycle.id"), index=True)
    #: Who confirmed the result, and explains it.
    appraiser_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    #: Of the result: a further one only after one that was withdrawn or not admitted.
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    before_result: Mapped[str] = mapped_column(String(WORD))
    before_behaviour: Mapped[str] = mapped_column(String(WORD))
    #: What the person asks for; None where that part is not disputed.
    asked_result: Mapped[str | None] = mapped_column(String(WORD))
    asked_behaviour: Mapped[str | None] = mapped_column(String(WORD))
    #: Whether the rules of the cycle let a decision lower what the person had.
    may_worsen: Mapped[bool]
    is_late: Mapped[bool]
    late_reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: The city's date of ``filed_at``.
    filed_on: Mapped[date | None]
    #: Of the frozen document that it is about.
    snapshot_number: Mapped[int | None]
    #: None until somebody is named who took no part.
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    admitted_on: Mapped[date | None]
    inadmissible_because: Mapped[str | None] = mapped_column(String(WORD))
    explain_until: Mapped[date | None]
    decide_until: Mapped[date | None]
    extended_on: Mapped[date | None]
    extension_reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    #: The days on which the two sides sent their explanations.
    person_done_on: Mapped[date | None]
    appraiser_done_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(WORD))
    result_level: Mapped[str | None] = mapped_column(String(WORD))
    behaviour_level: Mapped[str | None] = mapped_column(String(WORD))
    decided_on: Mapped[date | None]


class ObjectionPoint(Base):
    """One point: what the person claims, what both say of it, what is decided and why."""

    __tablename__ = "objection_point"
    __table_args__ = (
        one_of("finding", PointFinding, name="finding"),
        CheckConstraint("number >= 1", name="number"),
    )

    objection_id: Mapped[int] = mapped_column(
        ForeignKey("objection.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    claim: Mapped[bytes | None] = mapped_column(EncryptedText)
    #: Of the appraiser; read by the other side once it was sent.
    answer: Mapped[bytes | None] = mapped_column(EncryptedText)
    #: What the person adds while both are heard.
    reply: Mapped[bytes | None] = mapped_column(EncryptedText)
    finding: Mapped[str | None] = mapped_column(String(WORD))
    finding_reason: Mapped[bytes | None] = mapped_column(EncryptedText)


class ObjectionEvent(Base):
    """What happened to an objection: who brought it from which state into which, and why."""

    __tablename__ = "objection_event"
    __table_args__ = (
        one_of("old", ObjectionState, name="old"),
        one_of("new", ObjectionState, name="new"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"), index=True)
    old: Mapped[str] = mapped_column(String(WORD))
    new: Mapped[str] = mapped_column(String(WORD))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: None for the portal itself, when a last day is over.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    reason: Mapped[bytes | None] = mapped_column(EncryptedText)


class ObjectionEvidence(Base):
    """New evidence of one side beside the frozen document: what it is, and where it lies."""

    __tablename__ = "objection_evidence"
    __table_args__ = (one_of("side", CaseSide, name="side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"), index=True)
    side: Mapped[str] = mapped_column(String(WORD))
    #: What it shows.
    title: Mapped[bytes] = mapped_column(EncryptedText)
    #: An https address that the portal never opens; None where the title says all.
    link: Mapped[bytes | None] = mapped_column(EncryptedText)
    added_on: Mapped[date]
    removed_on: Mapped[date | None]
    removed_by: Mapped[int | None]
    removal_reason: Mapped[bytes | None] = mapped_column(EncryptedText)


class ObjectionMeeting(Base):
    """A meeting with both sides, and what was said; written by who decides."""

    __tablename__ = "objection_meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"), index=True)
    held_on: Mapped[date]
    notes: Mapped[bytes] = mapped_column(EncryptedText)
    written_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ObjectionCompanion(Base):
    """Somebody whom the person lets read this one case."""

    __tablename__ = "objection_companion"
    __table_args__ = (CheckConstraint("ended_on >= named_on", name="ended_on"),)

    objection_id: Mapped[int] = mapped_column(
        ForeignKey("objection.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("officer.id"), primary_key=True, autoincrement=False
    )
    named_on: Mapped[date]
    ended_on: Mapped[date | None]


class ObjectionDecider(Base):
    """Who was named to decide, and how; who stepped aside is never named again."""

    __tablename__ = "objection_decider"
    __table_args__ = (
        one_of("origin", DeciderOrigin, name="origin"),
        CheckConstraint("(left_on IS NULL) = (left_reason IS NULL)", name="left_reason"),
    )

    objection_id: Mapped[int] = mapped_column(
        ForeignKey("objection.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("officer.id"), primary_key=True, autoincrement=False
    )
    origin: Mapped[str] = mapped_column(String(WORD))
    named_on: Mapped[date]
    #: Of the office's account that drew; None where it follows from the line.
    named_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    left_on: Mapped[date | None]
    left_reason: Mapped[bytes | None] = mapped_column(EncryptedText)


keep_rules(ObjectionRow.__table__, *refusals.OBJECTION_RULES, *refusals.RESULT_RULES)
keep_rules(ObjectionPoint.__table__, *refusals.POINT_RULES)
keep_rules(ObjectionEvent.__table__, *refusals.EVENT_RULES)
keep_rules(ObjectionEvidence.__table__, *refusals.EVIDENCE_RULES)
keep_rules(ObjectionMeeting.__table__, *refusals.MEETING_RULES)
keep_rules(ObjectionCompanion.__table__, *refusals.COMPANION_RULES)
keep_rules(ObjectionDecider.__table__, *refusals.DECIDER_RULES)
