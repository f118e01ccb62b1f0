"""Makers of notes, dialogues and difficulties."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.evaluation.monitoring import noting, queries, service
from portal.evaluation.monitoring.domain import Dialogue, DifficultyCause, FeedbackNote
from portal.evaluation.rules.states import DialogueState
from tests.factories.plans import PlanScene

NOW = datetime(2026, 1, 12, 3, tzinfo=UTC)
TODAY = date(2026, 1, 12)
SEALED = b"sealed text"


def turn(thing: Any, person_id: int, *, now: datetime = NOW) -> service.Turn:
    """Return a turn of somebody at a thing as it is."""
    return service.Turn(thing.id, thing.revision, person_id, now, TODAY)


def make_note(
    session: Session, scene: PlanScene, *, by: int | None = None, text: bytes = SEALED
) -> FeedbackNote:
    """Keep a note about the person, by the superior unless said otherwise; commits."""
    command = noting.WriteNote(scene.person, by or scene.superior, text, NOW, TODAY)
    return note(session, noting.write_note(session, command))


def note(session: Session, note_id: int) -> FeedbackNote:
    session.rollback()
    session.expire_all()
    found = queries.note_with(session, note_id)
    if found is None:
        raise LookupError(note_id)
    return found


def record(**changed: Any) -> service.Record:
    defaults = {"held_on": TODAY, "talked": SEALED, "outcome": SEALED}
    return service.Record(**(defaults | {"next_step": None, "next_on": None} | changed))


def make_dialogue(
    session: Session,
    scene: PlanScene,
    *,
    state: DialogueState = DialogueState.PLANNED,
    held_on: date = TODAY,
    texts: bytes = SEALED,
) -> Dialogue:
    """Plan a dialogue of person and superior and bring it into a state; commits."""
    command = service.PlanDialogue(scene.person, scene.superior, scene.superior, held_on, texts)
    found = dialogue(session, service.plan_dialogue(session, command))
    if state is DialogueState.PLANNED:
        return found
    told = record(held_on=held_on, talked=texts, outcome=texts)
    service.hold_dialogue(session, turn(found, scene.superior), record=told)
    found = dialogue(session, found.id)
    if state is not DialogueState.HELD:
        reason = texts if state is DialogueState.DISPUTED else None
        service.answer_dialogue(session, turn(found, scene.person), to=state, reason=reason)
        found = dialogue(session, found.id)
    return found


def dialogue(session: Session, dialogue_id: int) -> Dialogue:
    session.rollback()
    session.expire_all()
    found = queries.dialogue_with(session, dialogue_id)
    if found is None:
        raise LookupError(dialogue_id)
    return found


def make_difficulty(
    session: Session,
    scene: PlanScene,
    *,
    found_on: date = TODAY,
    text: bytes = SEALED,
    cause: DifficultyCause = DifficultyCause.TOOLS,
) -> int:
    """Keep a difficulty of the person, found by the superior; commits."""
    command = service.NameDifficulty(
        scene.person,
        scene.superior,
        found_on,
        cause,
        text=text,
        measure=text,
        support=text,
        due_on=date(2026, 3, 31),
    )
    return service.name_difficulty(session, command)
