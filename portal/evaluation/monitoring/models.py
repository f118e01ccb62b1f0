"""Tables of notes, dialogues and difficulties."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.monitoring.refusals import (
    ADDITION_RULES,
    DIALOGUE_EVENT_RULES,
    DIALOGUE_RULES,
    DIFFICULTY_RULES,
    NOTE_RULES,
)
from portal.evaluation.rules.states import DialogueState, NoteState
from portal.storage.row_rules import Base, EncryptedText, UtcDateTime, keep_rules, one_of

WORD = 24


class NoteRow(Base):
    """Feedback about a person; who it is about reads it, whoever wrote it."""

    __tablename__ = "feedback_note"
    __table_args__ = (
        one_of("state", NoteState, name="state"),
        CheckConstraint("(state = 'written') = (read_at IS NULL)", name="read"),
        CheckConstraint("revision >= 1", name="revision"),
        Index("ix_feedback_note_about_id_written_on", "about_id", "written_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    about_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    writer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    text: Mapped[bytes] = mapped_column(EncryptedText)
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change of the text, so that two tabs notice each other.
    revision: Mapped[int]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: The city's day, from which it is kept for two years.
    written_on: Mapped[date]
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AdditionRow(Base):
    """What was added to a note: an answer, or a word more by its writer."""

    __tablename__ = "note_addition"

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("feedback_note.id"), index=True)
    writer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    text: Mapped[bytes] = mapped_column(EncryptedText)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DialogueRow(Base):
    """A talk of a person with the superior; recorded by one side, confirmed by the other."""

    __tablename__ = "dialogue"
    __table_args__ = (
        one_of("state", DialogueState, name="state"),
        CheckConstraint("person_id <> superior_id", name="two_people"),
        CheckConstraint("planned_by IN (person_id, superior_id)", name="planned_by"),
        CheckConstraint("recorded_by IN (person_id, superior_id)", name="recorded_by"),
        CheckConstraint("decided_by IN (person_id, superior_id)", name="decided_by"),
        CheckConstraint("decided_by <> recorded_by", name="both_sides"),
        CheckConstraint(
            "state = 'planned' OR (held_on IS NOT NULL AND recorded_by IS NOT NULL "
            "AND talked IS NOT NULL AND outcome IS NOT NULL)",
            name="held",
        ),
        CheckConstraint(
            "(state IN ('confirmed', 'disputed')) = (decided_by IS NOT NULL)", name="decided"
        ),
        CheckConstraint("revision >= 1", name="revision"),
        Index("ix_dialogue_person_id_planned_for", "person_id", "planned_for"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    superior_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    planned_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    planned_for: Mapped[date]
    state: Mapped[str] = mapped_column(String(WORD))
    #: Grows with every change, so that two tabs notice each other.
    revision: Mapped[int]
    topic: Mapped[bytes | None] = mapped_column(EncryptedText)
    #: While it is planned: whose draft the texts are.
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    held_on: Mapped[date | None]
    talked: Mapped[bytes | None] = mapped_column(EncryptedText)
    outcome: Mapped[bytes | None] = mapped_column(EncryptedText)
    next_step: Mapped[bytes | None] = mapped_column(EncryptedText)
    next_on: Mapped[date | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))


class DialogueEvent(Base):
    """What happened to a dialogue: who brought it from which state into which, and why."""

    __tablename__ = "dialogue_event"
    __table_args__ = (
        one_of("old", DialogueState, name="old"),
        one_of("new", DialogueState, name="new"),
        CheckConstraint("new <> 'disputed' OR reason IS NOT NULL", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    old: Mapped[str] = mapped_column(String(WORD))
    new: Mapped[str] = mapped_column(String(WORD))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    #: None where none was given.
    reason: Mapped[bytes | None] = mapped_column(EncryptedText)


class DifficultyRow(Base):
    """A difficulty with its cause, what is done about it, and what came of that."""

    __tablename__ = "difficulty"
    __table_args__ = (
        one_of("cause", DifficultyCause, name="cause"),
        CheckConstraint("due_on >= found_on", name="due"),
        CheckConstraint(
            "(settled_on IS NULL) = (settled_by IS NULL) "
            "AND (settled_on IS NULL) = (outcome IS NULL)",
            name="settled",
        ),
        CheckConstraint("settled_on >= found_on", name="settled_on"),
        CheckConstraint("revision >= 1", name="revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    found_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    found_on: Mapped[date]
    cause: Mapped[str] = mapped_column(String(WORD))
    text: Mapped[bytes] = mapped_column(EncryptedText)
    measure: Mapped[bytes] = mapped_column(EncryptedText)
    #: What the superior provides.
    support: Mapped[bytes] = mapped_column(EncryptedText)
    due_on: Mapped[date]
    revision: Mapped[int]
    settled_on: Mapped[date | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    outcome: Mapped[bytes | None] = mapped_column(EncryptedText)


keep_rules(NoteRow.__table__, *NOTE_RULES)
keep_rules(AdditionRow.__table__, *ADDITION_RULES)
keep_rules(DialogueRow.__table__, *DIALOGUE_RULES)
keep_rules(DialogueEvent.__table__, *DIALOGUE_EVENT_RULES)
keep_rules(DifficultyRow.__table__, *DIFFICULTY_RULES)
