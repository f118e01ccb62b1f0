"""Tables of training: the catalogue, the rules, and what people take part in."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.rules.states import RecommendationState
from portal.evaluation.rules.training import TrainingTrigger
from portal.evaluation.training.domain import CODE, MOST_HOURS, NAME, PROVIDER
from portal.evaluation.training.refusals import RULE_RULES, TRAINING_RULES
from portal.storage.row_rules import Base, EncryptedText, keep_rules, one_of

WORD = 24
NUMBER = Numeric(18, 4)


class TopicRow(Base):
    """A topic of the city's catalogue."""

    __tablename__ = "training_topic"
    __table_args__ = (CheckConstraint(f"hours BETWEEN 1 AND {MOST_HOURS}", name="hours"),)

    code: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME))
    #: Lesson hours (JP).
    hours: Mapped[int]
    provider: Mapped[str] = mapped_column(String(PROVIDER))
    #: Whether it is still suggested.
    is_offered: Mapped[bool]


class TrainingRuleRow(Base):
    """Which topic a kind of weak point leads to, by date."""

    __tablename__ = "training_rule"
    __table_args__ = (
        one_of("cause", TrainingTrigger, name="cause"),
        CheckConstraint("ends_on >= starts_on", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(String(WORD))
    topic_code: Mapped[str] = mapped_column(ForeignKey("training_topic.code"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    #: Account of the office.
    set_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class TrainingRow(Base):
    """A training of a person, from the suggestion to its effect."""

    __tablename__ = "training_record"
    __table_args__ = (
        one_of("state", RecommendationState, name="state"),
        one_of("cause", TrainingTrigger, name="cause"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint(
            "decided_by <> suggested_by AND (decided_by = person_id OR suggested_by = person_id)",
            name="both_sides",
        ),
        CheckConstraint("(state = 'suggested') = (decided_by IS NULL)", name="decided"),
        CheckConstraint("(state = 'declined') = (declined IS NOT NULL)", name="declined"),
        CheckConstraint(
            "(starts_on IS NULL) = (ends_on IS NULL) AND ends_on >= starts_on "
            "AND (starts_on IS NULL) = (substitute_id IS NULL)",
            name="days",
        ),
        CheckConstraint(
            "state IN ('suggested', 'declined', 'accepted') OR starts_on IS NOT NULL",
            name="planned",
        ),
        CheckConstraint("substitute_id <> person_id", name="substitute"),
        CheckConstraint(
            f"hours BETWEEN 1 AND {MOST_HOURS} AND (hours IS NULL) = (evidence IS NULL)",
            name="hours",
        ),
        CheckConstraint(
            "(state IN ('done', 'effect_checked')) = (done_on IS NOT NULL) "
            "AND (done_on IS NULL OR evidence IS NOT NULL) "
            "AND (done_on IS NULL) = (confirmed_by IS NULL)",
            name="done",
        ),
        CheckConstraint("confirmed_by <> person_id", name="not_by_oneself"),
        CheckConstraint(
            "(before IS NULL) = (after IS NULL) AND (before IS NULL) = (direction IS NULL) "
            "AND before >= 0 AND after >= 0 AND before_cases >= 1 AND after_cases >= 1",
            name="measured",
        ),
        CheckConstraint("direction IN ('higher', 'lower')", name="direction"),
        CheckConstraint("(state = 'effect_checked') = (effect IS NOT NULL)", name="effect"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    topic_code: Mapped[str] = mapped_column(ForeignKey("training_topic.code"), index=True)
    #: Why it was suggested; never exported.
    cause: Mapped[str] = mapped_column(String(WORD))
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    suggested_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    suggested_on: Mapped[date]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    #: Why the other side declined.
    declined: Mapped[bytes | None] = mapped_column(EncryptedText)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    #: Who stands at the desk meanwhile.
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    #: Why the superior cannot release the person now.
    not_released: Mapped[bytes | None] = mapped_column(EncryptedText)
    evidence: Mapped[bytes | None] = mapped_column(EncryptedText)
    #: Lesson hours that the evidence shows.
    hours: Mapped[int | None]
    done_on: Mapped[date | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    #: The measure before the training, with the number of cases.
    before: Mapped[Decimal | None] = mapped_column(NUMBER)
    before_cases: Mapped[int | None]
    #: The same measure two quarters later.
    after: Mapped[Decimal | None] = mapped_column(NUMBER)
    after_cases: Mapped[int | None]
    direction: Mapped[str | None] = mapped_column(String(WORD))
    #: What changed, in words.
    effect: Mapped[bytes | None] = mapped_column(EncryptedText)


keep_rules(TrainingRuleRow.__table__, *RULE_RULES)
keep_rules(TrainingRow.__table__, *TRAINING_RULES)
