"""Acts that come too early or too late, or from another tab, are refused; nothing typed is lost."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.rules.states import ActivityState, PlanState
from portal.web.extensions import db
from tests.factories import plans as made_plans
from tests.factories import work
from tests.factories.plans import PlanScene
from tests.web.accounts.forms import hidden_fields
from tests.web.evaluation.forms import fields_of, press, send

HOME = "/admin/performance"

PLAN = "/admin/performance/plans/1"
TYPED = "Tulisan panjang yang tidak boleh hilang"
DIALOGUE = f"{HOME}/dialogues/1"
TOLD = {"talked": "Antrean pagi", "outcome": "Dua loket dibuka pukul 8", "held_on": "2026-01-12"}
WHY = "Pindah ke loket perizinan mulai bulan depan."


def state(app: Flask) -> PlanState:
    with app.app_context():
        return made_plans.found(db.session(), 1).latest.state


def test_a_running_plan_is_not_returned_and_one_that_waits_is_not_ended(
    app: Flask, scene: PlanScene, superior: FlaskClient
) -> None:
    with app.app_context():
        made_plans.make_plan(db.session(), scene, state=PlanState.SUBMITTED)
    assert superior.get(f"{PLAN}/end").status_code == 302
    with app.app_context():
        plan = made_plans.found(db.session(), 1)
    assert plan.latest.state is PlanState.SUBMITTED
    assert superior.get(f"{PLAN}/return").status_code == 200


def test_a_running_plan_ends_early_with_its_cause(
    app: Flask, scene: PlanScene, superior: FlaskClient
) -> None:
    with app.app_context():
        made_plans.make_plan(db.session(), scene, state=PlanState.RUNNING)
    assert superior.get(f"{PLAN}/return").status_code == 302
    answer = send(superior, f"{PLAN}/end", kind="transfer", ends_on="2026-01-31", reason=WHY)
    assert answer.status_code == 302
    assert state(app) is PlanState.ENDED_EARLY


def test_a_period_moves_no_step_ahead_and_none_that_is_not_there(
    scene: PlanScene, office: FlaskClient
) -> None:
    cycle = f"/admin/performance/cycles/{scene.cycle.id}"
    token = hidden_fields(office.get(cycle).text)
    assert office.post(f"{cycle}/periods/1/evaluated", data=token).status_code == 409
    assert office.post(f"{cycle}/periods/99/reporting", data=token).status_code in {404, 409}


@pytest.fixture
def draft(app: Flask, scene: PlanScene) -> None:
    with app.app_context():
        made_plans.make_plan(db.session(), scene, state=PlanState.DRAFT)


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("results/1", "text"),
        ("results/1/indicators/1", "method"),
        ("expectations", "service"),
        ("appendix", "resources"),
    ],
)
def test_a_part_of_a_plan_that_was_sent_meanwhile(
    draft: None, person: FlaskClient, page: str, field: str
) -> None:
    form = fields_of(person.get(f"{PLAN}/{page}").text) | {field: TYPED}
    press(person, f"{PLAN}/submit", page=PLAN)

    answer = person.post(f"{PLAN}/{page}", data=form)
    saved_itself = person.post(f"{PLAN}/{page}?saves=1", data=form)

    assert answer.status_code == saved_itself.status_code == 409
    assert fields_of(answer.text)[field] == TYPED
    assert "sudah dikirim" in answer.text
    assert TYPED not in person.get(PLAN).text


def test_a_reason_for_a_plan_that_was_agreed_meanwhile(
    draft: None, person: FlaskClient, superior: FlaskClient
) -> None:
    press(person, f"{PLAN}/submit", page=PLAN)
    form = fields_of(superior.get(f"{PLAN}/return").text) | {"reason": TYPED}
    press(superior, f"{PLAN}/agree", page=PLAN)

    answer = superior.post(f"{PLAN}/return", data=form)

    assert answer.status_code == 422
    assert fields_of(answer.text)["reason"] == TYPED


@pytest.mark.parametrize("act", ["amend", "end"])
def test_a_reason_for_a_running_plan_that_is_amended_or_ended_meanwhile(
    app: Flask, scene: PlanScene, superior: FlaskClient, act: str
) -> None:
    with app.app_context():
        made_plans.make_plan(db.session(), scene, state=PlanState.RUNNING)
    days = {"kind": "leave", "ends_on": "2026-02-01"} if act == "end" else {}
    form = fields_of(superior.get(f"{PLAN}/{act}").text) | days | {"reason": TYPED}
    send(superior, f"{PLAN}/{act}", reason="Pindah tugas", **days)

    answer = superior.post(f"{PLAN}/{act}", data=form)

    assert answer.status_code == 422
    assert fields_of(answer.text)["reason"] == TYPED


def test_an_activity_that_was_sent_meanwhile(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    with app.app_context():
        work.make_activity(db.session(), scene, state=ActivityState.DRAFT)
    page = f"{HOME}/activities/1/mend"
    form = fields_of(person.get(page).text)
    send(person, page, act="sent")

    answer = person.post(page, data=form | {"text": TYPED, "act": "sent"})

    assert answer.status_code == 409
    assert fields_of(answer.text)["text"] == TYPED


def test_a_dialogue_that_was_recorded_meanwhile(
    scene: PlanScene, superior: FlaskClient, person: FlaskClient
) -> None:
    send(superior, f"{HOME}/people/1/dialogues/new")
    form = fields_of(superior.get(f"{DIALOGUE}/record").text) | TOLD | {"talked": TYPED}
    send(superior, f"{DIALOGUE}/record", **TOLD)

    answer = superior.post(f"{DIALOGUE}/record", data=form)

    assert answer.status_code == 409
    assert fields_of(answer.text)["talked"] == TYPED
    assert TYPED not in person.get(DIALOGUE).text
