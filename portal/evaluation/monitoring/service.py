"""Dialogues and difficulties: planned, recorded by one side, answered by the other, settled."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.evaluation.cycles.state_writing import Happening, bring
from portal.evaluation.monitoring import queries
from portal.evaluation.monitoring.domain import DifficultyCause, IsSame, differs
from portal.evaluation.monitoring.models import DialogueEvent, DialogueRow, DifficultyRow
from portal.evaluation.rules.machines import DIALOGUE
from portal.evaluation.rules.states import DialogueState
from portal.storage.database import begin_write
from portal.storage.waiting import AdvisoryLock, lock_until_end


class NotTheirs(LookupError):
    """There is no such thing, or it is not this person's turn."""


class NoteChangedMeanwhile(ValueError):
    """It changed after the page was shown: another tab, or the other side."""


@dataclass(frozen=True, slots=True)
class PlanDialogue:
    """A day on which two people talk; ``topic`` is encrypted, or None.

    :ivar is_same: returns whether an encrypted topic, or None, says the same.
    """

    person_id: int
    superior_id: int
    planned_by: int
    planned_for: date
    topic: bytes | None
    is_same: IsSame = differs


@dataclass(frozen=True, slots=True)
class Turn:
    """Who changes something, as a page showed it."""

    id: int
    revision: int
    person_id: int
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Record:
    """What one side writes of a dialogue, encrypted; empty fields stay None in a draft."""

    held_on: date | None
    talked: bytes | None
    outcome: bytes | None
    next_step: bytes | None
    next_on: date | None


@dataclass(frozen=True, slots=True)
class NameDifficulty:
    """A difficulty with its cause and what is done; texts are encrypted.

    :ivar is_same: returns whether an encrypted text says the same.
    """

    person_id: int
    found_by: int
    found_on: date
    cause: DifficultyCause
    text: bytes
    measure: bytes
    support: bytes
    due_on: date
    is_same: IsSame = differs


def plan_dialogue(session: Session, command: PlanDialogue) -> int:
    """Keep a planned dialogue and return its number; one planned alike is kept once; commits."""
    begin_write(session)
    lock_until_end(session, AdvisoryLock.TALKS)
    earlier = select(DialogueRow.id, DialogueRow.topic).where(
        DialogueRow.person_id == command.person_id,
        DialogueRow.planned_by == command.planned_by,
        DialogueRow.planned_for == command.planned_for,
        DialogueRow.state == DialogueState.PLANNED,
    )
    for number, topic in session.execute(earlier):
        if command.is_same(topic):
            session.commit()
            return int(number)
    row = DialogueRow(
        person_id=command.person_id,
        superior_id=command.superior_id,
        planned_by=command.planned_by,
        planned_for=command.planned_for,
        state=DIALOGUE.first,
        revision=1,
        topic=command.topic,
    )
    session.add(row)
    session.commit()
    return row.id


def remove_planned(session: Session, turn: Turn) -> None:
    """Throw away a dialogue that was not held; commits.

    :raises NotTheirs: for others than its two people, and when it was held.
    :raises ChangedMeanwhile: when the page showed an older revision.
    """
    row = _open(session, turn)
    if row.state != DialogueState.PLANNED:
        session.rollback()
        raise NotTheirs(f"{turn.id}")
    session.execute(delete(DialogueRow).where(DialogueRow.id == row.id))
    session.commit()


def keep_record(session: Session, turn: Turn, *, record: Record) -> int:
    """Keep what one side has written so far as that side's draft; commits.

    :returns: the new revision.

    :raises NotTheirs: when the other side began to write, or it was held.
    :raises ChangedMeanwhile: when the page showed an older revision.
    """
    row = _write(session, turn, record=record)
    session.commit()
    return row.revision


def hold_dialogue(session: Session, turn: Turn, *, record: Record) -> None:
    """Record what was said and agreed, for the other side to confirm; commits.

    :raises NotTheirs: when the other side began to write, or it was held.
    :raises ChangedMeanwhile: when the page showed an older revision.
    """
    row = _write(session, turn, record=record)
    _note(session, row, turn=turn, to=DialogueState.HELD)
    session.commit()


