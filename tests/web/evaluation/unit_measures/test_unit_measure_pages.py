"""Pages of a unit's measures: who finds them, and that they name nobody and no number."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.audit_log.queries import entries
from portal.cli.evaluation_jobs import propose_unit_measures
from portal.web.access import Role
from portal.web.extensions import current_settings, db, vault
from tests.factories import unit_measures as made
from tests.factories.plans import PlanScene
from tests.staff import signed_in
from tests.web.evaluation.conftest import JANUARY, ClientOf
from tests.web.evaluation.development.test_programme_pages import OnDay, on_day
from tests.web.evaluation.forms import send
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in

__all__ = ["on_day", "sign_in"]
LIST = "/admin/performance/unit-measures"
ONE = f"{LIST}/1"
DECIDE = {"office", "coordinator"}


def propose(app: Flask, scene: PlanScene) -> None:
    with app.test_request_context():
        vault().lock("The first text makes the key.")
        db.session.rollback()
        made.let_share(db.session(), scene, count=5)
        propose_unit_measures(db.session(), current_settings(), now=JANUARY)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_measure_is_found_by_who_decides_and_who_audits(
    app: Flask, scene: PlanScene, sign_in: SignIn, viewer: str
) -> None:
    propose(app, scene)
    client = sign_in(viewer)
    pages = {
        ONE: DECIDE | {"auditor"},
        f"{ONE}/accept": DECIDE,
        f"{ONE}/decline": DECIDE,
        f"{ONE}/effect": set(),
    }
    for page, readers in pages.items():
        assert (client.get(page).status_code == 200) is (viewer in readers), page
    assert (client.get(LIST).status_code == 200) is (viewer in DECIDE | {"auditor"})


def test_a_coordinator_of_another_agency_finds_nothing(app: Flask, scene: PlanScene) -> None:
    propose(app, scene)
    other = signed_in(app, Role.PERFORMANCE_COORDINATOR, agency_id=scene.agency_id + 1).client
    assert other.get(ONE).status_code == 404
    assert "Alat atau sistem" not in other.get(LIST).text
    assert other.get(f"{LIST}/99").status_code == 404


def test_no_page_names_anybody_who_has_the_weak_point_or_how_many(
    app: Flask, scene: PlanScene, client_of: ClientOf
) -> None:
    propose(app, scene)
    coordinator = client_of(None, Role.PERFORMANCE_COORDINATOR)
    for page in (LIST, ONE):
        shown = coordinator.get(page).text
        assert "Alat atau sistem" in shown
        assert "ima orang atau lebih" in shown
        assert not re.search(r"Rekan \d Contoh|Ayu Contoh", shown)
        assert not re.search(r"\b5 orang\b", shown)


def test_a_measure_from_the_proposal_to_its_effect(
    app: Flask, scene: PlanScene, client_of: ClientOf, on_day: OnDay
) -> None:
    propose(app, scene)
    coordinator = client_of(None, Role.PERFORMANCE_COORDINATOR)
    told = {
        "what": "Pelatihan bersama satu hari",
        "owner": f"{scene.superior}",
        "starts_from": "Register loket: 62 dari 90 berkas",
    }
    late = send(coordinator, f"{ONE}/accept", **told, due_on="2026-01-12")
    assert (late.status_code, "sesudah hari ini" in late.text) == (422, True)
    told |= {"owner": ""}
    assert send(coordinator, f"{ONE}/accept", **told, due_on="2026-03-31").status_code == 422
    told |= {"owner": f"{scene.superior}"}
    done = send(coordinator, f"{ONE}/accept", **told, due_on="2026-03-31")
    assert done.location.endswith("done=accepted")
    assert coordinator.get(f"{ONE}/effect").status_code == 404
    owner = client_of(scene.superior)
    assert "Tindakan unit yang saya jaga" in owner.get("/admin/performance").text
    shown = owner.get(ONE).text
    assert "Pelatihan bersama satu hari" in shown
    assert "30 September 2026" in shown
    assert client_of(scene.person).get(ONE).status_code == 404

    on_day(2026, 9, 30)
    coordinator = client_of(None, Role.PERFORMANCE_COORDINATOR)
    assert send(coordinator, f"{ONE}/effect", effect="").status_code == 422
    checked = send(coordinator, f"{ONE}/effect", effect="Register: 80 dari 90")
    assert checked.location.endswith("done=checked")
    assert "Masih pada lima orang atau lebih" in coordinator.get(ONE).text
    with app.app_context():
        acts = {each.entry.action for each in entries(db.session())}
    assert {f"performance.unit_measure_{each}" for each in ("accepted", "checked")} <= acts


def test_declining_needs_a_reason_and_comes_once(
    app: Flask, scene: PlanScene, office: FlaskClient
) -> None:
    propose(app, scene)
    assert send(office, f"{ONE}/decline").status_code == 422
    stale = send(office, f"{ONE}/decline", reason="Sudah ada", revision="7")
    assert stale.location.endswith("done=changed")
    assert send(office, f"{ONE}/decline", reason="Sudah ada alat baru").status_code == 302
    assert "Sudah ada alat baru" in office.get(ONE).text
    assert office.get(f"{ONE}/decline").status_code == 404
