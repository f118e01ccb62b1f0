"""The made-up city shows help: a programme, trainings, a plan to grow, a measure, a good case."""

import random
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.staff_acts import ActingPerson, StaffYear
from portal.demo.staff_cases import tell_good_case
from portal.demo.staff_help import HELPED, help_out
from portal.demo.staff_measures import improve_unit
from portal.demo.staff_talks import ANSWERED, note_down
from portal.evaluation.development.queries import programmes_of
from portal.evaluation.development_plans.queries import development_plans_of
from portal.evaluation.good_cases.queries import cases_in
from portal.evaluation.monitoring.models import NoteRow
from portal.evaluation.rules.help_states import (
    DevelopmentPlanState,
    GoodCaseState,
    UnitMeasureState,
)
from portal.evaluation.rules.states import NoteState, ProgrammeState, RecommendationState
from portal.evaluation.training.queries import trainings_of
from portal.evaluation.unit_measures.queries import measures_of
from tests.factories.cycles import is_weekday
from tests.factories.plans import PlanScene, make_plan_scene
from tests.factories.unit_measures import make_colleagues
from tests.factories.years import VAULT


def made_year(session: Session, scene: PlanScene) -> StaffYear:
    today, rng = date(2026, 5, 4), random.Random(1)
    return StaffYear(session, VAULT, today, scene.cycle, is_weekday, rng)


def test_one_officer_of_the_city_is_helped(session: Session) -> None:
    scene = make_plan_scene(session)
    year = made_year(session, scene)
    role = ActingPerson(scene.person, "Petugas", scene.superior, scene.cycle.starts_on)

    for number in (1, HELPED, 3):
        help_out(year, role, number=number)

    (programme,) = programmes_of(session, scene.person)
    done, ahead = sorted(trainings_of(session, scene.person), key=lambda each: each.starts_on)
    assert programme.state is ProgrammeState.RUNNING
    assert [each.held_on is not None for each in programme.check_ins][:1] == [True]
    assert ahead.state is RecommendationState.PLANNED
    assert ahead.starts_on == date(2026, 5, 18)
    assert (done.state, done.hours) == (RecommendationState.DONE, 12)
    (plan,) = development_plans_of(session, scene.person)
    assert (plan.state, len(plan.aims)) == (DevelopmentPlanState.AGREED, 2)


def test_a_note_is_written_and_answered(session: Session) -> None:
    scene = make_plan_scene(session)
    role = ActingPerson(scene.person, "Petugas", scene.superior, scene.cycle.starts_on)

    for number in (1, ANSWERED, 3):
        note_down(made_year(session, scene), role, number=number)

    (state,) = session.scalars(select(NoteRow.state))
    assert state == NoteState.ANSWERED


def test_a_measure_is_taken_for_what_five_share_and_a_good_case_is_public(
    session: Session,
) -> None:
    scene = make_plan_scene(session)
    ids = [scene.person, *make_colleagues(session, scene, count=4)]
    year = made_year(session, scene)
    roles = [ActingPerson(each, "Petugas", scene.superior, scene.cycle.starts_on) for each in ids]
    for number, role in enumerate(roles, start=1):
        help_out(year, role, number=number)
    improve_unit(year, agency_id=scene.agency_id, owner_id=scene.superior)
    improve_unit(year, agency_id=scene.agency_id, owner_id=scene.superior)
    tell_good_case(year, roles[0], agency_id=scene.agency_id)

    (measure,) = measures_of(session, agency_id=scene.agency_id)
    assert (measure.state, measure.owner_id) == (UnitMeasureState.ACCEPTED, scene.superior)
    (case,) = cases_in(session, GoodCaseState.PUBLISHED)
    assert case.names_agency is False
