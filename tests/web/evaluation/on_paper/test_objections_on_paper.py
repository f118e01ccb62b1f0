"""An objection is recorded from signed paper, in time by its day, and read by those in the case."""

import io
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts.audit_log.models import AuditEntry
from portal.evaluation.objections import companion_service as companions
from portal.evaluation.objections.domain import Objection
from portal.evaluation.objections.models import ObjectionEvent, ObjectionRow
from portal.evaluation.objections.queries import objections_of
from portal.evaluation.papers.models import PaperAct, PaperRecord
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import ObjectionState, PlanState, YearlyState
from portal.storage.files import contents
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db, vault
from tests.factories import objections as made
from tests.factories import years
from tests.factories.people import make_person
from tests.factories.plans import PlanScene, make_plan
from tests.unit.storage.files.test_files import paper, script, with_place
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import fields_of, send
from tests.web.evaluation.on_paper.papers import roomy, upload

__all__ = ["roomy"]
PAGE = "/admin/performance/on-paper"
RECORD = f"{PAGE}/record?kind=objection&about=1"
SCAN = f"{PAGE}/scans/1"
CASE = "/admin/performance/objections/1"
WRITE = "/admin/performance/plans/1/year/objection"
CLAIM = "228 dari 240 adalah 95: menurut aturan itu sesuai."
VALUES = {"signed_on": "2027-01-14", "kept_at": "Map keberatan 1", "claim_1": CLAIM}


@pytest.fixture
def plan(app: Flask, scene: PlanScene, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """A plan whose result was received on Tuesday the 12th; it is the next Monday."""
    with app.app_context():
        session = db.session()
        plan = make_plan(session, scene, state=PlanState.RUNNING)
        years.make_year(session, scene, plan, state=YearlyState.CONFIRMED, vault=vault())
        made.receive(session, scene, plan)
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 18, 3, tzinfo=UTC))
    return plan


@pytest.fixture
def coordinator(client_of: ClientOf, plan: Plan) -> FlaskClient:
    return client_of(None, Role.PERFORMANCE_COORDINATOR)


@pytest.fixture
def march(plan: Plan, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A coordinator, long after the last day to object."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 3, 1, 3, tzinfo=UTC))
    return client_of(None, Role.PERFORMANCE_COORDINATOR)


def record(coordinator: FlaskClient, **changed: str) -> TestResponse:
    return upload(coordinator, RECORD, with_place(), name="keberatan.jpg", **VALUES | changed)


def held(app: Flask, plan: Plan) -> Objection:
    with app.app_context():
        session = db.session()
        return objections_of(session, years.held(session, plan).id)[-1]


def counts(app: Flask) -> tuple[int, int, int]:
    with app.app_context():
        session = db.session()
        found = [session.query(each).count() for each in (ObjectionRow, PaperRecord, PaperAct)]
    return found[0], found[1], found[2]


def test_it_is_filed_in_the_person_s_name_and_its_content_is_gone_for_the_coordinator(
    app: Flask, scene: PlanScene, plan: Plan, coordinator: FlaskClient, client_of: ClientOf
) -> None:
    signed_in = {each: client_of(each) for each in (scene.person, scene.superior, scene.leader)}
    assert RECORD.replace("&", "&amp;") in coordinator.get(PAGE).text
    answer = coordinator.get(record(coordinator).headers["Location"]).text

    assert "Keberatan diajukan atas nama pegawai" in answer
    assert CLAIM not in answer
    assert coordinator.get(CASE).status_code == 404
    assert coordinator.get(RECORD).status_code == 404
    case = held(app, plan)
    assert (case.state, case.is_late) == (ObjectionState.FILED, False)
    assert (case.filed_on, case.decider_id) == (date(2027, 1, 18), scene.leader)
    for who in signed_in.values():
        page = who.get(CASE).text
        assert CLAIM in page
        assert "di kertas" in page
        assert SCAN in page
    with app.app_context():
        session = db.session()
        filed = session.query(ObjectionEvent).filter_by(new="filed").one()
        assert filed.person_id == scene.person
        assert session.query(PaperAct).one().happened_at == filed.happened_at
        assert session.query(PaperRecord).one().about_id == case.id
        acts = [each for each in session.query(AuditEntry) if "on_paper" in each.action]
        assert [each.subject for each in acts] == ["evaluation:1"]
    told = signed_in[scene.person].get("/admin/performance").text
    assert "Dicatat koordinator atas nama Anda" in told


@pytest.mark.parametrize("signed_on", ["2027-01-14", "2027-01-26"])
def test_a_paper_of_within_the_time_is_in_time_whenever_it_is_brought(
    app: Flask, plan: Plan, march: FlaskClient, *, signed_on: str
) -> None:
    assert record(march, signed_on=signed_on).status_code == 302

    case = held(app, plan)
    assert (case.is_late, case.filed_on) == (False, date(2027, 3, 1))
    with app.app_context():
        assert years.held(db.session(), plan).object_until == date(2027, 3, 1)


def test_a_paper_signed_after_the_last_day_says_why(
    app: Flask, plan: Plan, march: FlaskClient
) -> None:
    without = record(march, signed_on="2027-02-27")
    assert without.status_code == 422
    assert "Mengapa baru diajukan sekarang" in without.text
    assert CLAIM in without.text
    assert counts(app) == (0, 0, 0)

    assert record(march, signed_on="2027-02-27", late_reason="Sakit.").status_code == 302
    assert held(app, plan).is_late


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"claim_1": ""}, "Pokok 1"),
        ({"signed_on": "2027-01-11"}, "Pilih hari sejak 12 Januari 2027 sampai hari ini"),
        ({"signed_on": "2027-01-19"}, "sampai hari ini"),
        ({"kept_at": " "}, "Di mana kertasnya disimpan"),
        ({"revision": "1"}, "berubah sementara itu"),
    ],
)
def test_nothing_is_kept_with_a_mistake(
    app: Flask, coordinator: FlaskClient, *, changed: dict[str, str], said: str
) -> None:
    answer = record(coordinator, **changed)

    assert answer.status_code == 422
    assert said in answer.text
    assert counts(app) == (0, 0, 0)


