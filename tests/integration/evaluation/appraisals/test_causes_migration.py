"""Migration 0075: the sixth cause of a quarter is spelled anew, though what was shown stays."""

from dataclasses import replace

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from portal.evaluation.appraisals import periodic_service as quarters
from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.states import PeriodicState, PlanState
from portal.web.extensions import db
from tests.factories.appraisals import act, make_periodic, whole
from tests.factories.plans import make_plan, make_plan_scene
from tests.integration.test_migrations import app, empty_database
from tests.refusals import is_refused

__all__ = ["app", "empty_database"]

CHANGE = "UPDATE periodic_evaluation SET cause = :word"


def causes() -> list[str]:
    found = list(db.session.scalars(text("SELECT cause FROM periodic_evaluation")))
    db.session.rollback()
    return found


def test_a_shown_cause_is_spelled_anew_and_stays_as_it_is(app: Flask) -> None:
    upgrade(revision="0075")
    session = db.session()
    scene = make_plan_scene(session)
    plan = make_plan(session, scene, state=PlanState.RUNNING)
    make_periodic(session, scene, plan, state=PeriodicState.IN_REVIEW)
    fields = replace(whole(), cause=DifficultyCause.UNCLEAR_EXPECTATION)
    quarters.show_review(session, act(session, plan, scene.superior), fields=fields, suggested=None)
    session.rollback()

    downgrade(revision="0074")
    assert causes() == ["unclear"]
    assert is_refused(db.session(), CHANGE, word="load")
    upgrade(revision="0075")
    assert causes() == ["unclear_expectation"]
    assert is_refused(db.session(), CHANGE, word="load")
