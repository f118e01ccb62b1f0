"""Work is forgotten two years after its day, and not a day before, also not by hand."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.monitoring import queries as talk
from portal.evaluation.monitoring.housekeeping import forget_talk
from portal.evaluation.rules.states import ActivityState, DialogueState
from portal.evaluation.work import queries
from portal.evaluation.work.housekeeping import first_kept_day, forget_activities
from portal.evaluation.work.service import EnterActivity, enter_activity
from tests.factories import monitoring as made
from tests.factories import work
from tests.factories.plans import PlanScene, make_plan_scene

# Everything here is of 12 January 2026.
TOO_EARLY = date(2028, 1, 12)
DUE = date(2028, 1, 13)


@pytest.fixture
def scene(session: Session) -> PlanScene:
    """Somebody with an activity that was returned, a note, two dialogues and a difficulty."""
    found = make_plan_scene(session)
    work.make_activity(session, found, state=ActivityState.RETURNED)
    note = made.make_note(session, found)
    made.noting.add_to_note(session, made.turn(note, found.person), text=b"answer")
    made.make_dialogue(session, found, state=DialogueState.DISPUTED)
    made.make_dialogue(session, found)
    made.make_difficulty(session, found)
    return found


def held(session: Session, scene: PlanScene) -> tuple[int, int]:
    """How many activities are left, and how much of what was said."""
    said = [
        *talk.notes_about(session, scene.person),
        *talk.dialogues_of(session, scene.person),
        *talk.difficulties_of(session, scene.person),
    ]
    return queries.activities_of(session, scene.person, number=1).total, len(said)


def test_nothing_is_forgotten_before_its_time(session: Session, scene: PlanScene) -> None:
    assert forget_activities(session, today=TOO_EARLY) == 0
    assert forget_talk(session, today=TOO_EARLY) == 0

    assert held(session, scene) == (1, 4)


def test_everything_is_forgotten_after_two_years(session: Session, scene: PlanScene) -> None:
    assert forget_activities(session, today=DUE) == 1
    assert forget_talk(session, today=DUE) == 4

    assert held(session, scene) == (0, 0)
    for table in ("activity_event", "dialogue_event", "note_addition"):
        assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0


def test_forgetting_again_changes_nothing(session: Session, scene: PlanScene) -> None:
    forget_activities(session, today=DUE)

    assert forget_activities(session, today=DUE) == 0
    assert session.scalar(text("SELECT count(*) FROM work_retention")) == 1


def test_what_is_newer_stays_beside_what_is_forgotten(session: Session, scene: PlanScene) -> None:
    day = date(2026, 1, 13)
    command = EnterActivity(
        scene.person, "k", work.fields(done_on=day), is_sent=True, now=work.NOW, today=day
    )
    enter_activity(session, command, day_fault=work.any_day)
    forget_activities(session, today=DUE)

    assert held(session, scene)[0] == 1
    with pytest.raises(IntegrityError):
        session.execute(text("DELETE FROM activity"))
    session.rollback()


def test_the_database_notes_no_shorter_time(session: Session) -> None:
    for keeps_from in ("2026-01-13", "2027-06-01"):
        with pytest.raises(IntegrityError):
            session.execute(
                text(
                    "INSERT INTO work_retention (kind, keeps_from, noted_on) "
                    "VALUES ('activity', :day, '2028-01-12')"
                ),
                {"day": date.fromisoformat(keeps_from)},
            )
        session.rollback()


def test_what_was_noted_stays(session: Session, scene: PlanScene) -> None:
    forget_activities(session, today=DUE)

    for statement in ("DELETE FROM work_retention", "UPDATE work_retention SET kind = 'talk'"):
        with pytest.raises(IntegrityError):
            session.execute(text(statement))
        session.rollback()


def test_two_years_ago_is_a_day_also_in_february() -> None:
    assert first_kept_day(date(2028, 2, 29)) == date(2026, 2, 28)
    assert first_kept_day(date(2028, 3, 1)) == date(2026, 3, 1)


@pytest.mark.parametrize("act", ["INSERT", "UPDATE"])
def test_the_database_takes_no_activity_of_a_day_that_did_not_come(
    session: Session, scene: PlanScene, act: str
) -> None:
    statements = {
        "INSERT": "INSERT INTO activity (person_id, entry_key, done_on, text, purpose, unit, link, "
        "state, revision, entered_at, sent_on) VALUES (1, 'k', '2026-01-13', 'x', 'later', '', '', "
        "'sent', 1, CURRENT_TIMESTAMP, '2026-01-12')",
        "UPDATE": "UPDATE activity SET state = 'sent', done_on = '2026-01-13', "
        "sent_on = '2026-01-12'",
    }

    with pytest.raises(IntegrityError):
        session.execute(text(statements[act]))
    session.rollback()
