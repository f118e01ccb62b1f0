"""Acts by somebody else, too late or too early change nothing and say so."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.evaluation.appraisals import delivery_service as delivery
from portal.evaluation.appraisals import periodic_service as quarters
from portal.evaluation.appraisals import yearly_service as years
from portal.evaluation.appraisals.confirming_service import NotReady
from portal.evaluation.appraisals.domain import QuarterAnswer
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import PeriodicState, PlanState, TransitionRefused, YearlyState
from tests.factories.appraisals import TEXT, act, make_periodic
from tests.factories.appraisals import held as held_quarter
from tests.factories.plans import PlanScene, make_plan, make_plan_scene
from tests.factories.years import confirm, held, make_year, year_act

NO_CLOCK: Any = None  # whoever is refused is refused before a day is counted


@pytest.fixture
def scene(session: Session) -> PlanScene:
    return make_plan_scene(session)


@pytest.fixture
def plan(session: Session, scene: PlanScene) -> Plan:
    return make_plan(session, scene, state=PlanState.RUNNING)


def test_a_self_report_does_not_come_after_the_review_was_shown(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    make_periodic(session, scene, plan, state=PeriodicState.SHOWN)

    with pytest.raises(TransitionRefused):
        quarters.save_self_report(
            session, act(session, plan, scene.person), text=b"later", is_sent=True
        )

    found = held_quarter(session, plan)
    assert found is not None
    assert found.state is PeriodicState.SHOWN
    assert b"later" not in found.texts.values()


@pytest.mark.parametrize("state", [PeriodicState.SELF_REPORTED, PeriodicState.ACKNOWLEDGED])
def test_an_answer_comes_once_and_to_what_was_shown(
    session: Session, scene: PlanScene, plan: Plan, state: PeriodicState
) -> None:
    make_periodic(session, scene, plan, state=state)
    before = held_quarter(session, plan)

    with pytest.raises(TransitionRefused):
        quarters.answer_review(
            session,
            act(session, plan, scene.person),
            answer=QuarterAnswer.DISAGREED,
            note=TEXT,
        )

    assert held_quarter(session, plan) == before


def test_nobody_reports_or_receives_a_year_for_another(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    make_year(session, scene, plan, state=YearlyState.CONFIRMED)
    other = year_act(session, plan, scene.superior)

    with pytest.raises(quarters.NotByOneself):
        years.save_year_report(session, other, text=TEXT, is_sent=True)
    with pytest.raises(quarters.NotByOneself):
        delivery.receive(session, other, clock=NO_CLOCK)

    assert held(session, plan).state is YearlyState.CONFIRMED


def test_a_result_is_confirmed_by_nobody_but_the_appraiser_who_rated(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    make_year(session, scene, plan, state=YearlyState.UNIT_REVIEW)

    with pytest.raises(NotReady):
        confirm(session, scene, plan, act=year_act(session, plan, scene.leader))

    assert held(session, plan).state is YearlyState.UNIT_REVIEW
    confirm(session, scene, plan)


def test_a_confirmed_result_is_not_rated_back(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    make_year(session, scene, plan, state=YearlyState.CONFIRMED)

    with pytest.raises(TransitionRefused):
        years.take_back(session, year_act(session, plan, scene.superior, reason=TEXT))

    assert held(session, plan).state is YearlyState.CONFIRMED


def test_from_a_second_look_only_the_reader_gives_back(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    make_year(session, scene, plan, state=YearlyState.SECOND_LOOK)

    # Back and forth the appraiser could have readers drawn until one suits.
    with pytest.raises(TransitionRefused):
        years.take_back(session, year_act(session, plan, scene.superior, reason=TEXT))

    assert held(session, plan).state is YearlyState.SECOND_LOOK
