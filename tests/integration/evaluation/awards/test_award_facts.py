"""What the portal holds on a nominee: delivered results, days away, the post, citizens' figure."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.confirming_service import Signing, confirm
from portal.evaluation.awards.domain import OutsideKind, OutsideRecord
from portal.evaluation.awards.eligibility_queries import facts_of_people, known_year, with_records
from portal.evaluation.rules.award_eligibility import YearResult
from portal.evaluation.rules.levels import Predicate
from portal.evaluation.rules.states import (
    ObjectionState,
    PlanState,
    RecommendationState,
    YearlyState,
)
from portal.organisation.places.models import AgencyRow
from tests.factories import objections, trainings, years
from tests.factories.people import make_absence, make_post
from tests.factories.plans import PlanScene, make_plan

CITIZENS: Mapping[str, Any] = {
    "value": "3",
    "reliability": "17/20",
    "interval": ["72.5", "77.5"],
    "compared": {"expected": "3.30", "others": 25},
}


def delivered(session: Session, scene: PlanScene, *, citizens: Mapping[str, Any]) -> int:
    """Deliver a year whose document holds a work result and citizens' figure; return its plan."""
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    years.make_year(session, scene, plan, state=YearlyState.UNIT_REVIEW)
    document = {"result": {"score": Fraction(305, 3)}, "citizens": citizens}
    signing = Signing(document, 1, seal=years.unsealed)
    act = years.year_act(session, plan, scene.superior)
    confirm(session, act, signing=signing, vault=years.VAULT)
    objections.receive(session, scene, plan)
    return plan.id


def results(session: Session, person: int) -> tuple[YearResult, ...]:
    session.rollback()
    session.expire_all()
    return tuple(facts_of_people(session, {person}, year=2026)[person].results)


def test_a_result_counts_once_it_was_delivered_and_is_open_while_it_is_disputed(
    session: Session, scene: PlanScene
) -> None:
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    years.make_year(session, scene, plan, state=YearlyState.CONFIRMED)
    assert results(session, scene.person) == ()

    objections.receive(session, scene, plan)
    open_result = YearResult(2026, Predicate.GOOD, is_final=False)
    assert results(session, scene.person) == (open_result,)
    # Who objected and waits does not meet the rules, before and after an award alike.
    objections.make_objection(session, scene, plan, state=ObjectionState.HEARING)
    assert results(session, scene.person) == (open_result,)


def test_the_document_tells_the_work_result_and_a_figure_that_passed_the_gate(
    session: Session, scene: PlanScene
) -> None:
    delivered(session, scene, citizens=CITIZENS)

    known = known_year(session, scene.person, year=2026, vault=years.VAULT)
    assert known.work_result == Fraction(305, 3)
    assert known.citizens is not None
    assert known.citizens.highest == Fraction(31, 10)
    assert known.citizens.is_below
    nothing = known_year(session, scene.stranger, year=2026, vault=years.VAULT)
    assert (nothing.work_result, nothing.citizens) == (0, None)


@pytest.mark.parametrize("missing", ["value", "compared", "interval"])
def test_a_figure_that_passed_no_gate_speaks_against_nobody(
    session: Session, scene: PlanScene, missing: str
) -> None:
    delivered(session, scene, citizens={**CITIZENS, missing: None})

    assert known_year(session, scene.person, year=2026, vault=years.VAULT).citizens is None


def test_a_post_that_goes_on_counts_from_its_beginning(session: Session, scene: PlanScene) -> None:
    agency = session.get_one(AgencyRow, scene.agency_id)
    for first, last in ((date(2025, 3, 1), date(2026, 2, 28)), (date(2026, 3, 1), None)):
        make_post(session, scene.mayor, agency, starts_on=first, ends_on=last)
    make_absence(session, scene.mayor, starts_on=date(2026, 11, 1))
    session.commit()

    facts = facts_of_people(session, {scene.mayor, scene.person}, year=2026)
    assert facts[scene.mayor].in_post_since == date(2025, 3, 1)
    assert facts[scene.mayor].away == ((date(2026, 11, 1), date(2026, 12, 31)),)
    post_before = facts_of_people(session, {scene.mayor}, year=2024)[scene.mayor]
    assert post_before.in_post_since is None


def test_hours_come_from_trainings_and_the_office_adds_what_was_elsewhere(
    session: Session, scene: PlanScene
) -> None:
    make_plan(session, scene, state=PlanState.RUNNING)
    assert facts_of_people(session, {scene.person}, year=2026)[scene.person].hours is None
    trainings.make_training(session, scene, state=RecommendationState.DONE)

    facts = facts_of_people(session, {scene.person}, year=2026)[scene.person]
    assert facts.hours == trainings.TOPIC.hours == 16
    assert facts_of_people(session, {scene.person}, year=2025)[scene.person].hours is None
    for written, counted in (("14", 16), ("22", 22)):
        record = OutsideRecord(1, OutsideKind.HOURS, None, written, "Surat", date(2027, 2, 1))
        assert with_records(facts, [record]).hours == counted


def test_what_the_portal_knows_goes_before_what_the_office_recorded(
    session: Session, scene: PlanScene
) -> None:
    delivered(session, scene, citizens=CITIZENS)
    day = date(2027, 2, 1)
    records = [
        OutsideRecord(1, OutsideKind.PREDICATE, 2026, "very_good", "Surat", day),
        OutsideRecord(1, OutsideKind.PREDICATE, 2025, "good", "Surat", day),
        OutsideRecord(1, OutsideKind.PREDICATE, 2025, "very_good", "Surat", day),
        OutsideRecord(1, OutsideKind.HOURS, None, "14", "Surat", day),
        OutsideRecord(1, OutsideKind.HOURS, None, "20", "Surat", day + timedelta(days=1)),
        OutsideRecord(1, OutsideKind.INTEGRITY, None, "no", "Surat", day),
    ]
    facts = facts_of_people(session, {scene.person}, year=2026)[scene.person]

    whole = with_records(facts, records)
    assert {(each.year, each.predicate, each.is_official) for each in whole.results} == {
        (2026, Predicate.GOOD, False),
        (2025, Predicate.VERY_GOOD, True),
    }
    assert (whole.hours, whole.integrity) == (20, False)
