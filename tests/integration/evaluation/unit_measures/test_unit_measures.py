"""Measures of a unit: proposed from five people on, decided once, their effect found by night."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.help_states import UnitMeasureState
from portal.evaluation.unit_measures import service
from portal.evaluation.unit_measures.queries import measures_of, points_in
from tests.factories import unit_measures as made
from tests.factories.plans import TODAY, PlanScene, make_plan_scene

State = UnitMeasureState
TOLD = service.AcceptedMeasure(made.TEXT, 2, made.TEXT, made.DUE)


@pytest.fixture
def scene(session: Session) -> PlanScene:
    return make_plan_scene(session)


def test_four_who_share_a_weak_point_are_told_of_nowhere(
    session: Session, scene: PlanScene
) -> None:
    made.let_share(session, scene, count=4)
    made.make_colleagues(session, scene, count=6)

    assert service.propose_measures(session, today=TODAY) == 0
    assert points_in(session, agency_id=None) == []


def test_a_private_cause_is_proposed_to_nobody(session: Session, scene: PlanScene) -> None:
    made.let_share(session, scene, count=5, cause=DifficultyCause.PERSONAL)
    assert service.propose_measures(session, today=TODAY) == 0


def test_five_are_proposed_once_a_year_and_not_while_the_measure_runs(
    session: Session, scene: PlanScene
) -> None:
    held = made.make_measure(session, scene)
    assert (held.state, held.point.key, held.place.agency_id) == (
        State.PROPOSED,
        "tools",
        scene.agency_id,
    )
    assert service.propose_measures(session, today=TODAY) == 0
    assert service.propose_measures(session, today=date(2027, 2, 1)) == 0
    service.decline_measure(session, made.act(held), reason=made.TEXT)
    assert service.propose_measures(session, today=date(2026, 12, 31)) == 0
    assert service.propose_measures(session, today=date(2027, 2, 1)) == 1
    assert len(measures_of(session, agency_id=scene.agency_id)) == 2
    assert measures_of(session, agency_id=scene.agency_id + 1) == []


def test_what_is_shared_is_written_anew_each_night(session: Session, scene: PlanScene) -> None:
    made.make_measure(session, scene)
    assert [point.key for _, point in points_in(session, agency_id=scene.agency_id)] == ["tools"]
    session.execute(
        text(
            "UPDATE difficulty SET settled_on = found_on, settled_by = 2, "
            "outcome = measure WHERE person_id = 1"
        )
    )
    session.commit()

    service.propose_measures(session, today=TODAY)
    assert points_in(session, agency_id=scene.agency_id) == []
    assert made.only(session).state is State.PROPOSED


def test_a_decision_is_made_once_and_an_effect_waits_two_quarters(
    session: Session, scene: PlanScene
) -> None:
    held = made.make_measure(session, scene)
    service.accept_measure(session, made.act(held), told=replace(TOLD, owner_id=scene.superior))
    with pytest.raises(service.UnitMeasureChanged):
        service.decline_measure(session, made.act(held), reason=made.TEXT)
    accepted = made.only(session)
    with pytest.raises(service.UnitMeasureChanged):
        service.decline_measure(session, made.act(accepted), reason=made.TEXT)
    early = made.act(accepted, on=date(2026, 9, 29))
    with pytest.raises(service.UnitMeasureChanged):
        service.check_measure(session, early, is_still_shared=False, effect=made.TEXT)
    on_time = made.act(accepted, on=made.EFFECT)
    service.check_measure(session, on_time, is_still_shared=False, effect=made.TEXT)
    checked = made.only(session)
    assert (checked.state, checked.is_still_shared) == (State.CHECKED, False)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'checked'",
        "state = 'accepted'",
        "point = 'skill'",
        "agency_id = 2",
        "proposed_on = '2026-01-13'",
    ],
)
def test_the_database_refuses_what_skips_a_step_or_changes_the_point(
    session: Session, scene: PlanScene, change: str
) -> None:
    made.make_measure(session, scene)
    with pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE unit_measure SET {change}"))
    session.rollback()


@pytest.mark.parametrize("change", ["owner_id = 1", "due_on = '2026-06-30'", "decided_by = 'x'"])
def test_the_database_keeps_who_was_named_and_until_when(
    session: Session, scene: PlanScene, change: str
) -> None:
    made.make_measure(session, scene, is_accepted=True)
    with pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE unit_measure SET {change}"))
    session.rollback()
    with pytest.raises(IntegrityError):
        session.execute(text("DELETE FROM unit_measure"))
    session.rollback()
