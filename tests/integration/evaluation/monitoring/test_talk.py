"""Notes and dialogues: who may when, and what the database refuses whatever the code does."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.monitoring import noting, queries, service
from portal.evaluation.monitoring.service import NoteChangedMeanwhile, NotTheirs
from portal.evaluation.rules.machines import DIALOGUE, NOTE
from portal.evaluation.rules.states import DialogueState, NoteState
from tests.factories import monitoring as made
from tests.factories.plans import make_plan_scene
from tests.refusals import is_refused

LATER = made.NOW + timedelta(hours=23)
DAY_AFTER = made.NOW + timedelta(hours=24)


def test_a_note_is_changed_within_a_day_and_not_after(session: Session) -> None:
    scene = make_plan_scene(session)
    note = made.make_note(session, scene)

    noting.edit_note(session, made.turn(note, scene.superior, now=LATER), text=b"other")
    note = made.note(session, note.id)
    with pytest.raises(NotTheirs):
        noting.edit_note(session, made.turn(note, scene.superior, now=DAY_AFTER), text=b"late")

    assert made.note(session, note.id).text == b"other"


def test_a_note_that_was_read_is_only_added_to(session: Session) -> None:
    scene = make_plan_scene(session)
    note = made.make_note(session, scene)
    noting.read_notes(session, [note.id], reader_id=scene.superior, now=made.NOW)
    assert made.note(session, note.id).state is NoteState.WRITTEN
    noting.read_notes(session, [note.id], reader_id=scene.person, now=made.NOW)
    note = made.note(session, note.id)

    with pytest.raises(NotTheirs):
        noting.edit_note(session, made.turn(note, scene.superior), text=b"late")
    noting.add_to_note(session, made.turn(note, scene.superior), text=b"more")
    assert made.note(session, note.id).state is NoteState.READ
    noting.add_to_note(session, made.turn(note, scene.person), text=b"answer")

    note = made.note(session, note.id)
    assert note.state is NoteState.ANSWERED
    assert [each.text for each in note.additions] == [b"more", b"answer"]


def test_two_tabs_do_not_overwrite_each_other(session: Session) -> None:
    scene = make_plan_scene(session)
    note, talk = made.make_note(session, scene), made.make_dialogue(session, scene)
    old_note, old_talk = made.turn(note, scene.superior), made.turn(talk, scene.superior)
    noting.edit_note(session, old_note, text=b"one")
    service.keep_record(session, old_talk, record=made.record(talked=b"one"))

    with pytest.raises(NoteChangedMeanwhile):
        noting.edit_note(session, old_note, text=b"two")
    with pytest.raises(NoteChangedMeanwhile):
        service.keep_record(session, old_talk, record=made.record(talked=b"two"))

    assert made.dialogue(session, talk.id).talked == b"one"


def test_who_recorded_a_dialogue_does_not_confirm_it(session: Session) -> None:
    scene = make_plan_scene(session)
    talk = made.make_dialogue(session, scene, state=DialogueState.HELD)

    for other in (scene.superior, scene.leader):
        with pytest.raises(NotTheirs):
            service.answer_dialogue(session, made.turn(talk, other), to=DialogueState.CONFIRMED)
    with pytest.raises(NotTheirs):
        service.answer_dialogue(
            session, made.turn(talk, scene.person), to=DialogueState.DISPUTED, reason=None
        )
    service.answer_dialogue(session, made.turn(talk, scene.person), to=DialogueState.CONFIRMED)

    assert made.dialogue(session, talk.id).decided_by == scene.person
    assert [each.new for each in queries.history_of(session, talk.id)] == [
        DialogueState.CONFIRMED,
        DialogueState.HELD,
    ]


def test_the_side_that_began_to_write_goes_on_writing(session: Session) -> None:
    scene = make_plan_scene(session)
    talk = made.make_dialogue(session, scene)
    service.keep_record(session, made.turn(talk, scene.person), record=made.record(outcome=None))
    talk = made.dialogue(session, talk.id)

    with pytest.raises(NotTheirs):
        service.hold_dialogue(session, made.turn(talk, scene.superior), record=made.record())

    assert made.dialogue(session, talk.id).state is DialogueState.PLANNED


def test_only_what_was_not_held_is_thrown_away(session: Session) -> None:
    scene = make_plan_scene(session)
    planned = made.make_dialogue(session, scene)
    service.remove_planned(session, made.turn(planned, scene.person))
    assert queries.dialogues_of(session, scene.person) == []
    held = made.make_dialogue(session, scene, state=DialogueState.HELD)

    with pytest.raises(NotTheirs):
        service.remove_planned(session, made.turn(held, scene.superior))


def test_a_difficulty_is_settled_once(session: Session) -> None:
    scene = make_plan_scene(session)
    number = made.make_difficulty(session, scene)
    held = queries.difficulty_with(session, number)
    turn = made.turn(held, scene.person)
    service.settle_difficulty(session, turn, outcome=b"better")

    with pytest.raises(NotTheirs):
        service.settle_difficulty(session, turn, outcome=b"again")


BROKEN = {
    "a note that begins read": (
        "INSERT INTO feedback_note (about_id, writer_id, text, state, revision, written_at, "
        "written_on, read_at) VALUES (1, 2, 'x', 'read', 1, CURRENT_TIMESTAMP, '2026-01-12', "
        "CURRENT_TIMESTAMP)"
    ),
    "another writer": "UPDATE feedback_note SET writer_id = 1",
    "another day of a note": "UPDATE feedback_note SET written_on = '2026-01-11'",
    "a note read by nobody": "UPDATE feedback_note SET state = 'read'",
    "a note that is gone": "DELETE FROM feedback_note WHERE id = 1",
    "a word that is gone": "DELETE FROM note_addition",
    "another one's word": "UPDATE note_addition SET writer_id = 1",
    "a dialogue that begins held": (
        "INSERT INTO dialogue (person_id, superior_id, planned_by, planned_for, state, revision, "
        "recorded_by, held_on, talked, outcome) VALUES (1, 2, 2, '2026-01-12', 'held', 1, 2, "
        "'2026-01-12', 'x', 'x')"
    ),
    "a talk with oneself": (
        "INSERT INTO dialogue (person_id, superior_id, planned_by, planned_for, state, revision) "
        "VALUES (1, 1, 1, '2026-01-12', 'planned', 1)"
    ),
    "planned by a third": (
        "INSERT INTO dialogue (person_id, superior_id, planned_by, planned_for, state, revision) "
        "VALUES (1, 2, 3, '2026-01-12', 'planned', 1)"
    ),
    "confirmed by who recorded it": "UPDATE dialogue SET state = 'confirmed', decided_by = 2",
    "confirmed by a third": "UPDATE dialogue SET state = 'confirmed', decided_by = 3",
    "confirmed by nobody": "UPDATE dialogue SET state = 'confirmed'",
    "planned again": "UPDATE dialogue SET state = 'planned'",
    "another day of a dialogue": "UPDATE dialogue SET held_on = '2026-01-11'",
    "another recorder": "UPDATE dialogue SET recorded_by = 1",
    "without an outcome": "UPDATE dialogue SET outcome = NULL",
    "a dialogue that is gone": "DELETE FROM dialogue",
    "an event that is gone": "DELETE FROM dialogue_event",
    "another one's event": "UPDATE dialogue_event SET person_id = 1",
    "disputed without a reason": (
        "INSERT INTO dialogue_event (dialogue_id, old, new, happened_at, person_id) "
        "VALUES (1, 'held', 'disputed', CURRENT_TIMESTAMP, 1)"
    ),
    "another cause": "UPDATE difficulty SET cause = 'skill'",
    "a cause of no list": "UPDATE difficulty SET cause = 'laziness'",
    "settled without an outcome": "UPDATE difficulty SET settled_on = '2026-02-01', settled_by = 2",
    "a difficulty that is gone": "DELETE FROM difficulty",
}


def test_the_database_itself_refuses(session: Session) -> None:
    scene = make_plan_scene(session)
    note = made.make_note(session, scene)
    noting.add_to_note(session, made.turn(note, scene.superior), text=b"more")
    made.make_dialogue(session, scene, state=DialogueState.HELD)
    made.make_difficulty(session, scene)

    refused = {name: is_refused(session, statement) for name, statement in BROKEN.items()}
    assert refused == dict.fromkeys(BROKEN, True)


@pytest.mark.parametrize("old", DialogueState)
def test_a_dialogue_takes_no_way_that_is_not_listed(session: Session, old: DialogueState) -> None:
    scene = make_plan_scene(session)
    made.make_dialogue(session, scene, state=old)
    decider = {"decider": scene.person if old is DialogueState.HELD else None}

    for new in set(DialogueState) - DIALOGUE.allowed[old] - {old}:
        with pytest.raises(IntegrityError):
            session.execute(
                text("UPDATE dialogue SET state = :new, decided_by = :decider"),
                {"new": new, **decider},
            )
        session.rollback()


@pytest.mark.parametrize("old", NoteState)
def test_a_note_takes_no_way_that_is_not_listed(session: Session, old: NoteState) -> None:
    note = made.make_note(session, scene := make_plan_scene(session))
    if old is not NoteState.WRITTEN:
        noting.read_notes(session, [note.id], reader_id=scene.person, now=made.NOW)
    if old is NoteState.ANSWERED:
        noting.add_to_note(session, made.turn(note, scene.person), text=b"answer")

    for new in set(NoteState) - NOTE.allowed[old] - {old}:
        is_read = new is not NoteState.WRITTEN
        with pytest.raises(IntegrityError):
            session.execute(
                text("UPDATE feedback_note SET state = :new, read_at = :read_at"),
                {"new": new, "read_at": "2026-01-12 03:00:00+00" if is_read else None},
            )
        session.rollback()


def test_a_note_that_is_not_there_is_not_added_to(session: Session) -> None:
    scene = make_plan_scene(session)
    turn = service.Turn(99, 1, scene.person, made.NOW, made.TODAY)

    with pytest.raises(NotTheirs):
        noting.add_to_note(session, turn, text=b"added")


def test_days_of_notes_are_those_of_the_span_and_of_the_people_asked_for(session: Session) -> None:
    scene = make_plan_scene(session)
    made.make_note(session, scene)
    made.make_note(session, scene, by=scene.leader)
    today = made.TODAY

    def days(*people: int, first: date = today, last: date = today) -> Mapping[int, Sequence[date]]:
        return queries.note_days(session, people, first=first, last=last)

    assert days(scene.person, scene.superior) == {scene.person: [today, today]}
    assert days(scene.superior) == {}
    assert days(scene.person, first=today + timedelta(days=1), last=date(2026, 12, 31)) == {}
    assert days(scene.person, first=date(2026, 1, 1), last=today - timedelta(days=1)) == {}
