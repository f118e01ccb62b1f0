"""A calibration meeting on its pages: called from signs, held, recorded; names stay in the line."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.audit_log.models import AuditEntry
from portal.evaluation.insight.domain import SignalKind
from portal.evaluation.insight.meeting_models import CalibrationMeeting, CalibrationRecord
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import PlanState
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db, vault
from tests.factories import insight as made
from tests.factories.plans import PlanScene, make_plan
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import press, send
from tests.web.evaluation.plans.test_who_may import VIEWERS, SignIn, sign_in

__all__ = ["sign_in"]
HOME = "/admin/performance"
ALL = f"{HOME}/calibrations"
ONE = f"{ALL}/1"
NEW = f"{ALL}/new"
WHY = "Contoh pelayanan bulan Mei dibaca lagi bersama bukti."


@pytest.fixture(autouse=True)
def next_january(monkeypatch: pytest.MonkeyPatch, january: None) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 12, 3, tzinfo=UTC))


@pytest.fixture
def plan(app: Flask, scene: PlanScene) -> Plan:
    """The person's plan with a rating, and a sign that sources differ."""
    with app.app_context():
        session = db.session()
        plan = make_plan(session, scene, state=PlanState.RUNNING)
        made.rate(session, scene, plan, text=vault().lock("Target tercapai."))
        made.make_note(session, scene, kind=SignalKind.COLLEAGUES, plan=plan)
        return plan


@pytest.fixture
def coordinator(client_of: ClientOf) -> FlaskClient:
    return client_of(None, Role.PERFORMANCE_COORDINATOR)


def test_a_meeting_is_called_held_and_recorded_and_names_stay_in_the_line(
    app: Flask,
    scene: PlanScene,
    plan: Plan,
    superior: FlaskClient,
    client_of: ClientOf,
) -> None:
    coordinator = client_of(None, Role.PERFORMANCE_COORDINATOR)
    assert "Rencanakan forum" in coordinator.get(ALL).text
    called = send(
        coordinator,
        f"{NEW}?agency={scene.agency_id}",
        meets_on="2027-01-12",
        participants=f"{scene.superior}",
    )
    assert called.location.endswith("done=called"), called.text
    page = superior.get(ONE).text
    assert "perlu dilihat lagi" in page
    assert "Beda antarsumber" in page
    assert "Ayu Contoh" not in page
    assert "Forum kalibrasi nomor 1" in superior.get(HOME).text
    held = press_with(coordinator, "hold", attended=f"{scene.superior}")
    assert "berlangsung" in held

    early = send(superior, f"{ONE}/record", person=f"{scene.person}", outcome="changed", reason=WHY)
    assert "Belum diubah sejak hari forum" in early.text
    with app.app_context():
        made.rate_again(db.session(), scene, plan, steps=made.SAME, vault=vault())
    done = send(superior, f"{ONE}/record", person=f"{scene.person}", outcome="changed", reason=WHY)
    assert done.location.endswith("done=recorded"), done.text
    assert "sudah dicatat" in superior.get(f"{ONE}/record").text

    own, office = superior.get(ONE).text, client_of(None, Role.PERFORMANCE_OFFICE).get(ONE).text
    assert WHY in own
    assert "penilaian ke-2" in own
    for page in (office, coordinator.get(ONE).text):
        assert "1 catatan." in page
        assert "Ayu Contoh" not in page
        assert WHY not in page
    assert WHY in client_of(None, Role.AUDITOR).get(ONE).text
    with app.app_context():
        assert WHY.encode() not in db.session.query(CalibrationRecord).one().reason
        acts = {each.action for each in db.session.query(AuditEntry)}
        assert {
            f"performance.calibration_{each}" for each in ("called", "held", "recorded")
        } <= acts


def press_with(client: FlaskClient, act: str, **fields: str) -> str:
    """Press a button of the meeting with what is ticked beside it."""
    from tests.web.accounts.forms import hidden_fields

    data = hidden_fields(client.get(ONE).text) | {"revision": "1"} | fields
    return client.post(f"{ONE}/{act}", data=data, follow_redirects=True).text


