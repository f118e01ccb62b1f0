"""An auditor finds somebody's plan by pages alone, and the look is on record."""

import re

from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.audit_log.queries import entries
from portal.evaluation.rules.states import PlanState
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.plans import PlanScene, make_plan
from tests.web.evaluation.conftest import ClientOf


def follow(client: FlaskClient, page: str, *, to: str) -> str:
    """Return the address of the first link of a page that looks like ``to``."""
    answer = client.get(page)
    assert answer.status_code == 200, page
    found = re.search(rf'href="({to})"', answer.text)
    assert found is not None, (page, to)
    return found[1]


def test_an_auditor_goes_from_the_first_screen_to_a_plan(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    with app.app_context():
        plan = make_plan(db.session(), scene, state=PlanState.RUNNING)
    auditor = client_of(None, Role.AUDITOR)

    people = follow(auditor, "/admin/performance", to="/admin/people")
    one = follow(auditor, people, to=f"/admin/people/{scene.person}")
    year = follow(auditor, one, to=f"/admin/performance/people/{scene.person}/year")
    shown = follow(auditor, year, to=f"/admin/performance/plans/{plan.id}")

    assert auditor.get(shown).status_code == 200
    with app.app_context():
        logged = [each.entry for each in entries(db.session())]
    looks = {each.subject for each in logged if each.action == "person.look"}
    assert f"person:{scene.person}" in looks


def test_a_coordinator_reads_states_and_finds_no_way_to_content(
    scene: PlanScene, client_of: ClientOf
) -> None:
    coordinator = client_of(None, Role.PERFORMANCE_COORDINATOR)

    page = coordinator.get(f"/admin/people/{scene.person}").text

    assert f"/admin/performance/people/{scene.person}/year" not in page
