"""The tables of cycles and plans go away with rows in them, and come back empty."""

from collections.abc import Callable
from decimal import Decimal

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from portal.evaluation.realisations.domain import IndicatorPeriod
from portal.evaluation.realisations.realising import Move, RealisationReport, report
from portal.evaluation.rules.states import ActivityState, DialogueState, PlanState
from portal.web.extensions import db
from tests.factories import monitoring
from tests.factories.plans import NOW, TODAY, make_plan, make_plan_scene
from tests.factories.realisations import remind
from tests.factories.work import make_activity

BEFORE = "0036"


def test_plans_that_run_do_not_keep_a_migration_from_going_down_and_up(
    make_app: Callable[..., Flask],
) -> None:
    with make_app().app_context():
        session = db.session()
        scene = make_plan_scene(session)
        make_plan(session, scene, state=PlanState.AMENDED)
        make_activity(session, scene, state=ActivityState.RETURNED)
        told = RealisationReport(Decimal(1), None, ("https://drive.example/1",))
        place = IndicatorPeriod(1, scene.person, 1, scene.cycle.id, 1)
        report(session, Move(place, 0, scene.person, NOW, TODAY), told=told)
        remind(session, place, TODAY)
        said = monitoring.make_note(session, scene)
        monitoring.noting.add_to_note(session, monitoring.turn(said, scene.person), text=b"x")
        monitoring.make_dialogue(session, scene, state=DialogueState.DISPUTED)
        monitoring.make_difficulty(session, scene)
        people = session.scalar(text("SELECT count(*) FROM officer"))
        db.session.remove()

        downgrade(revision=BEFORE)
        upgrade()

        session = db.session()
        assert session.scalar(text("SELECT count(*) FROM performance_plan")) == 0
        assert session.scalar(text("SELECT count(*) FROM activity")) == 0
        assert session.scalar(text("SELECT count(*) FROM realisation_link")) == 0
        assert session.scalar(text("SELECT count(*) FROM realisation_reminder")) == 0
        assert session.scalar(text("SELECT count(*) FROM dialogue")) == 0
        assert session.scalar(text("SELECT count(*) FROM officer")) == people
        assert session.scalar(text("SELECT count(*) FROM evaluation_cycle")) == 0
