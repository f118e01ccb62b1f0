"""What is pressed too late, in another tab or for what is not there leads back."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.plans.domain import Plan
from portal.evaluation.plans.first_screen import waiting_for
from portal.evaluation.plans.overview import around_viewer
from portal.evaluation.rules.states import PlanState
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import plans as made
from tests.factories.plans import TODAY, PlanScene
from tests.web.accounts.forms import hidden_fields
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import fields_of, press, send

HOME = "/admin/performance"
NEW = f"{HOME}/plans/new"
PLAN = f"{HOME}/plans/1"


def bring(app: Flask, scene: PlanScene, state: PlanState) -> Plan:
    with app.app_context():
        return made.make_plan(db.session(), scene, state=state)


def plan_of(app: Flask) -> Plan:
    with app.app_context():
        return made.found(db.session(), 1)


@pytest.mark.parametrize(
    "page",
    [
        f"{HOME}/plans/99",
        f"{PLAN}/results/77",
        f"{PLAN}/results/77/indicators/0",
        f"{PLAN}/results/1/indicators/77",
        f"{PLAN}/versions",
    ],
)
def test_what_is_not_in_the_plan_is_not_there(
    app: Flask, scene: PlanScene, person: FlaskClient, page: str
) -> None:
    bring(app, scene, PlanState.DRAFT)

    assert person.get(page).status_code == 404


def test_an_account_without_a_person_begins_no_plan(client_of: ClientOf) -> None:
    assert client_of(None, Role.OFFICER).get(NEW).status_code == 404


def test_a_second_plan_for_the_same_days_is_refused_beside_the_field(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    bring(app, scene, PlanState.DRAFT)

    days = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    page = send(person, NEW, point="blank", **days)

    # What the draft holds already was begun by the first of two taps.
    assert send(person, NEW, **days).location == PLAN
    assert page.status_code == 422
    assert "Untuk sebagian hari ini sudah ada SKP." in page.text
    with app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM performance_plan")) == 1


def test_a_plan_may_begin_empty(app: Flask, person: FlaskClient) -> None:
    assert send(person, NEW, point="blank").status_code == 302

    assert plan_of(app).latest.results == ()


def test_two_who_amend_at_once_begin_one_version(
    app: Flask, scene: PlanScene, person: FlaskClient, superior: FlaskClient
) -> None:
    bring(app, scene, PlanState.RUNNING)
    old = fields_of(person.get(f"{PLAN}/amend").text)
    send(superior, f"{PLAN}/amend", reason="Tugas bertambah")

    assert person.get(f"{PLAN}/amend").location == PLAN
    late = person.post(f"{PLAN}/amend", data=old | {"reason": "Tugas berkurang"})

    assert late.status_code == 422
    assert "Tugas berkurang" in late.text
    assert len(plan_of(app).versions) == 2


def test_a_form_of_an_older_revision_says_so_and_keeps_the_reason(
    app: Flask, scene: PlanScene, superior: FlaskClient
) -> None:
    bring(app, scene, PlanState.SUBMITTED)

    page = send(superior, f"{PLAN}/return", reason="Target terlalu rendah", revision="99")

    assert page.status_code == 422
    assert "berubah sejak halaman ini dibuka" in page.text
    assert "Target terlalu rendah" in page.text
    assert plan_of(app).latest.state is PlanState.SUBMITTED


@pytest.mark.parametrize("act", ["submit", "agree"])
def test_a_button_pressed_twice_is_said_to_be_done_and_does_nothing_more(
    app: Flask, scene: PlanScene, person: FlaskClient, superior: FlaskClient, act: str
) -> None:
    client = person if act == "submit" else superior
    bring(app, scene, PlanState.DRAFT if act == "submit" else PlanState.SUBMITTED)
    token = hidden_fields(client.get(PLAN).text)
    assert client.post(f"{PLAN}/{act}", data=token).location == f"{PLAN}?done={act}"

    again = client.post(f"{PLAN}/{act}", data=token)

    assert again.location == f"{PLAN}?done={act}"
    newest = plan_of(app).latest
    late = client.post(f"{PLAN}/{act}", data=token | {"revision": str(newest.revision)})
    assert late.location == f"{PLAN}?done={act}"
    assert plan_of(app).latest == newest


def test_a_button_without_its_revision_does_nothing(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    bring(app, scene, PlanState.DRAFT)
    token = hidden_fields(person.get(PLAN).text) | {"revision": "x"}

    assert person.post(f"{PLAN}/submit", data=token).location == f"{PLAN}?done=changed"
    assert plan_of(app).latest.state is PlanState.DRAFT


def test_a_result_serves_nothing_that_is_not_the_leaders(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    bring(app, scene, PlanState.AGREED_CONDITIONALLY)
    leader = replace(scene, person=scene.superior, superior=scene.leader)
    theirs = bring(app, leader, PlanState.RUNNING).latest.results[0]
    token = hidden_fields(person.get(PLAN).text)

    assert person.post(f"{PLAN}/results/1/serves/9999", data=token).status_code == 404
    missing = person.post(f"{PLAN}/results/77/serves/{theirs.id}", data=token)
    assert missing.location == f"{PLAN}?done=changed"
    assert all(each.serves_id is None for each in plan_of(app).latest.results)


def test_what_is_typed_and_impossible_is_not_kept(
    app: Flask, scene: PlanScene, person: FlaskClient
) -> None:
    bring(app, scene, PlanState.DRAFT)
    address = f"{PLAN}/results/1/indicators/1"
    fields = fields_of(person.get(address).text)

    assert person.post(f"{address}?saves=1", data=fields | {"target": "banyak"}).status_code == 422
    assert plan_of(app).latest.results[0].indicators[0].target == 95


def test_an_amendment_takes_appendix_and_expectations_along_and_shows_what_changed(
    app: Flask, scene: PlanScene, person: FlaskClient, superior: FlaskClient
) -> None:
    bring(app, scene, PlanState.DRAFT)
    send(person, f"{PLAN}/appendix", resources="Dua komputer")
    send(person, f"{PLAN}/expectations", loyal="Hadir pada apel")
    press(person, f"{PLAN}/submit", page=PLAN)
    leader = replace(scene, person=scene.superior, superior=scene.leader)
    bring(app, leader, PlanState.RUNNING)
    press(superior, f"{PLAN}/agree", page=PLAN)
    send(superior, f"{PLAN}/amend", reason="Tugas bertambah")
    assert "Hadir pada apel" in person.get(PLAN).text
    assert fields_of(person.get(f"{PLAN}/appendix").text)["resources"] == "Dua komputer"

    send(person, f"{PLAN}/appendix", resources="Tiga komputer")

    page = person.get(f"{PLAN}/versions").text
    assert "Dua komputer" in page
    assert "Tiga komputer" in page


def test_the_count_of_what_waits_counts_plans_that_were_sent(app: Flask, scene: PlanScene) -> None:
    def waiting(person_id: int) -> int:
        session = db.session()
        used = cycles.cycles_in_use(session, on=TODAY)
        around = around_viewer(session, person_id, cycles=used, on=TODAY)
        return 0 if around is None else waiting_for(session, around)

    with app.app_context():
        before = waiting(scene.superior)
    bring(app, scene, PlanState.SUBMITTED)
    with app.app_context():
        assert waiting(scene.superior) == before + 1
        assert waiting(scene.leader) == before
