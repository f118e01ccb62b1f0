"""Pages of a plan: made from a template, written part by part, sent, returned, agreed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import PlanState
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import plans as made
from tests.factories.plans import PlanScene, make_plan_scene
from tests.staff import signed_in
from tests.web.accounts.forms import fill_in, hidden_fields

HOME = "/admin/performance"
NEW = f"{HOME}/plans/new"
PLAN = f"{HOME}/plans/1"
JANUARY = datetime(2026, 1, 12, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def january(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let it be 12 January 2026."""
    monkeypatch.setattr(clock, "now", lambda: JANUARY)
    return


@pytest.fixture
def scene(app: Flask) -> PlanScene:
    with app.app_context():
        return make_plan_scene(db.session())


def client_of(app: Flask, scene: PlanScene, person: int, role: Role = Role.OFFICER) -> FlaskClient:
    return signed_in(app, role, agency_id=scene.agency_id, officer_id=person).client


@pytest.fixture
def person(app: Flask, scene: PlanScene) -> FlaskClient:
    return client_of(app, scene, scene.person)


@pytest.fixture
def superior(app: Flask, scene: PlanScene) -> FlaskClient:
    return client_of(app, scene, scene.superior)


def plan_of(app: Flask) -> Plan:
    with app.app_context():
        return made.found(db.session(), 1)


def bring(app: Flask, scene: PlanScene, state: PlanState) -> Plan:
    with app.app_context():
        return made.make_plan(db.session(), scene, state=state)


def press(client: FlaskClient, button: str, *, page: str = PLAN) -> TestResponse:
    """Press a button of a plan's page: send what its form holds."""
    text = client.get(page).get_data(as_text=True)
    form = next(
        part
        for part in re.findall(r"<form method=\"post\".*?</form>", text, re.DOTALL)
        if f'action="{button}"' in part
    )
    return client.post(button, data=hidden_fields(form), follow_redirects=True)


def test_a_plan_from_the_template_needs_three_targets_and_can_then_be_sent(
    app: Flask, person: FlaskClient
) -> None:
    made_plan = fill_in(
        person,
        NEW,
        point="desk_officer",
        approach="quantitative",
        starts_on="2026-01-01",
        ends_on="2026-12-31",
    )
    assert made_plan.headers["Location"] == PLAN
    assert person.get(PLAN).text.count("Target belum diisi.") >= 3

    for result, indicator in ((1, 1), (2, 2), (3, 3)):
        address = f"{PLAN}/results/{result}/indicators/{indicator}"
        answer = person.get(address)
        fields = kept_fields(answer.text) | {"target": "95"}
        assert person.post(address, data=fields).status_code == 302
    sent = press(person, f"{PLAN}/submit")

    assert "Sudah dikirim" in sent.text
    assert plan_of(app).latest.state is PlanState.SUBMITTED


def kept_fields(page: str) -> dict[str, str]:
    """Return what a form holds, as a browser would send it."""
    from html import unescape

    fields = hidden_fields(page)
    for name, value in re.findall(
        r'<input type="text" id="\w+" name="(\w+)" value="([^"]*)"', page
    ):
        fields[name] = unescape(value)
    for name, value in re.findall(r'<textarea id="\w+" name="(\w+)"[^>]*>([^<]*)', page):
        fields[name] = unescape(value)
    for name, options in re.findall(
        r'<select id="\w+" name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'value="(\w+)" selected', options)
        fields[name] = chosen[1] if chosen else re.findall(r'value="(\w+)"', options)[0]
    return fields