@pytest.mark.parametrize("content", [None, paper(script), b"MZ", b""])
def test_a_scan_that_is_no_scan_keeps_nothing(
    app: Flask, coordinator: FlaskClient, *, content: bytes | None
) -> None:
    answer = upload(coordinator, RECORD, content, name="x.pdf", **VALUES)

    assert answer.status_code == 422
    assert CLAIM in answer.text
    assert counts(app) == (0, 0, 0)


def test_a_full_disk_keeps_neither_draft_nor_scan(
    app: Flask, coordinator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "is_nearly_full", lambda _: True)

    answer = record(coordinator)

    assert answer.status_code == 422
    assert "Penyimpanan hampir penuh" in answer.text
    assert counts(app) == (0, 0, 0)


def test_a_second_tap_files_it_once(app: Flask, coordinator: FlaskClient) -> None:
    fields = fields_of(coordinator.get(RECORD).text) | VALUES
    for _ in range(2):
        sent = {"file": (io.BytesIO(with_place()), "x.jpg")}
        answer = coordinator.post(RECORD, data=fields | sent)
        assert answer.headers["Location"] == f"{PAGE}?done=objection"

    assert counts(app) == (1, 1, 1)


def test_a_draft_of_the_person_is_neither_shown_nor_changed(
    app: Flask, plan: Plan, coordinator: FlaskClient, person: FlaskClient
) -> None:
    send(person, WRITE, claim_1="Rahasia saya", act="keep")

    answer = record(coordinator)

    assert answer.status_code == 422
    assert "Pegawai sendiri sudah mulai menulis" in answer.text
    assert "Rahasia" not in answer.text
    assert counts(app) == (1, 0, 0)
    assert held(app, plan).is_draft
    assert "Rahasia saya" in person.get(WRITE).text


def test_whoever_has_a_part_records_nothing(
    scene: PlanScene, plan: Plan, client_of: ClientOf
) -> None:
    for who in (scene.person, scene.superior, scene.leader):
        own = client_of(who, Role.PERFORMANCE_COORDINATOR)
        assert own.get(RECORD).status_code == 404, who
        assert RECORD.replace("&", "&amp;") not in own.get(PAGE).text


def test_the_scan_is_opened_by_those_in_the_case_on_record(
    app: Flask, scene: PlanScene, plan: Plan, coordinator: FlaskClient, client_of: ClientOf
) -> None:
    decider = client_of(scene.leader)
    record(coordinator)
    with app.app_context():
        session = db.session()
        companion, other = (make_person(session, each).id for each in ("Dewi", "Eka"))
        session.commit()
        act = made.act_of(session, years.held(session, plan), scene.person)
        companions.name_companion(session, act, companion_id=companion)

    assert decider.get(SCAN).mimetype == "image/jpeg"
    for who in (scene.person, scene.superior, companion):
        assert client_of(who).get(SCAN).mimetype == "image/jpeg", who
    assert client_of(None, Role.AUDITOR).get(SCAN).status_code == 200
    for role in (Role.PERFORMANCE_OFFICE, Role.PERFORMANCE_COORDINATOR, Role.ADMINISTRATOR):
        assert client_of(None, role).get(SCAN).status_code == 404, role
    for who in (scene.stranger, other):
        assert client_of(who).get(SCAN).status_code == 404
    with app.app_context():
        looks = [each for each in db.session.query(AuditEntry) if each.action == "person.look"]
    assert sum('"paper"' in each.detail for each in looks) == 4


def test_another_coordinator_does_not_read_that_somebody_objected(
    scene: PlanScene, coordinator: FlaskClient, client_of: ClientOf
) -> None:
    record(coordinator)
    address = f"{PAGE}/people/{scene.person}"

    assert "dicatat 18 Januari" in coordinator.get(address).text
    other = client_of(None, Role.PERFORMANCE_COORDINATOR).get(address)
    assert other.status_code == 200
    assert "dicatat 18 Januari" not in other.text
