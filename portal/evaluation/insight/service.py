"""Answers a note "please look again": kept or changed, with a reason."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.insight.queries import locked_signal_note
from portal.evaluation.rules.machines import LOOK_AGAIN
from portal.evaluation.rules.states import LookAgainState, TransitionRefused
from portal.storage.database import begin_write


class NoteChanged(ValueError):
    """The note changed after the page was shown: another tab, or the sign is seen no more."""


@dataclass(frozen=True, slots=True)
class AnswerNote:
    """An appraiser's answer to a note; ``reason`` is encrypted.

    :ivar to: kept or changed.
    """

    note_id: int
    revision: int
    by: int
    to: LookAgainState
    reason: bytes


def answer_note(session: Session, command: AnswerNote, *, today: date) -> None:
    """Keep the answer to a note; no rating is touched; commits.

    :raises NoteChanged: when the page showed an older revision, or it was answered already.
    """
    begin_write(session)
    row = locked_signal_note(session, command.note_id)
    if row is None or row.revision != command.revision:
        session.rollback()
        raise NoteChanged(f"{command.note_id}")
    try:
        row.state = LOOK_AGAIN.moved(LookAgainState(row.state), to=command.to, reason="given")
    except TransitionRefused as error:
        session.rollback()
        raise NoteChanged(f"{command.note_id}") from error
    row.revision += 1
    row.answered_by, row.answered_on, row.answer = command.by, today, command.reason
    session.commit()
