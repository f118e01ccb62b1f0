"""Tables of a year's evaluation: its way, ratings with their steps, second looks, unit reviews."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.appraisals.domain import Opinion, Receipt
from portal.evaluation.appraisals.models import WORD
from portal.evaluation.appraisals.refusals import (
    IS_CONFIRMED,
    IS_LOW,
    IS_QUADRANT,
    LOOK_RULES,
    RATING_RULES,
    REVIEW_RULES,
    STEP_RULES,
    YEARLY_RULES,
    event_rules,
)
from portal.evaluation.plans.domain import BehaviourValue
from portal.evaluation.rules.levels import ExpectationLevel, Predicate
from portal.evaluation.rules.states import YearlyState
from portal.storage.row_rules import Base, EncryptedText, UtcDateTime, keep_rules, one_of


class YearlyEvaluation(Base):
    """A person's evaluation of a year; the levels are those in force."""

    __tablename__ = "yearly_evaluation"
    __table_args__ = (
        one_of("state", YearlyState, name="state"),
        one_of("result_level", ExpectationLevel, name="result_level"),
        one_of("behaviour_level", ExpectationLevel, name="behaviour_level"),
        one_of("predicate", Predicate, name="predicate"),
        one_of("first_level", ExpectationLevel, name="first_level"),
        one_of("last_level", ExpectationLevel, name="last_level"),
        one_of("receipt", Receipt, name="receipt"),
        ForeignKeyConstraint(
            ["plan_id", "person_id"], ["performance_plan.id", "performance_plan.person_id"]
        ),
        UniqueConstraint("person_id", "cycle_id"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint(IS_QUADRANT, name="quadrant"),
        CheckConstraint("appraiser_id <> person_id", name="not_by_oneself"),
        CheckConstraint("confirmed_by <> person_id", name="not_confirmed_by_oneself"),
        CheckConstraint(
            "second_reader_id <> person_id AND second_reader_id <> appraiser_id",
            name="second_reader",
        ),
        CheckConstraint("second_reader_id <> decider_id", name="reader_is_not_decider"),
        CheckConstraint("decider_id <> appraiser_id AND decider_id <> person_id", name="decider"),
        CheckConstraint(
            "targets_confirmed_by <> appraiser_id AND targets_confirmed_by <> person_id",
            name="targets_confirmed_by",
        ),
        CheckConstraint("reviewed_by <> person_id", name="not_reviewed_by_oneself"),
        CheckConstraint("state <> 'self_reported' OR self_report IS NOT NULL", name="self_report"),
        CheckConstraint(
            "state IN ('not_started', 'self_reported') OR (predicate IS NOT NULL "
            "AND appraiser_id IS NOT NULL)",
            name="rated",
        ),
        CheckConstraint(
            f"state NOT IN {IS_CONFIRMED} OR (confirmed_by IS NOT NULL "
            "AND confirmed_at IS NOT NULL)",
            name="confirmed",
        ),
        CheckConstraint(
            f"state NOT IN {IS_CONFIRMED} OR first_level IS NULL OR last_level IS NULL "
            "OR first_level = last_level OR targets_confirmed_by IS NOT NULL",
            name="targets",
        ),
        CheckConstraint(
            f"state NOT IN {IS_CONFIRMED} OR predicate NOT IN {IS_LOW} "
            "OR second_reader_id IS NOT NULL OR state IN ('under_objection', 'final')",
            name="second_look",
        ),
        CheckConstraint(
            "state NOT IN ('delivered', 'received', 'under_objection', 'final') "
            "OR delivered_on IS NOT NULL",
            name="delivered",
        ),
        CheckConstraint(
            "(received_on IS NULL) = (receipt IS NULL) "
            "AND (received_on IS NULL) = (object_until IS NULL) "
            "AND (state NOT IN ('received', 'final') OR received_on IS NOT NULL)",
            name="received",
        ),
        CheckConstraint("object_until > received_on", name="object_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The person's last plan of the cycle, by which the year is judged.
    plan_id: Mapped[int]
    person_id: Mapped[int]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("evaluation_cycle.id"), index=True)
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    #: What the person says of the year, before the appraiser rates.
    self_report: Mapped[bytes | None] = mapped_column(EncryptedText)
    #: Who rated last.
    appraiser_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    result_level: Mapped[str | None] = mapped_column(String(WORD))
    behaviour_level: Mapped[str | None] = mapped_column(String(WORD))
    predicate: Mapped[str | None] = mapped_column(String(WORD))
    #: What the aid says by the first and by the last agreed targets; None without an aid.
    first_level: Mapped[str | None] = mapped_column(String(WORD))
    last_level: Mapped[str | None] = mapped_column(String(WORD))
    #: The appraiser's superior, where first and last targets differ in level.
    targets_confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    #: The head of the unit who looked at the guide with this result in it.
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    second_reader_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    #: Who would decide an objection; kept when the second reader is drawn.
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_on: Mapped[date | None]
    received_on: Mapped[date | None]
    receipt: Mapped[str | None] = mapped_column(String(WORD))
    #: Last day to object, inclusive; a holiday declared later moves it later.
    object_until: Mapped[date | None]


class YearlyEvent(Base):
    """What happened to a year's evaluation: who brought it from which state into which, and why."""

    __tablename__ = "yearly_event"
    __table_args__ = (
        one_of("old", YearlyState, name="old"),
        one_of("new", YearlyState, name="new"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("yearly_evaluation.id"), index=True)
    old: Mapped[str] = mapped_column(String(WORD))
    new: Mapped[str] = mapped_column(String(WORD))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: None for the portal itself, when a last day is over.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    reason: Mapped[bytes | None] = mapped_column(EncryptedText)


class YearlyRating(Base):
    """Levels that an appraiser set; number 1 before colleagues' outcome was shown."""

    __tablename__ = "yearly_rating"
    __table_args__ = (
        one_of("result_level", ExpectationLevel, name="result_level"),
        one_of("behaviour_level", ExpectationLevel, name="behaviour_level"),
        one_of("aid_result_level", ExpectationLevel, name="aid_result_level"),
        one_of("aid_behaviour_level", ExpectationLevel, name="aid_behaviour_level"),
        UniqueConstraint("evaluation_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("(number = 1) = (change_reason IS NULL)", name="change_reason"),
        CheckConstraint(
            "aid_result_level IS NULL OR aid_result_level = result_level "
            "OR result_reason IS NOT NULL",
            name="result_reason",
        ),
        CheckConstraint(
            "aid_behaviour_level IS NULL OR aid_behaviour_level = behaviour_level "
            "OR behaviour_reason IS NOT NULL",
            name="behaviour_reason",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("yearly_evaluation.id"))
    number: Mapped[int]
    appraiser_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    result_level: Mapped[str] = mapped_column(String(WORD))
    behaviour_level: Mapped[str] = mapped_column(String(WORD))
    #: What the aids suggested when the levels were chosen; None without an aid.
    aid_result_level: Mapped[str | None] = mapped_column(String(WORD))
    aid_behaviour_level: Mapped[str | None] = mapped_column(String(WORD))
    result_reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    behaviour_reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    #: Why something was changed after colleagues' outcome was seen.
    change_reason: Mapped[bytes | None] = mapped_column(EncryptedText)


class YearlyStep(Base):
    """The appraiser's step of one of the seven values; 1, 2 and 5 stand with an example only."""

    __tablename__ = "yearly_step"
    __table_args__ = (
        one_of("value", BehaviourValue, name="value"),
        CheckConstraint("step BETWEEN 1 AND 5", name="step"),
        CheckConstraint("step IN (3, 4) OR example IS NOT NULL", name="example"),
    )

    rating_id: Mapped[int] = mapped_column(ForeignKey("yearly_rating.id"), primary_key=True)
    value: Mapped[str] = mapped_column(String(WORD), primary_key=True)
    step: Mapped[int]
    example: Mapped[bytes | None] = mapped_column(EncryptedText)


class RatingDraft(Base):
    """What an appraiser has typed of a rating so far; gone once it is set."""

    __tablename__ = "rating_draft"

    evaluation_id: Mapped[int] = mapped_column(
        ForeignKey("yearly_evaluation.id"), primary_key=True, autoincrement=False
    )
    #: Of whoever types: a new superior does not find it.
    person_id: Mapped[int] = mapped_column(
        ForeignKey("officer.id"), primary_key=True, autoincrement=False
    )
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[bytes] = mapped_column(EncryptedText)


class SecondLookRow(Base):
    """A second reader drawn by lot, and what they said; the way back has a reason, too."""

    __tablename__ = "second_look"
    __table_args__ = (
        one_of("opinion", Opinion, name="opinion"),
        CheckConstraint(
            "(opinion IS NULL) = (reason IS NULL) AND (opinion IS NULL) = (decided_at IS NULL)",
            name="opinion_with_reason",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("yearly_evaluation.id"), index=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    drawn_on: Mapped[date]
    opinion: Mapped[str | None] = mapped_column(String(WORD))
    reason: Mapped[bytes | None] = mapped_column(EncryptedText)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UnitReview(Base):
    """That the head of a unit looked at its levels and the guide; a reason where they differ."""

    __tablename__ = "unit_review"
    __table_args__ = (
        ForeignKeyConstraint(["unit_id", "agency_id"], ["unit.id", "unit.agency_id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("evaluation_cycle.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    #: None for those directly under the head of the agency.
    unit_id: Mapped[int | None]
    head_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    reviewed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[bytes | None] = mapped_column(EncryptedText)


keep_rules(YearlyEvaluation.__table__, *YEARLY_RULES)
keep_rules(YearlyEvent.__table__, *event_rules("yearly_event"))
keep_rules(YearlyRating.__table__, *RATING_RULES)
keep_rules(YearlyStep.__table__, *STEP_RULES)
keep_rules(SecondLookRow.__table__, *LOOK_RULES)
keep_rules(UnitReview.__table__, *REVIEW_RULES)
