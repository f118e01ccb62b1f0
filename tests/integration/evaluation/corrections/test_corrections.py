"""A correction goes only where the table says, and nobody corrects a result alone.

The result is received on 12 January 2027; the leader stands above its appraiser.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.appraisals.snapshot_queries import last_number
from portal.evaluation.corrections import service
from portal.evaluation.corrections.screen import corrections_on_screen
from portal.evaluation.objections import filing_service
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.machines import CORRECTION, transitions_of
from portal.evaluation.rules.states import (
    CorrectionState,
    ObjectionState,
    PlanState,
    TransitionRefused,
    YearlyState,
)
from portal.storage.joint_reading import answered
from portal.web.extensions import db
from tests.factories import corrections as made
from tests.factories import objections, years
from tests.factories.plans import PlanScene, make_plan, make_plan_scene

ALLOWED = set(transitions_of(CORRECTION))
AGREED, CONFIRMED = CorrectionState.AGREED, CorrectionState.CONFIRMED


def documents(session: Session, plan: Plan) -> int | None:
    return last_number(session, years.held(session, plan).id)


@pytest.mark.parametrize("state", CorrectionState)
def test_a_correction_goes_only_where_the_table_says(
    session: Session, scene: PlanScene, plan: Plan, state: CorrectionState
) -> None:
    found = made.make_correction(session, scene, plan, state=state)

    assert found.state is state
    assert documents(session, plan) == (2 if state is CONFIRMED else 1)
    for new in CorrectionState:
        if new is state or (state, new) in ALLOWED:
            continue
        with pytest.raises(IntegrityError):
            session.execute(text("UPDATE result_correction SET state = :new"), {"new": new})
        session.rollback()
    if not found.is_open:
        assert made.propose(session, scene, plan, about=documents(session, plan) or 0).is_open


def test_nobody_corrects_a_result_alone(session: Session, scene: PlanScene, plan: Plan) -> None:
    for outside in (scene.leader, scene.stranger):
        with pytest.raises(service.CorrectionNotForThisSide):
            made.propose(session, scene, plan, by=outside)
    made.propose(session, scene, plan, by=scene.superior)
    for other in (scene.superior, scene.leader, scene.stranger):
        with pytest.raises(service.CorrectionNotForThisSide):
            service.agree(session, made.act_of(session, plan, other))
    service.agree(session, made.act_of(session, plan, scene.person))
    for side in (scene.person, scene.superior, scene.stranger):
        with pytest.raises(service.CorrectionNotForThisSide):
            made.confirm(session, plan, made.act_of(session, plan, side))
        without_reason = made.act_of(session, plan, side)
        with pytest.raises(service.CorrectionNotForThisSide):
            service.end_correction(session, without_reason, to=CorrectionState.REFUSED)
    other_side = made.act_of(session, plan, scene.person)
    with pytest.raises(service.CorrectionNotForThisSide):
        service.end_correction(session, other_side, to=CorrectionState.WITHDRAWN)

    assert made.held(session, plan).state is AGREED
    assert documents(session, plan) == 1


def test_the_first_screen_counts_what_waits_for_whom(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    def waiting() -> list[int | None]:
        people = (scene.person, scene.superior, scene.leader, scene.stranger)
        around: list[Any] = [SimpleNamespace(person_id=each) for each in people]
        parts = answered(session, [corrections_on_screen(each) for each in around])
        return [None if part is None else part.waiting for part in parts]

    made.propose(session, scene, plan)
    assert waiting() == [0, 1, None, None]
    service.agree(session, made.act_of(session, plan, scene.superior))
    assert waiting() == [0, 0, 1, None]
    made.confirm(session, plan, made.act_of(session, plan, scene.leader))
    assert waiting() == [None, None, None, None]


def test_where_nobody_stands_above_nothing_is_confirmed(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    year = years.held(session, plan)
    proposal = service.Proposal(year, scene.superior, 1, made.WRONG, made.TEXT, scene.person, None)
    service.propose(session, proposal, today=years.TODAY)
    service.agree(session, made.act_of(session, plan, scene.superior))

    assert made.held(session, plan).state is AGREED
    assert not made.held(session, plan).may_confirm(None)


def test_one_correction_at_a_time_and_of_the_last_document(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    with pytest.raises(service.CorrectionChanged):
        made.propose(session, scene, plan, about=2)
    made.propose(session, scene, plan)
    with pytest.raises(service.CorrectionChanged):
        made.propose(session, scene, plan, by=scene.superior)
    old = made.act_of(session, plan, scene.superior)
    service.agree(session, old)
    for late in (old, replace(old, correction_id=9)):
        with pytest.raises(service.CorrectionChanged):
            service.agree(session, late)


def test_while_an_objection_waits_nothing_is_corrected_and_afterwards_the_new_document(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_correction(session, scene, plan, state=AGREED)
    objections.make_objection(session, scene, plan, state=ObjectionState.FILED)
    with pytest.raises(service.CorrectionChanged):
        made.confirm(session, plan, made.act_of(session, plan, scene.leader))
    assert documents(session, plan) == 1


def test_a_document_that_a_decision_replaced_is_not_corrected_any_more(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_correction(session, scene, plan, state=AGREED)
    objections.make_objection(session, scene, plan, state=ObjectionState.DECIDED)
    with pytest.raises(service.CorrectionChanged):
        made.confirm(session, plan, made.act_of(session, plan, scene.leader))
    act = made.act_of(session, plan, scene.person)
    service.end_correction(session, act, to=CorrectionState.WITHDRAWN)

    assert made.propose(session, scene, plan, about=2).about == 2
    assert years.held(session, plan).state is YearlyState.FINAL


def test_an_objection_after_a_correction_is_about_the_new_document(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    levels = years.held(session, plan).predicate
    made.make_correction(session, scene, plan, state=CONFIRMED)

    assert years.held(session, plan).predicate == levels
    found = objections.make_objection(session, scene, plan, state=ObjectionState.FILED)
    assert found.snapshot_number == 2


def test_a_confirmed_correction_goes_nowhere(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    found = made.make_correction(session, scene, plan, state=CONFIRMED)
    act = made.act_of(session, plan, scene.leader)

    assert not found.may_refuse(scene.leader)
    with pytest.raises(service.CorrectionNotForThisSide):
        made.confirm(session, plan, act)
    with pytest.raises(TransitionRefused):
        CORRECTION.moved(found.state, to=CorrectionState.REFUSED, reason="given")


def test_filing_and_confirming_at_once_end_in_one_of_two_ways(
    session: Session, scene: PlanScene, plan: Plan
) -> None:
    made.make_correction(session, scene, plan, state=AGREED)
    objections.make_objection(session, scene, plan, state=ObjectionState.DRAFT)
    year = years.held(session, plan)
    filing = objections.act_of(session, year, scene.person)
    confirming = made.act_of(session, plan, scene.leader)
    engine, together = session.get_bind(), Barrier(2)
    session.rollback()
    assert isinstance(engine, Engine)

    def file(own: Session) -> None:
        fields = objections.fields()
        place = objections.filing_of(year)
        filing_service.file_objection(own, filing, fields=fields, filing=place)

    def correct(own: Session) -> None:
        signed = service.Confirming(year, lambda _: {"format": 1}, 1, years.unsealed)
        service.confirm_correction(own, confirming, confirming=signed, vault=years.VAULT)

    def run(do: Callable[[Session], None]) -> bool:
        with Session(engine) as own:
            together.wait()
            try:
                do(own)
            except EvaluationChanged:
                return False
        return True

    with ThreadPoolExecutor(2) as pool:
        is_filed, is_confirmed = pool.map(run, (file, correct))

    assert is_filed is not is_confirmed
    assert (objections.held(session, year).state is ObjectionState.FILED) is is_filed
    assert (made.held(session, plan).state is CONFIRMED) is is_confirmed
    assert documents(session, plan) == (2 if is_confirmed else 1)


def test_a_correction_does_not_keep_the_migration_from_going_down_and_up(
    make_app: Callable[..., Flask],
) -> None:
    with make_app().app_context():
        session = db.session()
        scene = make_plan_scene(session)
        plan = make_plan(session, scene, state=PlanState.RUNNING)
        objections.received_year(session, scene, plan)
        made.make_correction(session, scene, plan, state=CONFIRMED)
        db.session.remove()

        downgrade(revision="0055")
        upgrade()

        session = db.session()
        assert session.scalar(text("SELECT count(*) FROM result_correction")) == 0
        assert session.scalar(text("SELECT count(*) FROM appraisal_snapshot")) == 2
        made.propose(session, scene, plan, about=2)
        with pytest.raises(IntegrityError):
            session.execute(text("DELETE FROM result_correction"))