def test_another_participant_reads_how_many_records_there_are_and_not_about_whom(
    app: Flask, scene: PlanScene, plan: Plan, superior: FlaskClient, client_of: ClientOf
) -> None:
    with app.app_context():
        session = db.session()
        there = made.other_appraiser(session, scene)
        meeting = made.call(session, scene, scene.superior, there.superior)
        made.hold(session, meeting, scene.superior)
    kept = send(superior, f"{ONE}/record", person=f"{scene.person}", outcome="kept", reason=WHY)
    assert kept.location.endswith("done=recorded")

    other = client_of(there.superior)

    page = other.get(ONE).text
    assert ("1 catatan." in page, WHY in page, "Ayu Contoh" in page) == (True, False, False)
    # Whoever was not there records nothing.
    assert other.get(f"{ONE}/record").status_code == 404
    leader = client_of(scene.leader)
    assert leader.get(ONE).status_code == 404


def test_a_planned_meeting_is_cancelled_and_nothing_is_done_twice(
    app: Flask, scene: PlanScene, plan: Plan, coordinator: FlaskClient, superior: FlaskClient
) -> None:
    with app.app_context():
        made.call(db.session(), scene, scene.superior)
    assert superior.get(f"{ONE}/record").status_code == 404

    cancelled = press(coordinator, f"{ONE}/cancel", page=ONE)

    assert "Forum dibatalkan" in cancelled.text
    assert "keadaannya berubah" in press_with(coordinator, "hold")
    assert "keadaannya berubah" in press_with(coordinator, "cancel")
    with app.app_context():
        assert db.session.query(CalibrationMeeting).one().state == "cancelled"


def test_a_meeting_of_tomorrow_is_not_held_today(
    app: Flask, scene: PlanScene, plan: Plan, coordinator: FlaskClient
) -> None:
    tomorrow = send(coordinator, NEW, meets_on="2027-01-13", participants=f"{scene.superior}")
    assert tomorrow.status_code == 302
    assert "Yang hadir" not in coordinator.get(ONE).text
    assert "keadaannya berubah" in press_with(coordinator, "hold")


def test_what_cannot_be_called_is_said_beside_the_field(
    app: Flask, scene: PlanScene, plan: Plan, coordinator: FlaskClient, office: FlaskClient
) -> None:
    past = send(coordinator, NEW, meets_on="2027-01-11", participants=f"{scene.superior}")
    assert (past.status_code, "hari sesudahnya" in past.text) == (422, True)
    nobody = send(coordinator, NEW, meets_on="2027-01-12")
    assert "paling sedikit satu orang" in nobody.text
    stranger = send(coordinator, NEW, meets_on="2027-01-12", participants=f"{scene.stranger}")
    assert stranger.status_code == 422
    assert "Lanjutkan" in office.get(NEW).text
    assert office.get(f"{NEW}?agency=999").status_code == 404
    assert office.get(f"{NEW}?agency={scene.agency_id}").status_code == 200


def test_before_a_cycle_is_over_no_meeting_is_called(
    scene: PlanScene, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 1, 3, tzinfo=UTC))
    coordinator = client_of(None, Role.PERFORMANCE_COORDINATOR)

    assert "sesudah sebuah siklus berakhir" in coordinator.get(ALL).text
    assert coordinator.get(NEW).status_code == 404


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_meeting_is_found_by_who_arranges_it_takes_part_or_audits(
    app: Flask, scene: PlanScene, plan: Plan, sign_in: SignIn, viewer: str
) -> None:
    with app.app_context():
        made.call(db.session(), scene, scene.superior)
    client = sign_in(viewer)

    is_found = client.get(ONE).status_code == 200

    assert is_found is (viewer in {"superior", "auditor", "office", "coordinator"})
    app.config["WTF_CSRF_ENABLED"] = False
    for act in ("hold", "cancel"):
        answer = client.post(f"{ONE}/{act}", data={"revision": "0"})
        is_done = answer.status_code == 302 and "changed" in answer.location
        assert is_done is (viewer in {"office", "coordinator"}), act


def test_a_coordinator_of_another_agency_finds_nothing(
    app: Flask, scene: PlanScene, plan: Plan
) -> None:
    from tests.staff import signed_in

    with app.app_context():
        made.call(db.session(), scene, scene.superior)
    other = signed_in(app, Role.PERFORMANCE_COORDINATOR, agency_id=scene.agency_id + 1).client

    assert other.get(ONE).status_code == 404
    assert "Belum ada forum" in other.get(ALL).text
