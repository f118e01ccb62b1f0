"""A winner objects to the year's result after the award, and loses: a person looks again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Flask

from portal.evaluation.appraisals.confirming_service import Signing, confirm
from portal.evaluation.objections import deciding_service
from portal.evaluation.objections.domain import ObjectionDecision, PointDecision, PointFinding
from portal.evaluation.rules.levels import ExpectationLevel, Predicate
from portal.evaluation.rules.states import ObjectionState, PlanState, SchemeState, YearlyState
from portal.web.access import Role
from portal.web.extensions import db, vault
from tests.factories import awards as made
from tests.factories import objections, plans, years
from tests.factories.awards import AwardScene
from tests.factories.cycles import make_cycle
from tests.factories.plans import PlanScene
from tests.web.evaluation.awards.award_course import (
    ONE,
    WON,
    At,
    SignIn,
    at,
    mayor_reads,
    scene,
    stood,
    token_of,
    who,
)
from tests.web.evaluation.forms import send

__all__ = ["at", "scene", "who"]

DOCUMENT: Mapping[str, Any] = {
    "result": {"score": "99/1"},
    "citizens": {"value": None, "reliability": None, "interval": None, "compared": None},
}
MEETS = ExpectationLevel.MEETS
MISSED = "syaratnya tidak terpenuhi"


def test_a_winner_who_loses_an_objection_keeps_the_award_until_the_mayor_looks_again(
    app: Flask, scene: AwardScene, who: SignIn, at: At
) -> None:
    stood(app, scene, state=SchemeState.ANNOUNCED)
    at(made.ANNOUNCED)
    assert MISSED not in mayor_reads(who, scene)

    with app.app_context():
        _objects(scene)
    assert MISSED in mayor_reads(who, scene)
    with app.app_context():
        _loses(scene)

    # Baik, where the official record had said Sangat Baik; nothing follows by itself.
    assert MISSED in mayor_reads(who, scene)
    assert who(scene.ayu).get(WON).status_code == 200
    mayor = who(scene.mayor, role=Role.MAYOR)
    done = send(mayor, f"{ONE}/awards/1", outcome="keep", reason="Dinilai menurut catatan lama.")
    assert "reviewed" in done.location
    assert who(scene.ayu).get(WON).status_code == 200


def test_an_award_taken_back_looks_to_the_public_like_a_consent_taken_back(
    app: Flask, scene: AwardScene, who: SignIn, at: At
) -> None:
    stood(app, scene, state=SchemeState.ANNOUNCED)
    at(made.ANNOUNCED)
    with app.app_context():
        _objects(scene)
        _loses(scene)
    winner, mayor = who(scene.ayu), who(scene.mayor, role=Role.MAYOR)
    public = app.test_client()

    winner.post(f"{WON}/consent", data=token_of(winner, WON) | {"name": "y"})
    named = public.get("/awards/1").text
    winner.post(f"{WON}/consent", data=token_of(winner, WON))
    consent_taken_back = public.get("/awards/1").text
    winner.post(f"{WON}/consent", data=token_of(winner, WON) | {"name": "y"})
    assert public.get("/awards/1").text == named
    send(mayor, f"{ONE}/awards/1", outcome="take_back", reason="Keberatan ditolak.")

    assert "Ayu Contoh" in named
    assert "Ayu Contoh" not in consent_taken_back
    assert public.get("/awards/1").text == consent_taken_back


def _scene(scene: AwardScene) -> PlanScene:
    cycle = plans.cycles.open_cycle(db.session()) or make_cycle(db.session())
    leader = scene.jurors[0]
    return PlanScene(
        cycle, scene.agency_id, scene.ayu, scene.superior, leader, scene.mayor, scene.jurors[1]
    )


def _objects(scene: AwardScene) -> None:
    session, around = db.session(), _scene(scene)
    plan = plans.make_plan(session, around, state=PlanState.RUNNING)
    years.make_year(session, around, plan, state=YearlyState.UNIT_REVIEW)
    signing = Signing(DOCUMENT, 1, seal=years.unsealed)
    signed = years.year_act(session, plan, scene.superior)
    confirm(session, signed, signing=signing, vault=vault())
    objections.receive(session, around, plan)
    objections.make_objection(session, around, plan, state=ObjectionState.HEARING)


def _loses(scene: AwardScene) -> None:
    session, around = db.session(), _scene(scene)
    plan = plans.found(session, 1)
    point = PointDecision(PointFinding.UNFOUNDED, years.TEXT)
    lost = ObjectionDecision((MEETS, MEETS), {1: point, 2: point})
    year = years.held(session, plan)
    deciding = objections.deciding(session, plan, made=lost)
    deciding_service.decide(
        session,
        objections.act_of(session, year, around.leader),
        deciding=replace(deciding, write=lambda levels: {**DOCUMENT, "levels": list(levels)}),
        vault=vault(),
    )
    year = years.held(session, plan)
    assert (year.state, year.predicate) == (YearlyState.FINAL, Predicate.GOOD)
