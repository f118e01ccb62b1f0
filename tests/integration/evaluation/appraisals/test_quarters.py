"""A quarter goes only where the table says, by whom it says; what was shown stays."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.appraisals import periodic_service as quarters
from portal.evaluation.appraisals.domain import Periodic, QuarterAnswer, SaidIn
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.machines import PERIODIC, transitions_of
from portal.evaluation.rules.states import PeriodicState, PlanState, TransitionRefused
from tests.factories import appraisals as made
from tests.factories.appraisals import TEXT, WHOLE, act, make_periodic
from tests.factories.plans import PlanScene, make_plan
from tests.refusals import is_refused

ALLOWED = set(transitions_of(PERIODIC))
# An UPDATE that the database has to refuse once the quarter was shown.
AFTERWARDS = (
    "result_level = 'above'",
    "behaviour_level = 'above'",
    "appraiser_id = 3",
    "cause = 'load'",
    "shown_on = '2026-04-14'",
    "advice = NULL",
    "weaknesses = 'x'",
    "self_report = NULL",
)


@pytest.fixture
def plan(session: Session, scene: PlanScene) -> Plan:
    return make_plan(session, scene, state=PlanState.RUNNING)


def now_held(session: Session, plan: Plan) -> Periodic:
    found = made.held(session, plan)
    assert found is not None
    return found


@pytest.mark.parametrize("state", PeriodicState)
def test_each_state_is_reached_by_what_the_two_sides_do(
    session: Session, scene: PlanScene, plan: Plan, state: PeriodicState
) -> None:
    assert make_periodic(session, scene, plan, state=state).state is state


@pytest.mark.parametrize("old", PeriodicState)
def test_the_database_refuses_every_change_that_is_not_listed(
    session: Session, scene: PlanScene, plan: Plan, old: PeriodicState
) -> None:
    make_periodic(session, scene, plan, state=old)
    unlisted = set(PeriodicState) - {old} - {new for before, new in ALLOWED if before is old}

    change = "UPDATE periodic_evaluation SET state = :new"
    assert [new for new in unlisted if not is_refused(session, change, new=new)] == []


def test_the_database_keeps_what_was_shown(session: Session, scene: PlanScene, plan: Plan) -> None:
    make_periodic(session, scene, plan, state=PeriodicState.SHOWN)

    refused = {
        change: is_refused(session, f"UPDATE periodic_evaluation SET {change}")
        for change in AFTERWARDS
    }
    assert refused == dict.fromkeys(AFTERWARDS, True)


def test_the_database_keeps_answers_and_events(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    make_periodic(session, scene, plan, state=PeriodicState.ACKNOWLEDGED)

    for statement in (
        "UPDATE periodic_evaluation SET answer = 'disagreed'",
        "UPDATE periodic_evaluation SET note = 'x'",
        "UPDATE periodic_evaluation SET person_id = 4",
        "DELETE FROM periodic_evaluation",
        "UPDATE periodic_event SET person_id = 4",
        "DELETE FROM periodic_event",
    ):
        with pytest.raises(IntegrityError):
            session.execute(text(statement))
        session.rollback()


def test_the_appraiser_waits_for_the_self_report_or_its_last_day(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    with pytest.raises(TransitionRefused):
        quarters.save_review(session, act(session, plan, scene.superior), fields=WHOLE)

    over = act(session, plan, scene.superior, is_over=True)
    quarters.save_review(session, over, fields=WHOLE)

    assert now_held(session, plan).state is PeriodicState.IN_REVIEW


def test_nobody_evaluates_themself_or_answers_for_another(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    make_periodic(session, scene, plan, state=PeriodicState.SHOWN)

    with pytest.raises(quarters.NotByOneself):
        quarters.save_review(session, act(session, plan, scene.person), fields=WHOLE)
    superior = act(session, plan, scene.superior)
    with pytest.raises(quarters.NotByOneself):
        quarters.save_self_report(session, superior, text=TEXT, is_sent=True)
    with pytest.raises(quarters.NotByOneself):
        quarters.answer_review(session, superior, answer=QuarterAnswer.AGREED, note=None)


def test_what_an_older_page_sends_is_refused(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    old = act(session, plan, scene.superior, is_over=True)
    quarters.save_review(session, old, fields=WHOLE)

    with pytest.raises(quarters.EvaluationChanged):
        quarters.save_review(session, old, fields=WHOLE)


@pytest.mark.parametrize(
    ("suggested", "missing"),
    [
        (None, ()),
        (ExpectationLevel.MEETS, ()),
        (ExpectationLevel.ABOVE, (SaidIn.RESULT_REASON,)),
    ],
)
def test_a_level_that_differs_from_the_aid_needs_a_reason(
    suggested: ExpectationLevel | None, missing: tuple[str, ...]
) -> None:
    assert quarters.missing_in(WHOLE, suggested=suggested) == missing


def test_an_incomplete_form_is_kept_and_not_shown(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    empty = quarters.ReviewFields(None, None, None, {SaidIn.STRENGTHS: TEXT})
    quarters.save_review(session, act(session, plan, scene.superior, is_over=True), fields=empty)

    again = act(session, plan, scene.superior)
    with pytest.raises(quarters.ReviewIncomplete) as refused:
        quarters.show_review(session, again, fields=empty, suggested=None)

    assert refused.value.missing == ("result", "behaviour", "advice")
    assert now_held(session, plan).texts == {SaidIn.STRENGTHS: TEXT}


def test_a_disagreement_has_a_note_and_both_stand_beside_each_other(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    make_periodic(session, scene, plan, state=PeriodicState.SHOWN)
    own = act(session, plan, scene.person)
    with pytest.raises(quarters.ReviewIncomplete):
        quarters.answer_review(session, own, answer=QuarterAnswer.DISAGREED, note=None)

    quarters.answer_review(session, own, answer=QuarterAnswer.DISAGREED, note=TEXT)

    found = now_held(session, plan)
    assert (found.answer, found.result_level) == (QuarterAnswer.DISAGREED, ExpectationLevel.MEETS)
