"""Notes, meetings and checks on both databases: what is found, and what the database refuses."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.awards.domain import NominationWay
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.insight import meeting_service, service
from portal.evaluation.insight.compared_queries import compared_people
from portal.evaluation.insight.domain import SignalKind
from portal.evaluation.insight.facts import TeamFacts
from portal.evaluation.insight.meeting_queries import meeting_with, seats_of
from portal.evaluation.insight.models import SignalNote
from portal.evaluation.insight.night_run import look_again
from portal.evaluation.insight.noting import Checked, keep_found
from portal.evaluation.insight.queries import note_with, notes_in
from portal.evaluation.objections.queries import has_pending
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.equity_groups import EquityMeasure
from portal.evaluation.rules.states import CalibrationState, LookAgainState, PlanState, SchemeState
from portal.evaluation.yearly.delivering import look_after_results
from portal.organisation.people.models import Officer
from tests.factories import appraisals as quarters
from tests.factories import awards, colleagues, years
from tests.factories import insight as made
from tests.factories.cycles import make_cycle
from tests.factories.objections import received_year
from tests.factories.people import make_absence, make_doubt
from tests.factories.plans import PlanScene, make_plan

NIGHT = date(2027, 1, 13)
KEPT, CHANGED, GONE = LookAgainState.KEPT, LookAgainState.CHANGED, LookAgainState.GONE


@pytest.fixture
def plan(session: Session, scene: PlanScene) -> Plan:
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    quarters.verify_all(session, scene, plan, value=95)
    return plan


def unlock(sealed: bytes) -> str:
    return years.VAULT.unlock(sealed)


def night(session: Session, on: date = NIGHT) -> list[tuple[str, str]]:
    """Run the night and return the kinds and states of all notes."""
    look_again(session, unlock=unlock, today=on)
    session.expire_all()
    return [(each.kind, each.state) for each in session.query(SignalNote).order_by(SignalNote.id)]


def test_the_night_finds_what_is_alike_and_lets_it_go_once_it_is_not(
    session: Session, scene: PlanScene
) -> None:
    made.other_appraiser(session, scene)
    team = made.rated_team(session, scene, 5, steps=made.SAME)

    assert night(session) == [("sameness", "open")]
    for each in team:
        made.rate_again(session, scene, each.plan, steps=made.VARIED, vault=years.VAULT)
    assert night(session) == [("sameness", "gone")]
    assert notes_in(session, scene.cycle.id) == []


def test_a_cycle_that_still_runs_is_not_looked_at(session: Session, scene: PlanScene) -> None:
    made.rated_team(session, scene, 5, steps=made.SAME)

    assert look_again(session, unlock=unlock, today=scene.cycle.ends_on) == 0


def fold(session: Session, scene: PlanScene, figures: dict[int, int]) -> None:
    """Leave these figures, in half steps, as a folded round leaves them."""
    round_id = colleagues.make_round(session, scene.cycle.id)
    colleagues.seat_circle(session, round_id, list(figures))
    _move(session, "drawn", "collecting")
    session.execute(text("UPDATE peer_seat SET is_answered = TRUE"))
    _move(session, "folding")
    fold_one = "UPDATE peer_outcome SET state = 'folded', half_steps = :h WHERE person_id = :p"
    for person, half in figures.items():
        session.execute(text(fold_one), {"h": half, "p": person})
    for table in ("peer_seat", "peer_place", "peer_key"):
        session.execute(text(f"DELETE FROM {table}"))
    _move(session, "folded")


def _move(session: Session, *states: str) -> None:
    for state in states:
        session.execute(text("UPDATE peer_round SET state = :state"), {"state": state})
    session.commit()


def test_a_mild_appraiser_of_eight_is_asked_to_look_again_and_no_small_team(
    session: Session, scene: PlanScene
) -> None:
    there = made.other_appraiser(session, scene)
    usual = [each.person_id for each in made.rated_team(session, there, 8)]
    mild = made.rated_team(session, scene, 8, steps=(4, 5, 4, 5, 5, 4, 5))
    figures = dict.fromkeys([*usual, *(each.person_id for each in mild)], 7)
    fold(session, scene, figures)

    kinds = {(each.kind, each.appraiser_id) for each in _notes(session)}

    assert ("leniency", scene.superior) in kinds
    assert ("severity", there.superior) in kinds


def _notes(session: Session) -> list[SignalNote]:
    night(session)
    return session.query(SignalNote).all()


def test_without_an_anchor_nobody_is_called_mild(session: Session, scene: PlanScene) -> None:
    there = made.other_appraiser(session, scene)
    made.rated_team(session, there, 8)
    made.rated_team(session, scene, 8, steps=(4, 5, 4, 5, 5, 4, 5))

    assert night(session) == []


def test_steps_far_from_colleagues_are_told_to_the_appraiser_once_thirty_have_figures(
    session: Session, scene: PlanScene
) -> None:
    team = made.rated_team(session, scene, 30)
    spread = {each.person_id: 6 + number % 3 for number, each in enumerate(team)}
    fold(session, scene, spread | {team[0].person_id: 3})

    night(session)

    found = session.query(SignalNote).filter_by(kind=SignalKind.COLLEAGUES).all()
    assert [each.person_id for each in found] == [team[0].person_id]


def test_a_step_down_after_somebody_said_not_my_superior_is_noticed(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.rate(session, scene, plan)
    earlier = _year_before(session, scene)
    assert night(session) == []
    asked_at = datetime(2026, 6, 1, tzinfo=UTC)
    make_doubt(session, scene.person, about=scene.superior, at=asked_at)
    session.commit()

    found = night(session)

    assert earlier.year == 2025
    assert found == [("after_report", "open")]


def test_a_step_down_after_somebody_nominated_themself_is_noticed(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.rate(session, scene, plan)
    _year_before(session, scene)
    awards.make_scheme(session, awards.make_award_scene(session), state=SchemeState.NOMINATING)
    awards.nominate(session, scene.person, by=scene.superior, way=NominationWay.SUPERIOR)
    assert night(session) == []
    awards.nominate(session, scene.person, by=scene.person, way=NominationWay.ONESELF)

    assert night(session) == [("after_report", "open")]


def _year_before(session: Session, scene: PlanScene) -> Cycle:
    """Rate the person higher in the year before; commits."""
    cycle = make_cycle(session, year=2025)
    before = replace(scene, cycle=cycle)
    plan = make_plan(session, before, state=PlanState.RUNNING)
    made.rate(session, before, plan, steps=made.SAME)
    return cycle


def answered(session: Session, number: int, **changed: Any) -> None:
    values: dict[str, Any] = {
        "note_id": number,
        "revision": 1,
        "by": 2,
        "to": KEPT,
        "reason": b"sealed",
    }
    service.answer_note(session, service.AnswerNote(**(values | changed)), today=years.TODAY)


def test_a_note_is_answered_once_and_by_kept_or_changed_only(
    session: Session, scene: PlanScene
) -> None:
    number = made.make_note(session, scene)
    for changed in ({"revision": 7}, {"note_id": 99}, {"to": LookAgainState.OPEN}):
        with pytest.raises(service.NoteChanged):
            answered(session, number, **changed)

    answered(session, number, to=CHANGED)

    with pytest.raises(service.NoteChanged):
        answered(session, number, revision=2)
    note = note_with(session, number)
    assert note is not None
    assert (note.state, note.answered_by, note.revision) == (CHANGED, scene.superior, 2)


def test_what_was_answered_stays_and_is_still_seen_when_found_again(
    session: Session, scene: PlanScene
) -> None:
    number = made.make_note(session, scene)
    answered(session, number, to=CHANGED)

    made.make_note(session, scene, today=NIGHT)

    note = note_with(session, number)
    assert note is not None
    assert (note.state, note.is_still_seen, note.seen_on) == (CHANGED, True, NIGHT)


def test_a_note_about_a_confirmed_year_stays_open_and_one_of_another_rater_goes(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    number = made.make_note(session, scene, kind=SignalKind.RECENCY, plan=plan)
    rated = TeamFacts(scene.superior, (), (), {plan.person_id: ()})
    nobody = replace(rated, reasons={})

    keep_found(session, scene.cycle.id, checked=Checked(rated, ()), today=NIGHT)
    assert _state(session, number) is LookAgainState.OPEN
    keep_found(session, scene.cycle.id, checked=Checked(nobody, ()), today=NIGHT)
    assert _state(session, number) is GONE
    made.make_note(session, scene, kind=SignalKind.RECENCY, plan=plan, today=NIGHT)
    assert _state(session, number) is LookAgainState.OPEN


def _state(session: Session, number: int) -> LookAgainState:
    session.expire_all()
    note = note_with(session, number)
    assert note is not None
    return note.state


REFUSED_OF_NOTES = (
    "kind = 'rush'",
    "appraiser_id = 3",
    "opened_on = '2020-01-01'",
    "seen_on = '2020-01-01'",
    "state = 'kept'",
    "state = 'gone', answer = 'x'",
    "person_id = 1",
    "answered_by = 2",
)


@pytest.mark.parametrize("change", REFUSED_OF_NOTES)
def test_the_database_keeps_a_note_as_it_was_opened(
    session: Session, scene: PlanScene, change: str
) -> None:
    made.make_note(session, scene)

    with pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE signal_note SET {change}"))
    session.rollback()


def test_the_database_keeps_answers_meetings_seats_and_never_deletes(
    session: Session, scene: PlanScene
) -> None:
    answered(session, made.make_note(session, scene))
    meeting = made.call(session, scene, scene.superior)
    for change in (
        "UPDATE signal_note SET answered_by = 3",
        "UPDATE signal_note SET state = 'open', answer = NULL, answered_by = NULL",
        "UPDATE calibration_meeting SET agenda = ''",
        "UPDATE calibration_meeting SET state = 'held'",
        "UPDATE calibration_meeting SET state = 'held', held_on = '2020-01-01'",
        "UPDATE calibration_seat SET person_id = 3",
        "DELETE FROM signal_note",
        "DELETE FROM calibration_seat",
        "DELETE FROM calibration_meeting",
    ):
        with pytest.raises(IntegrityError):
            session.execute(text(change))
        session.rollback()
    assert meeting_with(session, meeting) is not None


def record(scene: PlanScene, plan: Plan, **changed: Any) -> meeting_service.RecordOutcome:
    values: dict[str, Any] = {
        "meeting_id": 1,
        "plan_id": plan.id,
        "person_id": plan.person_id,
        "appraiser_id": scene.superior,
        "outcome": KEPT,
        "rating_number": 1,
        "reason": b"sealed",
    }
    return meeting_service.RecordOutcome(**(values | changed))


def test_only_a_participant_who_was_there_records_an_own_rating_once(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.rate(session, scene, plan)
    made.call(session, scene, scene.superior, scene.leader)

    def refused(**changed: Any) -> None:
        with pytest.raises(meeting_service.RecordRefused):
            meeting_service.record_outcome(
                session, record(scene, plan, **changed), today=years.TODAY
            )

    refused()
    made.hold(session, 1, scene.superior)
    refused(appraiser_id=scene.leader)
    refused(rating_number=2)
    refused(outcome=CHANGED)
    refused(outcome=GONE)
    refused(meeting_id=9)
    meeting_service.record_outcome(session, record(scene, plan), today=years.TODAY)
    refused()
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE calibration_record SET outcome = 'changed'"))
    session.rollback()


def test_a_meeting_moves_once_and_needs_somebody(session: Session, scene: PlanScene) -> None:
    with pytest.raises(meeting_service.NobodyAsked):
        made.call(session, scene)
    number = made.call(session, scene, scene.superior)
    with pytest.raises(meeting_service.MeetingChanged):
        meeting_service.cancel_meeting(session, number, revision=2)
    with pytest.raises(meeting_service.MeetingChanged):
        meeting_service.cancel_meeting(session, 9, revision=1)
    made.hold(session, number, scene.superior)
    with pytest.raises(meeting_service.MeetingChanged):
        meeting_service.cancel_meeting(session, number, revision=2)
    found = meeting_with(session, number)
    assert found is not None
    assert (found.state, found.agenda) == (CalibrationState.HELD, ())
    assert seats_of(session, number)[scene.superior].attended
    late = "INSERT INTO calibration_seat (meeting_id, person_id) VALUES (1, 1)"
    with pytest.raises(IntegrityError):
        session.execute(text(late))
    session.rollback()


def test_the_check_reads_everybody_whose_result_is_final_and_no_name(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    person = session.get_one(Officer, scene.person)
    person.number = "199003152020012003"
    make_absence(session, scene.person, starts_on=date(2025, 12, 1), ends_on=date(2026, 1, 10))
    session.commit()
    received_year(session, scene, plan)
    assert list(compared_people(session, scene.cycle, on=NIGHT)) == []
    late = date(2027, 6, 1)
    look_after_results(session, now=years.JANUARY, today=late, has_objection=has_pending)

    (found,) = compared_people(session, scene.cycle, on=late)

    assert found.values == {EquityMeasure.STEPS: 3.0}
    assert (found.is_woman, found.age, found.is_pppk, found.days_away) == (True, 36, False, 10)
