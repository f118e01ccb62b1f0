"""A version goes only where the table of transitions says, in code and in the database."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.evaluation.plans import amending, editing, service
from portal.evaluation.plans.domain import EndKind, Plan
from portal.evaluation.plans.writing import NoSuchPlan, note
from portal.evaluation.rules.machines import PLAN, transitions_of
from portal.evaluation.rules.states import PlanState, TransitionRefused
from tests.factories.plans import (
    NOW,
    REASON,
    TODAY,
    PlanScene,
    act,
    agree,
    calendar_of,
    found,
    make_plan,
    make_plan_scene,
)
from tests.refusals import is_refused

# States that this feature brings a plan into; the yearly evaluation concludes it.
REACHED = [state for state in PlanState if state is not PlanState.CONCLUDED]


def version_in(plan: Plan, state: PlanState) -> int:
    """Return the number of the row that is in the state."""
    return next(each.id for each in plan.versions if each.state is state)


@pytest.mark.parametrize("state", REACHED)
def test_each_state_is_reached_by_what_the_two_sides_do(session: Session, state: PlanState) -> None:
    scene = make_plan_scene(session)

    plan = make_plan(session, scene, state=state)

    assert state in {each.state for each in plan.versions}


@pytest.mark.parametrize("old", REACHED)
def test_every_other_change_of_state_is_refused_by_code_and_database(
    session: Session, old: PlanState
) -> None:
    plan = make_plan(session, make_plan_scene(session), state=old)
    version_id = version_in(plan, old)
    others = set(PlanState) - {old} - {new for before, new in transitions_of(PLAN) if before is old}
    for new in others:
        row, _ = editing.locked(session, plan.id)
        if row.id == version_id:
            with pytest.raises(TransitionRefused):
                note(session, row, to=new, person_id=None, now=NOW, reason=REASON)
        session.rollback()

    change = "UPDATE plan_version SET state = :new WHERE id = :id"
    assert [new for new in others if not is_refused(session, change, new=new, id=version_id)] == []


def submit_again(session: Session, scene: PlanScene, plan: Plan) -> None:
    service.submit(session, act(plan, scene.person), missing=(), calendar=calendar_of(scene))


@pytest.mark.parametrize("state", [each for each in REACHED if each is not PlanState.DRAFT])
def test_only_a_draft_is_sent(session: Session, state: PlanState) -> None:
    scene = make_plan_scene(session)
    plan = make_plan(session, scene, state=state)

    with pytest.raises(TransitionRefused):
        submit_again(session, scene, plan)


@pytest.mark.parametrize("state", [each for each in REACHED if each is not PlanState.SUBMITTED])
def test_only_what_was_sent_is_agreed_or_returned(session: Session, state: PlanState) -> None:
    scene = make_plan_scene(session)
    plan = make_plan(session, scene, state=state)

    with pytest.raises(TransitionRefused):
        service.agree(session, act(plan, scene.superior), leader_has_plan=True)
    with pytest.raises(TransitionRefused):
        service.return_plan(session, act(found(session, plan.id), scene.superior, reason=REASON))


def test_a_plan_is_returned_only_with_a_reason(session: Session) -> None:
    scene = make_plan_scene(session)
    plan = make_plan(session, scene, state=PlanState.SUBMITTED)

    with pytest.raises(TransitionRefused):
        service.return_plan(session, act(plan, scene.superior))


@pytest.mark.parametrize(
    "state",
    [
        each
        for each in REACHED
        if each not in {PlanState.DRAFT, PlanState.RETURNED, PlanState.CONCLUDED}
    ],
)
def test_what_was_sent_is_not_edited_any_more(session: Session, state: PlanState) -> None:
    scene = make_plan_scene(session)
    plan = make_plan(session, scene, state=state)
    edit = editing.Edit(plan.id, plan.latest.revision, scene.person, NOW)

    with pytest.raises(TransitionRefused):
        editing.remove_result(session, edit, key=1)


def test_a_plan_ends_early_only_while_it_runs_and_within_its_days(session: Session) -> None:
    scene = make_plan_scene(session)
    plan = make_plan(session, scene, state=PlanState.SUBMITTED)
    ending = {"kind": EndKind.TRANSFER, "ends_on": date(2026, 6, 30)}
    with pytest.raises(NoSuchPlan):
        service.end_early(session, act(plan, scene.superior), **ending)

    plan = agree(session, scene, plan)
    outside = ending | {"ends_on": date(2027, 1, 1)}
    with pytest.raises(service.EndsOutside):
        service.end_early(session, act(plan, scene.superior), **outside)
    service.end_early(session, act(plan, scene.superior), **ending)

    assert found(session, plan.id).ends_on == date(2026, 6, 30)


def test_an_amendment_waits_until_the_one_before_runs(session: Session) -> None:
    scene = make_plan_scene(session)
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    amending.amend(session, act(plan, scene.person, reason=REASON))

    again = act(found(session, plan.id), scene.person, reason=REASON)
    with pytest.raises(amending.AmendedAlready):
        amending.amend(session, again)
    with pytest.raises(amending.ReasonNeeded):
        amending.amend(session, act(plan, scene.person))


def test_an_agreed_plan_runs_from_its_first_day_on(session: Session) -> None:
    scene = make_plan_scene(session)
    plan = make_plan(session, scene, state=PlanState.AGREED)

    assert service.run_due_plans(session, today=date(2025, 12, 31), now=NOW) == 0
    assert service.run_due_plans(session, today=TODAY, now=NOW) == 1
    assert service.run_due_plans(session, today=TODAY, now=NOW) == 0
    assert found(session, plan.id).latest.state is PlanState.RUNNING
