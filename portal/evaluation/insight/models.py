"""The table of notes "please look again"."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.insight.domain import SignalKind
from portal.evaluation.insight.refusals import IS_ANSWERED, IS_OF_TEAM, NOTE_RULES
from portal.evaluation.rules.states import LookAgainState
from portal.storage.row_rules import Base, EncryptedText, keep_rules, one_of

WORD = 24
_OF_TEAM, _OF_PERSON = text("person_id IS NULL"), text("person_id IS NOT NULL")


class SignalNote(Base):
    """A note "please look again" to an appraiser; no figure of anybody stands in it."""

    __tablename__ = "signal_note"
    __table_args__ = (
        one_of("kind", SignalKind, name="kind"),
        one_of("state", LookAgainState, name="state"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint(
            f"(person_id IS NULL) = (kind IN {IS_OF_TEAM}) "
            "AND (person_id IS NULL) = (plan_id IS NULL)",
            name="person",
        ),
        CheckConstraint("appraiser_id <> person_id", name="not_about_oneself"),
        CheckConstraint("answered_by <> person_id", name="not_answered_by_oneself"),
        CheckConstraint("seen_on >= opened_on", name="seen_on"),
        CheckConstraint(
            f"(state IN {IS_ANSWERED}) = (answer IS NOT NULL) "
            "AND (answer IS NULL) = (answered_by IS NULL) "
            "AND (answer IS NULL) = (answered_on IS NULL)",
            name="answered",
        ),
        Index(
            "ux_signal_note_of_team",
            "cycle_id",
            "appraiser_id",
            "kind",
            unique=True,
            sqlite_where=_OF_TEAM,
            postgresql_where=_OF_TEAM,
        ),
        Index(
            "ux_signal_note_of_person",
            "cycle_id",
            "appraiser_id",
            "kind",
            "person_id",
            unique=True,
            sqlite_where=_OF_PERSON,
            postgresql_where=_OF_PERSON,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("evaluation_cycle.id"))
    kind: Mapped[str] = mapped_column(String(WORD))
    #: Who rated, and to whom the note goes.
    appraiser_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    #: Whom it is about; None where it is about all people of the appraiser.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("performance_plan.id"))
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    opened_on: Mapped[date]
    #: The last day on which the sign was found; later than the answer: it is still there.
    seen_on: Mapped[date]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    answered_on: Mapped[date | None]
    #: Why it is kept or what was changed.
    answer: Mapped[bytes | None] = mapped_column(EncryptedText)


keep_rules(SignalNote.__table__, *NOTE_RULES)
