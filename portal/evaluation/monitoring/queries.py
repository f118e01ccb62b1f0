"""Queries on notes, dialogues and difficulties."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from portal.evaluation.monitoring.domain import (
    SPOKEN,
    Addition,
    Dialogue,
    Difficulty,
    DifficultyCause,
    FeedbackNote,
)
from portal.evaluation.monitoring.models import (
    AdditionRow,
    DialogueEvent,
    DialogueRow,
    DifficultyRow,
    NoteRow,
)
from portal.evaluation.rules.states import DialogueState, NoteState
from portal.storage.joint_reading import Asking, Question, asked


@dataclass(frozen=True, slots=True)
class DialogueHistory:
    """What happened to a dialogue; ``reason`` is still encrypted."""

    new: DialogueState
    happened_at: datetime
    person_id: int
    reason: bytes | None


@dataclass(frozen=True, slots=True)
class DialogueLine:
    """A dialogue as the first screen counts it: no content."""

    person_id: int
    superior_id: int
    state: DialogueState
    recorded_by: int | None
    planned_for: date
    held_on: date | None

    def was_held_since(self, day: date) -> bool:
        """Return whether both talked on a day or after."""
        return self.state in SPOKEN and self.held_on is not None and self.held_on >= day

    def waits_for(self, person_id: int) -> bool:
        """Return whether one of the two confirms what the other recorded."""
        sides = {self.person_id, self.superior_id} - {self.recorded_by}
        return self.state is DialogueState.HELD and person_id in sides


def notes_about(session: Session, person_id: int) -> Sequence[FeedbackNote]:
    """Return the notes about a person, the latest first."""
    query = select(NoteRow).where(NoteRow.about_id == person_id)
    rows = session.scalars(query.order_by(NoteRow.id.desc())).all()
    added = _additions(session, [row.id for row in rows])
    return [_note(row, added.get(row.id, ())) for row in rows]


def note_days(
    session: Session, person_ids: Collection[int], *, first: date, last: date
) -> Mapping[int, Sequence[date]]:
    """Return on which days notes about these people were written, by person.

    :param first: with ``last``, both inclusive.
    """
    row, found = NoteRow, defaultdict[int, list[date]](list)
    query = select(row.about_id, row.written_on).where(
        row.about_id.in_(person_ids), row.written_on.between(first, last)
    )
    for person_id, day in session.execute(query):
        found[person_id].append(day)
    return found


def note_with(session: Session, note_id: int) -> FeedbackNote | None:
    """Return a note, or None."""
    row = session.get(NoteRow, note_id)
    return None if row is None else _note(row, _additions(session, [row.id]).get(row.id, ()))


def locked_note(session: Session, note_id: int) -> NoteRow | None:
    """Return a note's row and keep others from changing it, or None."""
    return session.scalar(select(NoteRow).where(NoteRow.id == note_id).with_for_update())


def dialogues_of(
    session: Session, person_id: int, *, until: date | None = None
) -> Sequence[Dialogue]:
    """Return a person's dialogues, the latest first; ``until`` is inclusive."""
    query = select(DialogueRow).where(DialogueRow.person_id == person_id)
    if until is not None:
        query = query.where(DialogueRow.planned_for <= until)
    rows = session.scalars(query.order_by(DialogueRow.planned_for.desc(), DialogueRow.id.desc()))
    return [_dialogue(row) for row in rows]


def people_in_dialogue(session: Session, *, first: date, last: date) -> frozenset[int]:
    """Return who had a dialogue on a day of the span, both inclusive."""
    held = DialogueRow.held_on.between(first, last)
    return frozenset(session.scalars(select(DialogueRow.person_id).where(held).distinct()))


def dialogue_with(session: Session, dialogue_id: int) -> Dialogue | None:
    """Return a dialogue, or None."""
    row = session.get(DialogueRow, dialogue_id)
    return None if row is None else _dialogue(row)


def locked_dialogue(session: Session, dialogue_id: int) -> DialogueRow | None:
    """Return a dialogue's row and keep others from changing it, or None."""
    query = select(DialogueRow).where(DialogueRow.id == dialogue_id)
    return session.scalar(query.with_for_update())


def history_of(session: Session, dialogue_id: int) -> Sequence[DialogueHistory]:
    """Return what happened to a dialogue, the latest first."""
    rows = session.scalars(
        select(DialogueEvent)
        .where(DialogueEvent.dialogue_id == dialogue_id)
        .order_by(DialogueEvent.id.desc())
    )
    return [
        DialogueHistory(DialogueState(row.new), row.happened_at, row.person_id, row.reason)
        for row in rows
    ]


