"""Acts that come too early or too late lead back or are refused; nothing changes."""

from flask import Flask
from flask.testing import FlaskClient

from portal.evaluation.rules.states import PlanState
from portal.web.extensions import db
from tests.factories import plans as made_plans
from tests.factories.plans import PlanScene
from tests.web.accounts.forms import hidden_fields
from tests.web.evaluation.forms import send

PLAN = "/admin/performance/plans/1"
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
