"""Plans: complete before they are sent, agreed by both, amended without reaching back."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.cycles import service as cycles
from portal.evaluation.plans import editing, queries, service
from portal.evaluation.plans.domain import (
    AppendixKind,
    BehaviourValue,
    EndKind,
    Missing,
)
from portal.evaluation.plans.starting_points import DESK_OFFICER, StartingPoint, results_from
from portal.evaluation.plans.writing import ChangedMeanwhile, ResultFields
from portal.evaluation.rules.planning import PlanFault, ResultKind
from portal.evaluation.rules.states import PlanState
from tests.factories.cycles import is_weekday
from tests.factories.plan_edits import INDICATOR, change_first, edit_of
from tests.factories.plans import (
    REASON,
    TODAY,
    PlanScene,
    act,
    agree,
    calendar_of,
    found,
    make_plan,
    start,
    submit,
)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"target": None}, PlanFault.NO_TARGET),
        ({"method": ""}, PlanFault.NO_METHOD),
        ({"source": ""}, PlanFault.NO_SOURCE),
        ({"weight": 39}, PlanFault.WEIGHTS_NOT_100),
        ({"weight": None}, PlanFault.WEIGHT_NOT_WHOLE),
    ],
)
def test_an_incomplete_plan_is_kept_but_not_sent_by_code_or_database(
    session: Session, scene: PlanScene, changed: dict[str, object], fault: PlanFault
) -> None:
    plan = change_first(session, start(session, scene), replace(INDICATOR, **changed))

    with pytest.raises(service.PlanIncomplete) as refused:
        service.submit(session, act(plan, scene.person), missing=(), calendar=calendar_of(scene))
    assert fault in {gap.fault for gap in refused.value.gaps}
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE plan_version SET state = 'submitted', sent_at = '2026-01-12'"))


@pytest.mark.parametrize("key", [1, 2, 3])
def test_a_result_without_indicator_keeps_a_plan_from_being_sent(
    session: Session, scene: PlanScene, key: int
) -> None:
    plan = start(session, scene)
    editing.remove_indicator(session, edit_of(plan), key=key)

    with pytest.raises(service.PlanIncomplete):
        submit(session, scene, found(session, plan.id))
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE plan_version SET state = 'submitted', sent_at = '2026-01-12'"))


def test_what_is_missing_around_a_plan_keeps_it_from_being_sent(
    session: Session, scene: PlanScene
) -> None:
    plan = start(session, scene)

    with pytest.raises(service.PlanIncomplete) as refused:
        service.submit(
            session,
            act(plan, scene.person),
            missing=(Missing.NO_APPRAISER,),
            calendar=calendar_of(scene),
        )

    assert refused.value.missing == (Missing.NO_APPRAISER,)


@pytest.mark.parametrize(("target", "direction"), [(0, "higher"), (0, "range"), (-1, "lower")])
def test_the_database_keeps_no_target_that_nothing_can_be_measured_against(
    session: Session, scene: PlanScene, target: int, direction: str
) -> None:
    start(session, scene)

    with pytest.raises(IntegrityError):
        session.execute(
            text("UPDATE plan_indicator SET target = :target, direction = :direction"),
            {"target": target, "direction": direction},
        )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE plan_indicator SET target = 1",
        "UPDATE plan_indicator SET weight = 100",
        "UPDATE plan_result SET text = 'lain'",
        "DELETE FROM plan_indicator",
        "DELETE FROM plan_appendix",
        "DELETE FROM plan_expectation",
        "UPDATE plan_version SET agreed_by = 3",
        "DELETE FROM plan_version",
        "UPDATE plan_event SET new = 'agreed'",
        "DELETE FROM plan_event",
        "UPDATE performance_plan SET person_id = 5",
        "UPDATE performance_plan SET ends_on = '2027-12-31'",
    ],
)
def test_what_was_agreed_is_not_changed_by_anybody(
    session: Session, scene: PlanScene, change: str
) -> None:
    plan = start(session, scene)
    editing.save_appendix(session, edit_of(plan), texts={AppendixKind.RESOURCES: "dua orang"})
    plan = found(session, plan.id)
    editing.save_expectations(session, edit_of(plan), texts={BehaviourValue.LOYAL: b"sealed"})
    agree(session, scene, submit(session, scene, found(session, plan.id)))

    with pytest.raises(IntegrityError):
        session.execute(text(change))


def test_nobody_agrees_or_returns_the_own_plan(session: Session, scene: PlanScene) -> None:
    plan = make_plan(session, scene, state=PlanState.SUBMITTED)

    with pytest.raises(service.PlanNotByOneself):
        service.agree(session, act(plan, scene.person), leader_has_plan=True)
    with pytest.raises(service.PlanNotByOneself):
        service.return_plan(session, act(plan, scene.person, reason=REASON))
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE plan_version SET agreed_by = person_id"))


def test_two_tabs_see_each_other_and_one_wins(session: Session, scene: PlanScene) -> None:
    plan = start(session, scene)
    editing.save_appendix(session, edit_of(plan), texts={AppendixKind.RESOURCES: "tab pertama"})

    with pytest.raises(ChangedMeanwhile):
        editing.save_appendix(session, edit_of(plan), texts={AppendixKind.RESOURCES: "tab kedua"})

    now = found(session, plan.id)
    assert now.latest.appendix == {AppendixKind.RESOURCES: "tab pertama"}


def test_an_appraiser_who_agrees_what_changed_meanwhile_agrees_nothing(
    session: Session, scene: PlanScene
) -> None:
    plan = make_plan(session, scene, state=PlanState.SUBMITTED)
    seen = act(plan, scene.superior)
    service.return_plan(session, act(plan, scene.superior, reason=REASON))

    with pytest.raises(ChangedMeanwhile):
        service.agree(session, seen, leader_has_plan=True)


def test_a_person_has_one_plan_a_day(session: Session, scene: PlanScene) -> None:
    start(session, scene)

    with pytest.raises(editing.DaysTaken):
        start(session, scene)
    with pytest.raises(IntegrityError):
        session.execute(
            text(
                "INSERT INTO performance_plan (id, cycle_id, person_id, starts_on, ends_on, post, "
                "unit, approach, official_number) SELECT 99, cycle_id, person_id, '2026-06-01', "
                "'2026-07-31', post, unit, approach, '' FROM performance_plan"
            )
        )


def test_a_plan_lies_in_an_open_cycle(session: Session, scene: PlanScene) -> None:
    cycles.move_cycle(session, scene.cycle.id, to=cycles.CycleState.EVALUATING)

    with pytest.raises(IntegrityError):
        start(session, scene)


def test_a_transfer_in_mid_year_makes_two_plans(session: Session, scene: PlanScene) -> None:
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    service.end_early(
        session, act(plan, scene.superior), kind=EndKind.TRANSFER, ends_on=date(2026, 6, 30)
    )

    second = editing.start_plan(
        session,
        editing.StartPlan(
            scene.cycle.id,
            scene.person,
            date(2026, 7, 1),
            date(2026, 12, 31),
            post="Baru",
            unit="",
            approach=plan.approach,
            results=results_from(StartingPoint.LAST_PLAN, last=found(session, plan.id)),
        ),
    )

    assert [each.text for each in found(session, second).latest.results] == [
        each.text for each in plan.latest.results
    ]


def test_a_plan_keeps_its_cycle_open_until_it_is_over_or_excepted(
    session: Session, scene: PlanScene
) -> None:
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    cycle_id = scene.cycle.id
    assert queries.open_plan_count(session, cycle_id, excepted=set()) == 1
    assert queries.open_plan_count(session, cycle_id, excepted={scene.person}) == 0

    service.end_early(session, act(plan, scene.superior), kind=EndKind.RETIREMENT, ends_on=TODAY)

    assert queries.open_plan_count(session, cycle_id, excepted=set()) == 0


def test_a_result_is_added_changed_and_taken_out_of_a_draft(
    session: Session, scene: PlanScene
) -> None:
    fields = ResultFields(ResultKind.MAIN, "Arsip rapi", None, "", "tugas sendiri", "")
    plan = start(session, scene)
    key = editing.save_result(session, edit_of(plan), fields=fields, key=None)
    plan = found(session, plan.id)
    editing.save_result(
        session, edit_of(plan), fields=replace(fields, text="Arsip lengkap"), key=key
    )
    plan = found(session, plan.id)
    editing.save_indicator(session, edit_of(plan), fields=INDICATOR, result_key=key, key=None)
    plan = found(session, plan.id)
    result = plan.latest.result(key)
    assert result is not None
    assert (result.text, len(result.indicators)) == ("Arsip lengkap", 1)

    editing.remove_result(session, edit_of(plan), key=key)

    assert [each.key for each in found(session, plan.id).latest.results] == [1, 2, 3]


def test_a_returned_plan_becomes_a_draft_again_with_its_first_change(
    session: Session, scene: PlanScene
) -> None:
    plan = make_plan(session, scene, state=PlanState.RETURNED)

    plan = change_first(session, plan, INDICATOR)

    assert plan.latest.state is PlanState.DRAFT
    assert [each.new for each in queries.events(session, plan.id)] == [
        PlanState.DRAFT,
        PlanState.RETURNED,
        PlanState.SUBMITTED,
    ]


def test_the_template_holds_the_three_criteria_and_weighs_100() -> None:
    weights = [each.weight for result in DESK_OFFICER for each in result.indicators]

    assert sum(weight or 0 for weight in weights) == 100
    assert {each.kind for each in DESK_OFFICER} == set(ResultKind)
    assert is_weekday(TODAY)
