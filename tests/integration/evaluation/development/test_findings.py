"""Strong and weak points: from verified figures, given steps, citizens' gate and shown causes."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import GivenStep
from portal.evaluation.development.finding_queries import findings_of
from portal.evaluation.development.strengths import FindingKind, StrengthFinding
from portal.evaluation.plans.domain import BehaviourValue, Plan
from portal.evaluation.rules.states import PeriodicState, PlanState, YearlyState
from tests.factories import appraisals, monitoring, objections, years
from tests.factories.citizens_year import release_year
from tests.factories.plans import PlanScene, make_plan

DECEMBER = date(2026, 12, 20)


@pytest.fixture
def plan(session: Session, scene: PlanScene) -> Plan:
    return make_plan(session, scene, state=PlanState.RUNNING)


def found(session: Session, plan: Plan, kind: FindingKind) -> list[StrengthFinding]:
    session.rollback()
    session.expire_all()
    findings = findings_of(session, plan.person_id, on=DECEMBER)
    return [each for each in (*findings.strengths, *findings.weaknesses) if each.kind is kind]


@pytest.mark.parametrize(
    ("value", "strong"), [(110, [False, True, True]), (60, [False, False, True]), (95, [])]
)
def test_verified_figures_beyond_the_cuts_are_points_and_those_at_the_target_are_none(
    session: Session, scene: PlanScene, plan: Plan, value: int, strong: list[bool]
) -> None:
    # Of the three indicators of 95, one is better when it is lower.
    appraisals.verify_all(session, scene, plan, value=value)
    points = found(session, plan, FindingKind.INDICATOR)
    assert sorted(each.is_strength for each in points) == strong


def test_steps_count_once_the_year_was_delivered(
    session: Session, scene: PlanScene, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    high, low = BehaviourValue.SERVICE, BehaviourValue.ADAPTIVE
    given = {high: GivenStep(4, None), low: GivenStep(2, years.TEXT)}
    monkeypatch.setattr(years, "STEPS", {**years.STEPS, **given})
    years.make_year(session, scene, plan, state=YearlyState.CONFIRMED)
    assert found(session, plan, FindingKind.STEP) == []
    objections.receive(session, scene, plan)
    steps = found(session, plan, FindingKind.STEP)
    assert {each.key: each.is_strength for each in steps} == {high: True, low: False}


def test_a_cause_counts_once_the_quarter_was_shown(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    assert found(session, plan, FindingKind.CAUSE) == []
    appraisals.make_periodic(session, scene, plan, state=PeriodicState.SHOWN)
    (cause,) = found(session, plan, FindingKind.CAUSE)
    assert (cause.key, cause.is_strength) == ("tools", False)


def test_a_difficulty_counts_while_nobody_settled_it(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    monitoring.make_difficulty(session, scene)
    (cause,) = found(session, plan, FindingKind.CAUSE)
    assert cause.key == "tools"


@pytest.mark.parametrize(
    ("mean", "ends", "strong"),
    [(3.9, (95.0, 99.0), [True]), (2.4, (57.0, 63.0), [False]), (3.2, (77.0, 83.0), [])],
)
def test_citizens_are_a_point_where_the_interval_leaves_what_was_expected(
    session: Session, plan: Plan, mean: float, ends: tuple[float, float], strong: list[bool]
) -> None:
    assert found(session, plan, FindingKind.CITIZENS) == []
    release_year(session, plan.person_id, mean=mean, ends=ends)
    points = found(session, plan, FindingKind.CITIZENS)
    assert [each.is_strength for each in points] == strong


@pytest.mark.parametrize(("on", "count"), [(date(2027, 1, 12), 1), (date(2028, 1, 3), 0)])
def test_citizens_of_a_year_that_is_over_stay_a_point_through_the_next_year(
    session: Session, plan: Plan, on: date, count: int
) -> None:
    release_year(session, plan.person_id, mean=3.9, ends=(95.0, 99.0))
    assert len(findings_of(session, plan.person_id, on=on).strengths) == count


def test_without_a_plan_nothing_is_known(session: Session, scene: PlanScene) -> None:
    assert findings_of(session, scene.stranger, on=DECEMBER).weaknesses == ()