def answer_dialogue(
    session: Session, turn: Turn, *, to: DialogueState, reason: bytes | None = None
) -> None:
    """Confirm or dispute what the other side recorded; commits.

    :param reason: encrypted; needed to dispute.
    :raises NotTheirs: for whoever recorded it, for others, and when nothing waits.
    :raises ChangedMeanwhile: when the page showed an older revision.
    """
    row = _open(session, turn)
    is_turn = row.state == DialogueState.HELD and row.recorded_by != turn.person_id
    if not is_turn or (to is DialogueState.DISPUTED and reason is None):
        session.rollback()
        raise NotTheirs(f"{turn.id}")
    row.decided_by = turn.person_id
    _note(session, row, turn=turn, to=to, reason=reason)
    session.commit()


def name_difficulty(session: Session, command: NameDifficulty) -> int:
    """Keep a difficulty and return its number; of two alike on one day the first; commits."""
    begin_write(session)
    lock_until_end(session, AdvisoryLock.TALKS)
    earlier = select(DifficultyRow.id, DifficultyRow.text).where(
        DifficultyRow.person_id == command.person_id,
        DifficultyRow.found_by == command.found_by,
        DifficultyRow.found_on == command.found_on,
        DifficultyRow.cause == command.cause,
    )
    for number, text in session.execute(earlier):
        if command.is_same(text):
            session.commit()
            return int(number)
    row = DifficultyRow(
        person_id=command.person_id,
        found_by=command.found_by,
        found_on=command.found_on,
        cause=command.cause,
        text=command.text,
        measure=command.measure,
        support=command.support,
        due_on=command.due_on,
        revision=1,
    )
    session.add(row)
    session.commit()
    return row.id


def settle_difficulty(session: Session, turn: Turn, *, outcome: bytes) -> None:
    """Say what came of the measure; commits.

    :param outcome: encrypted.
    :raises NotTheirs: when there is none, or it is settled.
    :raises ChangedMeanwhile: when the page showed an older revision.
    """
    begin_write(session)
    row = queries.locked_difficulty(session, turn.id)
    if row is None or row.settled_on is not None:
        session.rollback()
        raise NotTheirs(f"{turn.id}")
    if row.revision != turn.revision:
        session.rollback()
        raise NoteChangedMeanwhile(f"{turn.id}")
    row.revision += 1
    row.settled_on, row.settled_by, row.outcome = turn.today, turn.person_id, outcome
    session.commit()


def _open(session: Session, turn: Turn) -> DialogueRow:
    """Open a dialogue for a change by one of its two people; its revision grows."""
    begin_write(session)
    row = queries.locked_dialogue(session, turn.id)
    if row is None or turn.person_id not in {row.person_id, row.superior_id}:
        session.rollback()
        raise NotTheirs(f"{turn.id}")
    if row.revision != turn.revision:
        session.rollback()
        raise NoteChangedMeanwhile(f"{turn.id}")
    row.revision += 1
    return row


def _write(session: Session, turn: Turn, *, record: Record) -> DialogueRow:
    row = _open(session, turn)
    is_free = row.recorded_by in {None, turn.person_id}
    if row.state != DialogueState.PLANNED or not is_free:
        session.rollback()
        raise NotTheirs(f"{turn.id}")
    row.recorded_by, row.held_on, row.next_on = turn.person_id, record.held_on, record.next_on
    row.talked, row.outcome, row.next_step = record.talked, record.outcome, record.next_step
    session.flush()
    return row


def _note(
    session: Session,
    row: DialogueRow,
    *,
    turn: Turn,
    to: DialogueState,
    reason: bytes | None = None,
) -> None:
    happening = Happening(turn.now, turn.person_id, reason)
    event = partial(DialogueEvent, dialogue_id=row.id)
    bring(session, row, machine=DIALOGUE, to=to, happening=happening, event=event)
