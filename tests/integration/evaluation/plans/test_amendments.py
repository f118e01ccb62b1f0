"""Plans and leaders, and amendments: agreed conditionally, and new versions by both sides."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.plans import amending, queries, service
from portal.evaluation.plans.comparison import differences
from portal.evaluation.plans.domain import (
    EndKind,
    Plan,
)
from portal.evaluation.rules.states import PeriodState, PlanState
from tests.factories.plan_edits import INDICATOR, change_first
from tests.factories.plans import (
    NOW,
    REASON,
    PlanScene,
    act,
    agree,
    calendar_of,
    found,
    make_plan,
    start,
    submit,
)


def test_while_the_leader_has_no_plan_one_is_agreed_conditionally_and_worked_on(
    session: Session, scene: PlanScene
) -> None:
    plan = submit(session, scene, start(session, scene))

    state = service.agree(session, act(plan, scene.superior), leader_has_plan=False)

    assert state is PlanState.AGREED_CONDITIONALLY
    assert found(session, plan.id).latest.state is PlanState.RUNNING


def test_the_condition_ends_when_every_main_result_serves_one_of_the_leaders(
    session: Session, scene: PlanScene
) -> None:
    plan = make_plan(session, scene, state=PlanState.AGREED_CONDITIONALLY)
    leader = replace(scene, person=scene.superior, superior=scene.leader)
    theirs = make_plan(session, leader, state=PlanState.RUNNING)
    offered = queries.leader_results(session, scene.superior, cycle_id=scene.cycle.id)
    assert [each.id for each in offered] == [each.id for each in theirs.latest.results]

    for key, expected in ((1, PlanState.AGREED_CONDITIONALLY), (2, PlanState.AGREED)):
        plan = found(session, plan.id)
        service.link_result(session, act(plan, scene.person), key=key, serves_id=offered[0].id)
        assert found(session, plan.id).latest.state is expected

    with pytest.raises(service.NotTheLeaders):
        service.link_result(
            session, act(found(session, plan.id), scene.person), key=1, serves_id=offered[1].id
        )
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE plan_result SET serves_id = NULL WHERE key = 1"))


def amended(session: Session, scene: PlanScene) -> Plan:
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    amending.amend(session, act(plan, scene.superior, reason=REASON))
    return change_first(session, found(session, plan.id), INDICATOR)


def test_an_amendment_is_a_new_version_that_both_agree_and_the_old_one_stays(
    session: Session, scene: PlanScene
) -> None:
    plan = amended(session, scene)
    old, new = plan.versions
    assert (old.state, new.state) == (PlanState.RUNNING, PlanState.DRAFT)

    plan = agree(session, scene, submit(session, scene, plan))

    old, new = plan.versions
    assert (old.state, new.state) == (PlanState.AMENDED, PlanState.RUNNING)
    assert old.results[0].indicators[0].target == 95
    changed = {(each.place, each.field): (each.old, each.new) for each in differences(old, new)}
    assert changed["i1", "target"] == ("95 %", "1200 berkas")
    assert ("i2", "target") not in changed


def test_an_amendment_of_the_last_20_working_days_counts_from_the_next_period(
    session: Session, scene: PlanScene
) -> None:
    plan = submit(session, scene, amended(session, scene), on=date(2026, 3, 16))
    assert plan.latest.counts_from == date(2026, 4, 1)

    plan = agree(session, scene, plan, on=date(2026, 3, 20))

    assert [each.state for each in plan.versions] == [PlanState.RUNNING, PlanState.AGREED]
    service.run_due_plans(session, today=date(2026, 4, 1), now=NOW)
    assert [each.state for each in found(session, plan.id).versions] == [
        PlanState.AMENDED,
        PlanState.RUNNING,
    ]


@pytest.mark.parametrize(
    ("sent_on", "first_open", "counts_from"),
    [
        (date(2026, 1, 12), 1, date(2026, 1, 12)),
        (date(2026, 3, 3), 1, date(2026, 3, 3)),  # exactly 20 working days are left
        (date(2026, 3, 4), 1, date(2026, 4, 1)),
        (date(2026, 1, 12), 2, date(2026, 4, 1)),  # the first period was evaluated
        (date(2026, 6, 30), 1, date(2026, 7, 1)),
    ],
)
def test_an_amendment_never_reaches_back(
    session: Session, scene: PlanScene, sent_on: date, first_open: int, counts_from: date
) -> None:
    calendar = calendar_of(scene)
    periods = tuple(
        replace(each, state=PeriodState.EVALUATED) if each.number < first_open else each
        for each in calendar.periods
    )

    assert (
        amending.amendment_from(replace(calendar, periods=periods), sent_on=sent_on) == counts_from
    )


def test_in_the_last_days_of_the_year_nothing_is_amended_any_more(
    session: Session, scene: PlanScene
) -> None:
    plan = amended(session, scene)

    with pytest.raises(amending.AmendmentTooLate):
        submit(session, scene, plan, on=date(2026, 12, 15))
    assert found(session, plan.id).latest.state is PlanState.DRAFT


def test_what_is_agreed_after_the_plan_ended_never_runs(session: Session, scene: PlanScene) -> None:
    plan = submit(session, scene, amended(session, scene), on=date(2026, 3, 16))
    plan = agree(session, scene, plan, on=date(2026, 3, 20))
    service.end_early(
        session, act(plan, scene.superior), kind=EndKind.LEAVE, ends_on=date(2026, 3, 31)
    )

    assert service.run_due_plans(session, today=date(2026, 4, 1), now=NOW) == 0
