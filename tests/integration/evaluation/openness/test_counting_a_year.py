"""A year is counted person by person, in time by the days that were stored, open where open."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.yearly_models import UnitReview, YearlyEvaluation
from portal.evaluation.openness.counting import NoSuchYear, counted_year, years_with_results
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import (
    DialogueState,
    PeriodicState,
    PlanState,
    RecommendationState,
    YearlyState,
)
from portal.organisation.agency_results.models import AgencyIndicator
from portal.publication.yearly_evaluation.counts import AgencyYear, EvaluationYear, Training
from tests.factories import appraisals, monitoring, objections, trainings, years
from tests.factories.cycles import make_draft
from tests.factories.plans import PlanScene, make_plan

JUNE = date(2027, 6, 1)
ZONE = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def plan(session: Session, scene: PlanScene) -> Plan:
    return make_plan(session, scene, state=PlanState.RUNNING)


def counted(session: Session) -> EvaluationYear:
    session.rollback()
    return counted_year(session, 2026, today=JUNE, zone=ZONE, is_demo=False)


def agency(session: Session) -> AgencyYear:
    (found,) = counted(session).agencies
    return found


def test_only_opened_cycles_have_a_year(session: Session, scene: PlanScene) -> None:
    make_draft(session, 2027)
    assert years_with_results(session) == (2026,)
    with pytest.raises(NoSuchYear):
        counted_year(session, 2027, today=JUNE, zone=ZONE, is_demo=False)


def test_plans_that_were_agreed_and_quarters_that_were_shown_count(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    appraisals.make_periodic(session, scene, plan, state=PeriodicState.SHOWN)
    found = agency(session)
    assert (found.people, found.plans_in_time, found.evaluations_in_time) == (1, 1, 0)


def test_whoever_talked_with_the_superior_in_the_year_counts(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    monitoring.make_dialogue(session, scene)
    assert agency(session).dialogues_held == 0
    monitoring.make_dialogue(session, scene, state=DialogueState.CONFIRMED)
    assert agency(session).dialogues_held == 1


def test_a_result_counts_once_it_is_final(session: Session, scene: PlanScene, plan: Plan) -> None:
    years.make_year(session, scene, plan, state=YearlyState.CONFIRMED)
    found = agency(session)
    assert (found.very_good, found.good, found.lower) == (0, 0, 0)
    objections.receive(session, scene, plan)
    assert agency(session).good == 0
    session.execute(update(YearlyEvaluation).values(state="final"))
    session.commit()
    found = agency(session)
    assert (found.very_good, found.good, found.lower) == (0, 1, 0)


def test_hours_of_training_count_once_done_and_none_at_all_say_nothing(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    trainings.make_training(session, scene, state=RecommendationState.PLANNED)
    assert agency(session).training is None
    trainings.make_training(session, scene, state=RecommendationState.DONE)
    assert agency(session).training == Training(hours=trainings.TOPIC.hours, reached=0)
    trainings.make_training(session, scene, state=RecommendationState.DONE)
    assert agency(session).training == Training(hours=2 * trainings.TOPIC.hours, reached=1)


def test_reasons_of_units_and_indicators_of_the_agency_are_taken_over(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    session.add(
        UnitReview(
            cycle_id=plan.cycle_id,
            agency_id=scene.agency_id,
            unit_id=None,
            head_id=scene.leader,
            reviewed_at=years.JANUARY,
            reason=b"sealed",
        )
    )
    for realisation in (None, Decimal("90.0000"), Decimal("96.5000")):
        session.add(
            AgencyIndicator(
                agency_id=scene.agency_id,
                year=2026,
                quarter=None,
                name="Layanan tepat waktu",
                unit="%",
                target=Decimal("95.0000"),
                realisation=realisation,
                recorded_at=years.JANUARY,
            )
        )
        session.flush()
    session.commit()
    assert counted(session).reasoned_units == 1
    (indicator,) = agency(session).indicators
    assert (indicator.target, indicator.realisation) == ("95", "96.5")
