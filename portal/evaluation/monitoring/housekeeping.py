"""Deletes notes, dialogues and difficulties two years after their day."""

from datetime import date
from typing import Any

from sqlalchemy import Select, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from portal.evaluation.monitoring.models import (
    AdditionRow,
    DialogueEvent,
    DialogueRow,
    DifficultyRow,
    NoteRow,
)
from portal.evaluation.rules.states import DialogueState
from portal.evaluation.work.domain import ForgottenKind
from portal.evaluation.work.housekeeping import first_kept_day, note_retention
from portal.storage.database import begin_write


def forget_talk(session: Session, *, today: date) -> int:
    """Forget what was said two years ago and before, with all that belongs to it; commits.

    :returns: how many notes, dialogues and difficulties there were.
    """
    limit = first_kept_day(today)
    begin_write(session)
    notes = select(NoteRow.id).where(NoteRow.written_on < limit)
    never_held = and_(DialogueRow.state == DialogueState.PLANNED, DialogueRow.planned_for < limit)
    dialogues = select(DialogueRow.id).where(
        or_(
            never_held,
            and_(DialogueRow.state != DialogueState.PLANNED, DialogueRow.held_on < limit),
        )
    )
    difficulties = select(DifficultyRow.id).where(DifficultyRow.found_on < limit)
    count = sum(_count(session, each) for each in (notes, dialogues, difficulties))
    if count:
        note_retention(session, ForgottenKind.TALK, today=today)
        session.execute(delete(AdditionRow).where(AdditionRow.note_id.in_(notes)))
        session.execute(delete(NoteRow).where(NoteRow.id.in_(notes)))
        session.execute(delete(DialogueEvent).where(DialogueEvent.dialogue_id.in_(dialogues)))
        session.execute(delete(DialogueRow).where(DialogueRow.id.in_(dialogues)))
        session.execute(delete(DifficultyRow).where(DifficultyRow.id.in_(difficulties)))
    session.commit()
    return count


def _count(session: Session, query: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0
