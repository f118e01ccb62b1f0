"""What an objection keeps from happening: colleagues who know of it, an appraiser who pays back."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.evaluation.cycles.service import move_cycle
from portal.evaluation.objections import companion_service
from portal.evaluation.objections.afterwards_queries import objection_pairs
from portal.evaluation.objections.screen import objections_on_screen
from portal.evaluation.peer_feedback import box_queries
from portal.evaluation.peer_feedback.asked_routes import APART
from portal.evaluation.peer_feedback.pool_queries import could_be_drawn, pools_in
from portal.evaluation.peer_feedback.round_run import run_rounds
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import CycleState, ObjectionState, PlanState, YearlyState
from portal.organisation.places.models import AgencyRow
from portal.storage.joint_reading import answered
from portal.storage.sealing.keys import KeyStore
from tests.factories import objections as made
from tests.factories import years
from tests.factories.colleagues_city import OPENS_ON, make_colleagues, the_round
from tests.factories.cycles import make_cycle
from tests.factories.people import make_person, make_post, make_relation
from tests.factories.plans import PlanScene, make_plan

WHOLE = {"first": date(2027, 1, 1), "last": date(2027, 12, 31)}


def pairs(*found: tuple[int, int]) -> set[frozenset[int]]:
    return {frozenset(pair) for pair in found}


@pytest.mark.parametrize("state", [ObjectionState.DRAFT, *made.STATES[1:]])
def test_who_has_to_do_with_an_objection_is_kept_apart_from_its_person(
    session: Session, scene: PlanScene, plan: Plan, state: ObjectionState
) -> None:
    made.make_objection(session, scene, plan, state=state)
    person, superior, leader = scene.person, scene.superior, scene.leader
    expected = pairs((person, superior), (person, leader))
    if state is ObjectionState.DRAFT:
        expected = set()

    assert objection_pairs(session, **WHOLE) == expected
    is_pending = state in {
        ObjectionState.FILED,
        ObjectionState.ADMITTED,
        ObjectionState.HEARING,
    }
    next_year = objection_pairs(session, first=date(2028, 1, 1), last=date(2028, 12, 31))
    assert next_year == (expected if is_pending else set())
    assert objection_pairs(session, first=date(2026, 1, 1), last=date(2026, 12, 31)) == set()


def test_a_companion_is_kept_apart_too(session: Session, scene: PlanScene, plan: Plan) -> None:
    made.make_objection(session, scene, plan, state=ObjectionState.FILED)
    year = years.held(session, plan)
    act = made.act_of(session, year, scene.person)
    companion_service.name_companion(session, act, companion_id=scene.stranger)

    assert frozenset({scene.person, scene.stranger}) in objection_pairs(session, **WHOLE)


def test_who_could_have_been_drawn_as_a_colleague_is_no_companion(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    agency = session.get_one(AgencyRow, scene.agency_id)
    near, late, cousin = (make_person(session, name).id for name in ("Eka", "Gita", "Hadi"))
    for each in (near, cousin):
        make_post(session, each, agency)
    make_post(session, late, agency, starts_on=date(2026, 12, 1))
    make_relation(session, "relative", cousin, about=scene.person)
    session.commit()
    made.make_objection(session, scene, plan, state=ObjectionState.FILED)
    year = years.held(session, plan)

    act = made.act_of(session, year, scene.person)
    with pytest.raises(companion_service.CompanionRefused):
        companion_service.name_companion(session, act, companion_id=near)
    for allowed in (late, cousin):
        act = made.act_of(session, year, scene.person)
        companion_service.name_companion(session, act, companion_id=allowed)


def test_a_draw_seats_nobody_whom_an_objection_keeps_apart(
    session: Session, tmp_path: Path
) -> None:
    store = KeyStore(tmp_path / "keys" / "rounds")
    scene = make_colleagues(session, store)
    one, other, *_ = scene.people
    year = {"first": date(2026, 1, 1), "last": OPENS_ON}
    asked: list[tuple[date, date]] = []

    def keeps_apart(session: Session, *, first: date, last: date) -> frozenset[frozenset[int]]:
        asked.append((first, last))
        return frozenset({frozenset({one, other})})

    assert could_be_drawn(session, other, about=one, **year)
    assert not could_be_drawn(session, scene.superior, about=one, **year)
    round_ = the_round(session, scene)
    assert other not in pools_in(session, round_, rated={one}, keeps_apart=keeps_apart)[one]
    run_rounds(session, store, today=OPENS_ON, keeps_apart=keeps_apart)

    seats = {(each.rater_id, each.rated_id) for each in box_queries.seats(session, scene.round_id)}
    assert seats
    assert not {(one, other), (other, one)} & seats
    assert asked == [(date(2026, 1, 1), OPENS_ON)] * 2


def test_the_app_tells_the_page_of_strikes_the_same_as_the_night(app: Flask) -> None:
    assert app.extensions[APART] is objection_pairs


def test_the_superior_is_shown_the_next_result_that_the_appraiser_gave(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    def shown(viewer: int, *people: int) -> Any:
        around: Any = SimpleNamespace(person_id=viewer, names=people)
        (found,) = answered(session, [objections_on_screen(around)])
        return None if found is None else found.looked_at

    made.make_objection(session, scene, plan, state=ObjectionState.CLOSED)
    assert shown(scene.leader, scene.superior) is None
    for state in (CycleState.EVALUATING, CycleState.OBJECTING):
        move_cycle(session, plan.cycle_id, to=state)
    later = replace(scene, cycle=make_cycle(session, 2027))
    next_plan = make_plan(session, later, state=PlanState.RUNNING)
    years.make_year(session, later, next_plan, state=YearlyState.UNIT_REVIEW)
    assert shown(scene.leader, scene.superior) is None
    years.confirm(session, later, next_plan)

    assert shown(scene.leader, scene.superior) == (next_plan.id,)
    assert shown(scene.mayor, scene.leader) is None