@asked("person_ids")
def _dialogues_since(person_ids: Any, since: Any) -> Question:
    row = DialogueRow
    is_open = row.state.in_([DialogueState.PLANNED, DialogueState.HELD])
    columns = (row.person_id, row.superior_id, row.state, row.recorded_by)
    return select(*columns, row.planned_for, row.held_on).where(
        row.person_id.in_(person_ids), or_(is_open, row.held_on >= since)
    )


def ask_dialogue_lines(
    person_ids: Collection[int], *, since: date
) -> Asking[Sequence[DialogueLine]]:
    """Ask for the dialogues of these people that are open, or were held on a day or after."""
    (rows,) = yield [_dialogues_since(person_ids=person_ids, since=since)]
    return [
        DialogueLine(
            each.person_id,
            each.superior_id,
            DialogueState(each.state),
            each.recorded_by,
            each.planned_for,
            each.held_on,
        )
        for each in rows
    ]


@asked("person_ids")
def _unread(reader_id: Any, person_ids: Any) -> Question:
    row = NoteRow
    about_reader = and_(row.about_id == reader_id, row.writer_id != reader_id)
    by_people = and_(row.about_id.in_(person_ids), row.writer_id == row.about_id)
    return (
        select(row.about_id, func.count().label("count"))
        .where(row.state == NoteState.WRITTEN, or_(about_reader, by_people))
        .group_by(row.about_id)
    )


def ask_unread_notes(reader_id: int, *, person_ids: Collection[int]) -> Asking[Mapping[int, int]]:
    """Ask how many notes the reader has not read, by the person they are about.

    :param person_ids: the reader's people, whose own notes wait for the reader.
    """
    (rows,) = yield [_unread(reader_id=reader_id, person_ids=person_ids)]
    return {each.about_id: each.count for each in rows}


def difficulties_of(
    session: Session, person_id: int, *, until: date | None = None
) -> Sequence[Difficulty]:
    """Return a person's difficulties, open ones first; ``until`` is inclusive."""
    query = select(DifficultyRow).where(DifficultyRow.person_id == person_id)
    if until is not None:
        query = query.where(DifficultyRow.found_on <= until)
    order = (DifficultyRow.settled_on.is_not(None), DifficultyRow.due_on, DifficultyRow.id)
    return [_difficulty(row) for row in session.scalars(query.order_by(*order))]


def difficulty_with(session: Session, difficulty_id: int) -> Difficulty | None:
    """Return a difficulty, or None."""
    row = session.get(DifficultyRow, difficulty_id)
    return None if row is None else _difficulty(row)


def locked_difficulty(session: Session, difficulty_id: int) -> DifficultyRow | None:
    """Return a difficulty's row and keep others from changing it, or None."""
    query = select(DifficultyRow).where(DifficultyRow.id == difficulty_id)
    return session.scalar(query.with_for_update())


def _additions(session: Session, note_ids: Collection[int]) -> Mapping[int, tuple[Addition, ...]]:
    found: defaultdict[int, tuple[Addition, ...]] = defaultdict(tuple)
    rows = session.scalars(
        select(AdditionRow).where(AdditionRow.note_id.in_(note_ids)).order_by(AdditionRow.id)
    )
    for row in rows:
        found[row.note_id] += (Addition(row.writer_id, row.text, row.added_at),)
    return found


def _note(row: NoteRow, additions: tuple[Addition, ...]) -> FeedbackNote:
    return FeedbackNote(
        row.id,
        row.about_id,
        row.writer_id,
        row.text,
        NoteState(row.state),
        revision=row.revision,
        written_at=row.written_at,
        written_on=row.written_on,
        additions=additions,
    )


def _dialogue(row: DialogueRow) -> Dialogue:
    return Dialogue(
        row.id,
        row.person_id,
        row.superior_id,
        row.planned_for,
        DialogueState(row.state),
        revision=row.revision,
        topic=row.topic,
        recorded_by=row.recorded_by,
        held_on=row.held_on,
        talked=row.talked,
        outcome=row.outcome,
        next_step=row.next_step,
        next_on=row.next_on,
        decided_by=row.decided_by,
    )


def _difficulty(row: DifficultyRow) -> Difficulty:
    return Difficulty(
        row.id,
        row.person_id,
        row.found_by,
        row.found_on,
        DifficultyCause(row.cause),
        text=row.text,
        measure=row.measure,
        support=row.support,
        due_on=row.due_on,
        revision=row.revision,
        settled_on=row.settled_on,
        outcome=row.outcome,
    )
