"""A plan, result or indicator that is not there is refused by its name, and nothing is written."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.plans import editing, service
from portal.evaluation.plans.domain import Missing, Plan, uncovered
from portal.evaluation.plans.models import PlanEvent
from portal.evaluation.plans.standing import missing_around
from portal.evaluation.plans.writing import NoSuchPlan
from portal.evaluation.rules.states import PlanState
from portal.organisation.people.models import PersonPost
from tests.factories.plans import NOW, TODAY, PlanScene, act, found, make_plan, make_plan_scene


@pytest.fixture
def scene(session: Session) -> PlanScene:
    return make_plan_scene(session)


@pytest.fixture
def draft(session: Session, scene: PlanScene) -> Plan:
    return make_plan(session, scene, state=PlanState.DRAFT)


def test_nothing_is_done_to_a_plan_that_is_not_there(session: Session, draft: Plan) -> None:
    strange = replace(act(draft, draft.person_id), plan_id=99)

    with pytest.raises(NoSuchPlan):
        service.agree(session, strange, leader_has_plan=True)
    with pytest.raises(NoSuchPlan):
        editing.record_official_number(session, 99, number="SKP-7")

    assert found(session, draft.id) == draft
    assert draft.official_number != "SKP-7"


def test_nothing_is_taken_out_that_is_not_in_the_plan(session: Session, draft: Plan) -> None:
    edit = editing.Edit(draft.id, draft.latest.revision, draft.person_id, NOW)

    with pytest.raises(NoSuchPlan, match="result 77"):
        editing.remove_result(session, edit, key=77)
    session.rollback()
    with pytest.raises(NoSuchPlan, match="indicator 77"):
        editing.remove_indicator(session, edit, key=77)
    session.rollback()

    assert found(session, draft.id).latest.results == draft.latest.results


def test_a_result_that_is_not_there_serves_nobody(session: Session, scene: PlanScene) -> None:
    plan = make_plan(session, scene, state=PlanState.AGREED_CONDITIONALLY)

    with pytest.raises(NoSuchPlan, match="result 77"):
        service.link_result(session, act(plan, scene.person), key=77, serves_id=1)

    assert found(session, plan.id) == plan


def test_a_final_result_concludes_what_runs_once(session: Session, scene: PlanScene) -> None:
    plan = make_plan(session, scene, state=PlanState.RUNNING)

    def conclude() -> int:
        count = service.conclude(session, scene.person, cycle_id=scene.cycle.id, now=NOW)
        session.commit()
        return count

    assert (conclude(), conclude()) == (1, 0)

    concluded = found(session, plan.id)
    assert concluded.latest.state is PlanState.CONCLUDED
    assert concluded.is_concluded
    last = session.scalars(select(PlanEvent).order_by(PlanEvent.id.desc())).first()
    assert last is not None
    assert (last.new, last.person_id) == (PlanState.CONCLUDED, None)


def test_a_plan_over_days_without_a_post_or_superior_says_what_is_missing(
    session: Session, scene: PlanScene, draft: Plan
) -> None:
    assert missing_around(session, draft, on=TODAY) == ()
    post = session.scalars(select(PersonPost).where(PersonPost.person_id == scene.person)).one()
    session.delete(post)
    session.commit()
    alone = replace(draft, person_id=scene.mayor)

    assert missing_around(session, draft, on=TODAY) == (Missing.POST_GAP,)
    assert Missing.NO_APPRAISER in missing_around(session, alone, on=TODAY)


@pytest.mark.parametrize(
    ("spans", "day"),
    [
        ([(1, 10), (11, None)], None),
        ([(1, 10), (12, None)], 11),
        ([(3, None)], 1),
        ([(1, 10)], 11),
        ([], 1),
        ([(5, 31), (1, 7)], None),
    ],
)
def test_the_first_day_that_no_span_covers(
    spans: list[tuple[int, int | None]], day: int | None
) -> None:
    dated = [
        (date(2026, 1, first), None if last is None else date(2026, 1, last))
        for first, last in spans
    ]

    found_day = uncovered(dated, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31))

    assert found_day == (None if day is None else date(2026, 1, day))
