"""A programme goes only where the table says, by both sides, and ends by its facts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.development import course_service, queries, service
from portal.evaluation.development.domain import FigureKind, Programme
from portal.evaluation.development.measuring_queries import fact_of, goal_indicators
from portal.evaluation.development.writing import (
    FactsMissing,
    NotForThisPerson,
    ProgrammeAct,
    ProgrammeChanged,
)
from portal.evaluation.realisations import realising
from portal.evaluation.rules.machines import PROGRAMME, transitions_of
from portal.evaluation.rules.programmes import (
    ChangeVerdict,
    OutcomeReasonMissing,
    ProgrammeOutcome,
)
from portal.evaluation.rules.states import ProgrammeState
from portal.web.extensions import db
from tests.factories import programmes as made
from tests.factories import realisations
from tests.factories.cycles import is_weekday
from tests.factories.plans import PlanScene, make_plan_scene

ALLOWED = set(transitions_of(PROGRAMME))
AGREED, RUNNING, REVIEWED = (
    ProgrammeState.AGREED,
    ProgrammeState.RUNNING,
    ProgrammeState.REVIEWED,
)


@pytest.mark.parametrize("state", ProgrammeState)
def test_a_programme_goes_only_where_the_table_says(
    session: Session, scene: PlanScene, state: ProgrammeState
) -> None:
    found = made.make_programme(session, scene, state=state)

    assert found.state is state
    for new in ProgrammeState:
        if new is state or (state, new) in ALLOWED:
            continue
        with pytest.raises(IntegrityError):
            session.execute(text("UPDATE improvement_programme SET state = :new"), {"new": new})
        session.rollback()


@pytest.mark.parametrize(
    ("state", "statement"),
    [
        (ProgrammeState.PROPOSED, "UPDATE improvement_programme SET person_id = proposed_by"),
        (ProgrammeState.PROPOSED, "UPDATE improvement_programme SET cause = 'skill'"),
        (ProgrammeState.PROPOSED, "UPDATE programme_goal SET target = 95"),
        (AGREED, "UPDATE improvement_programme SET starts_on = '2026-05-01'"),
        (AGREED, "DELETE FROM improvement_programme"),
        (AGREED, "DELETE FROM programme_goal"),
        (
            AGREED,
            (
                "INSERT INTO programme_goal (programme_id, weak_point, baseline, target, unit, "
                "direction, due_on, checked_by, provides) SELECT programme_id, weak_point, 1, 2, "
                "unit, direction, due_on, checked_by, provides FROM programme_goal"
            ),
        ),
        (
            RUNNING,
            (
                "UPDATE improvement_programme SET state = 'reviewed', facts = 'met', "
                "outcome = 'met', reviewed_by = proposed_by, reviewed_on = '2026-03-31'"
            ),
        ),
        (RUNNING, "DELETE FROM programme_check_in"),
        (ProgrammeState.EXTENDED, "UPDATE improvement_programme SET extended_to = '2027-01-01'"),
        (REVIEWED, "UPDATE improvement_programme SET outcome = 'not_met', facts = 'not_met'"),
        (REVIEWED, "UPDATE improvement_programme SET reviewed_by = person_id"),
        (REVIEWED, "UPDATE improvement_programme SET state = 'closed'"),
        (REVIEWED, "UPDATE programme_figure SET value = 99"),
        (REVIEWED, "DELETE FROM programme_figure"),
    ],
)
def test_the_database_keeps_what_was_agreed_and_found(
    session: Session, scene: PlanScene, state: ProgrammeState, statement: str
) -> None:
    made.make_programme(session, scene, state=state)

    with pytest.raises(IntegrityError):
        session.execute(text(statement))


def test_only_the_other_side_agrees(session: Session, scene: PlanScene) -> None:
    with pytest.raises(NotForThisPerson):
        made.propose(session, scene, by=scene.leader)
    found = made.propose(session, scene)
    for other in (scene.superior, scene.leader, scene.stranger, None):
        with pytest.raises(NotForThisPerson):
            service.agree_programme(
                session, made.act(session, scene, found, other), counts=is_weekday
            )
    own = made.propose(session, scene, by=scene.person)
    with pytest.raises(NotForThisPerson):
        made.agree(session, scene, own, by=scene.person)
    made.agree(session, scene, own, by=scene.superior)

    assert made.held(session, found.id).state is ProgrammeState.PROPOSED
    assert made.held(session, own.id).state is RUNNING


def test_a_proposal_is_changed_and_taken_back_by_its_own_side(
    session: Session, scene: PlanScene
) -> None:
    found = made.propose(session, scene)
    act = made.act(session, scene, found, scene.superior)
    service.add_goal(session, act, goal=made.goal(target=Decimal(95)))
    with pytest.raises(ProgrammeChanged):
        service.add_goal(session, act, goal=made.goal())
    found = made.held(session, found.id)
    with pytest.raises(NotForThisPerson):
        service.add_goal(session, made.act(session, scene, found, scene.person), goal=made.goal())
    first = found.goals[0].id
    service.remove_goal(session, made.act(session, scene, found, scene.superior), goal_id=first)
    found = made.held(session, found.id)
    assert [each.target for each in found.goals] == [95]
    with pytest.raises(NotForThisPerson):
        service.remove_goal(
            session,
            made.act(session, scene, found, scene.superior),
            goal_id=found.goals[0].id,
        )
    with pytest.raises(NotForThisPerson):
        service.withdraw_programme(session, made.act(session, scene, found, scene.person))
    service.withdraw_programme(session, made.act(session, scene, found, scene.superior))

    assert queries.programmes_of(session, scene.person) == ()
    assert session.scalar(text("SELECT count(*) FROM programme_goal")) == 0


def test_a_proposal_has_five_goals_at_the_most(session: Session, scene: PlanScene) -> None:
    found = made.propose(session, scene)
    for _ in range(4):
        act = made.act(session, scene, made.held(session, found.id), scene.superior)
        service.add_goal(session, act, goal=made.goal())

    act = made.act(session, scene, made.held(session, found.id), scene.superior)
    with pytest.raises(NotForThisPerson):
        service.add_goal(session, act, goal=made.goal())


def test_what_begins_later_is_started_on_its_day(session: Session, scene: PlanScene) -> None:
    found = made.make_programme(session, scene, state=AGREED)
    act = made.act(session, scene, found, scene.person)
    with pytest.raises(NotForThisPerson):
        service.start_programme(session, act, counts=is_weekday)
    act = made.act(session, scene, found, scene.person, on=date(2026, 1, 13))
    service.start_programme(session, act, counts=is_weekday)

    found = made.held(session, found.id)
    assert found.state is RUNNING
    assert [each.due_on for each in found.check_ins] == [date(2026, 2, 10), date(2026, 3, 10)]


def told(found: Programme, number: int = 0, **changed: Any) -> course_service.CheckInTold:
    values: dict[str, Any] = {
        "note": made.TEXT,
        "was_provided": False,
        "figures": made.figures(found, "75"),
    }
    return course_service.CheckInTold(found.check_ins[number].id, **(values | changed))


def test_a_check_in_is_recorded_once_by_a_side(session: Session, scene: PlanScene) -> None:
    found = made.make_programme(session, scene, state=RUNNING)
    for other in (scene.leader, scene.stranger):
        act = made.act(session, scene, found, other)
        with pytest.raises(NotForThisPerson):
            course_service.record_check_in(session, act, told=told(found))
    act = made.act(session, scene, found, scene.person, on=date(2026, 2, 9))
    assert found.line.is_check_in_due(date(2026, 2, 9))
    assert not found.line.is_check_in_due(date(2026, 2, 8))
    course_service.record_check_in(session, act, told=told(found))

    found = made.held(session, found.id)
    first = found.check_ins[0]
    assert (first.held_on, first.recorded_by) == (date(2026, 2, 9), scene.person)
    assert first.was_provided is False
    assert not found.line.is_check_in_due(date(2026, 3, 8))
    figure = found.goals[0].figure(FigureKind.CHECK_IN)
    assert figure is not None
    assert figure.measured.value == 75
    act = made.act(session, scene, found, scene.superior)
    with pytest.raises(NotForThisPerson):
        course_service.record_check_in(session, act, told=told(found))
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE programme_check_in SET held_on = '2026-03-01'"))


def test_figures_of_another_programme_are_refused(session: Session, scene: PlanScene) -> None:
    other = made.make_programme(session, scene, state=RUNNING)
    found = made.make_programme(session, scene, state=RUNNING)
    act = made.act(session, scene, found, scene.superior)

    with pytest.raises(NotForThisPerson):
        course_service.record_check_in(session, act, told=told(found, figures=made.figures(other)))
    with pytest.raises(NotForThisPerson):
        course_service.record_check_in(session, act, told=told(other))


def test_a_programme_is_extended_once_to_a_later_day(session: Session, scene: PlanScene) -> None:
    found = made.make_programme(session, scene, state=RUNNING)
    with pytest.raises(NotForThisPerson):
        made.extend(session, scene, found, to=made.LAST)
    made.extend(session, scene, found, to=date(2026, 4, 30))
    found = made.held(session, found.id)

    assert found.last_on == found.last_day(found.goals[0]) == date(2026, 4, 30)
    days = [each.due_on for each in found.check_ins]
    assert days == [date(2026, 2, 9), date(2026, 3, 9), date(2026, 4, 6)]
    with pytest.raises(NotForThisPerson):
        made.extend(session, scene, found, to=date(2026, 5, 29))


def test_a_programme_ends_by_facts_and_by_the_appraiser(session: Session, scene: PlanScene) -> None:
    found = made.make_programme(session, scene, state=RUNNING)
    with pytest.raises(NotForThisPerson):
        made.review(session, scene, found, on=date(2026, 3, 30))
    with pytest.raises(NotForThisPerson):
        made.review(session, scene, found, who=scene.person)
    with pytest.raises(FactsMissing):
        made.review(session, scene, found, figures={})
    low = made.figures(found, "89.9")
    for reason in ("", "terlalu pendek"):
        with pytest.raises(OutcomeReasonMissing):
            made.review(session, scene, found, figures=low, reason=reason)
    assert made.held(session, found.id).goals[0].figures == ()
    made.review(session, scene, found, figures=low, outcome=ProgrammeOutcome.NOT_MET)

    found = made.held(session, found.id)
    assert (found.facts, found.outcome) == (ProgrammeOutcome.NOT_MET, ProgrammeOutcome.NOT_MET)
    assert found.effect_on == made.EFFECT
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    assert queries.programmes_in(session, first=first, last=last) == 1
    assert queries.programmes_in(session, first=last, last=last) == 0


def test_a_person_decides_otherwise_with_a_reason(session: Session, scene: PlanScene) -> None:
    found = made.make_programme(session, scene, state=RUNNING)
    reason = "Register dua minggu hilang karena banjir di kantor."
    low = made.figures(found, "89")
    made.review(session, scene, found, figures=low, reason=reason, locked_reason=made.TEXT)

    found = made.held(session, found.id)
    assert (found.facts, found.outcome) == (ProgrammeOutcome.NOT_MET, ProgrammeOutcome.MET)
    assert found.outcome_reason == made.TEXT


def test_it_closes_with_its_effect_two_quarters_later(session: Session, scene: PlanScene) -> None:
    found = made.make_programme(session, scene, state=REVIEWED)
    early = made.act(session, scene, found, scene.superior, on=date(2026, 9, 29))
    with pytest.raises(NotForThisPerson):
        course_service.close_programme(session, early, figures=made.figures(found), no_effect=None)
    with pytest.raises(FactsMissing):
        course_service.close_programme(session, early, figures={}, no_effect=None)
    act = made.act(session, scene, found, scene.superior, on=made.EFFECT)
    course_service.close_programme(session, act, figures=made.figures(found), no_effect=None)

    effect = made.held(session, found.id).goals[0].change(FigureKind.EFFECT)
    assert effect is not None
    assert effect.verdict is ChangeVerdict.BETTER


def test_it_closes_with_why_there_is_no_effect(session: Session, scene: PlanScene) -> None:
    found = made.make_programme(session, scene, state=REVIEWED)
    act = made.act(session, scene, found, scene.person)
    with pytest.raises(NotForThisPerson):
        course_service.close_programme(session, act, figures={}, no_effect=made.TEXT)
    act = made.act(session, scene, found, scene.superior)
    course_service.close_programme(session, act, figures={}, no_effect=made.TEXT)

    assert made.held(session, found.id).no_effect == made.TEXT


def test_a_verified_realisation_is_the_fact_of_its_period(
    session: Session, scene: PlanScene
) -> None:
    place = realisations.make_place(session, scene)
    first = goal_indicators(session, scene.person, on=made.TODAY)[0]
    assert (first.indicator.key, first.fact) == (1, None)
    realisation = realisations.report(session, place)
    told = made.goal(indicator=(place.plan_id, 1))
    found = made.propose(session, scene, told=told)
    goal = found.goals[0]
    assert fact_of(session, goal, person_id=scene.person, on=made.LAST) is None
    move = realisations.move(place, scene.superior, revision=realisation.revision)
    realising.verify(session, move, by=realisations.SUPERIOR)

    fact = fact_of(session, goal, person_id=scene.person, on=made.LAST)
    assert fact is not None
    assert (int(fact.value), fact.last_day) == (62, date(2026, 3, 31))
    assert fact_of(session, goal, person_id=scene.person, on=date(2026, 4, 1)) is None
    assert fact_of(session, goal, person_id=scene.person, on=date(2027, 4, 1)) is None
    assert goal_indicators(session, scene.person, on=made.TODAY)[0].fact == fact
    assert goal_indicators(session, scene.stranger, on=made.TODAY) == ()


def test_two_reviews_at_once_end_in_one(session: Session, scene: PlanScene) -> None:
    found = made.make_programme(session, scene, state=RUNNING)
    act = made.act(session, scene, found, scene.superior, on=made.LAST)
    engine, together = session.get_bind(), Barrier(2)
    session.rollback()
    assert isinstance(engine, Engine)
    review = course_service.ProgrammeReview(ProgrammeOutcome.MET, "", None, made.figures(found))

    def run(own_act: ProgrammeAct) -> bool:
        with Session(engine) as own:
            together.wait()
            try:
                course_service.review_programme(own, own_act, review=review)
            except ProgrammeChanged:
                return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = sorted(pool.map(run, (act, act)))

    assert done == [False, True]
    assert len(made.held(session, found.id).goals[0].figures) == 1


def test_programmes_do_not_keep_the_migration_from_going_down_and_up(
    make_app: Callable[..., Flask],
) -> None:
    with make_app().app_context():
        session = db.session()
        scene = make_plan_scene(session)
        made.make_programme(session, scene, state=ProgrammeState.CLOSED)
        people = session.scalar(text("SELECT count(*) FROM officer"))
        db.session.remove()

        downgrade(revision="0057")
        upgrade()

        session = db.session()
        assert session.scalar(text("SELECT count(*) FROM improvement_programme")) == 0
        assert session.scalar(text("SELECT count(*) FROM officer")) == people
        made.make_programme(session, scene, state=AGREED)
        with pytest.raises(IntegrityError):
            session.execute(text("DELETE FROM improvement_programme"))
