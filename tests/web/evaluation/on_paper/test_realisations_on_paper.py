"""Realisations of a period are entered from signed paper, reported for the person, verified."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.evaluation.papers.models import PaperAct, PaperRecord
from portal.evaluation.plans.domain import Plan
from portal.evaluation.realisations.models import RealisationEvent, RealisationRow
from portal.evaluation.rules.states import PlanState
from portal.storage.files import contents
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.plans import PlanScene, make_plan
from tests.unit.storage.files.test_files import paper, script, with_place
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import fields_of, press, send
from tests.web.evaluation.on_paper.papers import roomy, upload

__all__ = ["roomy"]
PAGE = "/admin/performance/on-paper"
RECORD = f"{PAGE}/record?kind=realisation&about=1&period=1"
ENTRY = f"{PAGE}/papers/1"
PERIOD = "/admin/performance/plans/1/periods/1"
VALUES = {"signed_on": "2026-04-03", "kept_at": "Map realisasi 1"}


@pytest.fixture
def plan(app: Flask, scene: PlanScene, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """A running plan; the first quarter is over."""
    with app.app_context():
        plan = make_plan(db.session(), scene, state=PlanState.RUNNING)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 4, 6, 3, tzinfo=UTC))
    return plan


@pytest.fixture
def coordinator(client_of: ClientOf, plan: Plan) -> FlaskClient:
    return client_of(None, Role.PERFORMANCE_COORDINATOR)


def record(coordinator: FlaskClient, **changed: str) -> TestResponse:
    return upload(coordinator, RECORD, with_place(), name="lapor.jpg", **VALUES | changed)


def enter(coordinator: FlaskClient, key: int, value: str) -> TestResponse:
    return send(coordinator, f"{ENTRY}/indicators/{key}", value=value)


def test_a_quarter_is_reported_from_paper_and_verified_by_the_appraiser(
    app: Flask, scene: PlanScene, coordinator: FlaskClient, client_of: ClientOf
) -> None:
    assert RECORD.replace("&", "&amp;") in coordinator.get(f"{PAGE}/people/{scene.person}").text
    assert record(coordinator).headers["Location"] == ENTRY
    assert enter(coordinator, 1, "96").headers["Location"] == f"{ENTRY}?done=1"

    left = coordinator.get(f"{ENTRY}?done=1").text
    assert "bertanda di kertas" in left
    assert f"{ENTRY}/indicators/1" not in left
    assert f"{ENTRY}/indicators/2" in left
    # What was sent is not shown again.
    assert coordinator.get(f"{ENTRY}/indicators/1").status_code == 302
    assert coordinator.get(PERIOD).status_code == 404
    superior = client_of(scene.superior)
    assert superior.get(f"{PAGE}/scans/1").mimetype == "image/jpeg"
    assert f"{PAGE}/scans/1" in superior.get(PERIOD).text
    press(superior, f"{PERIOD}/indicators/1/verify", page=PERIOD)
    with app.app_context():
        session = db.session()
        row = session.query(RealisationRow).one()
        assert (row.state, row.value, row.is_late) == ("verified", 96, False)
        event = session.query(RealisationEvent).filter_by(new="reported").one()
        assert event.person_id == scene.person
        use = session.query(PaperAct).one()
        assert (use.part, use.happened_at) == (1, event.happened_at)


def test_a_second_tap_reports_once_and_a_wrong_number_stays_in_the_form(
    app: Flask, coordinator: FlaskClient
) -> None:
    record(coordinator)
    address = f"{ENTRY}/indicators/1"
    fields = fields_of(coordinator.get(address).text)

    wrong = coordinator.post(address, data=fields | {"value": "banyak"})
    assert wrong.status_code == 422
    assert "banyak" in wrong.text
    for _ in range(2):
        answer = coordinator.post(address, data=fields | {"value": "96"})
        assert answer.headers["Location"] == f"{ENTRY}?done=1"

    with app.app_context():
        assert db.session().query(RealisationEvent).count() == 1
        assert db.session().query(PaperAct).count() == 1


def test_what_the_person_proposed_in_another_tab_is_said_and_what_was_typed_stays(
    coordinator: FlaskClient, person: FlaskClient
) -> None:
    record(coordinator)
    address = f"{ENTRY}/indicators/1"
    fields = fields_of(coordinator.get(address).text)
    send(person, f"{PERIOD}/indicators/1/drop", reason="Loketnya ditutup.")

    answer = coordinator.post(address, data=fields | {"value": "96"})

    assert answer.status_code == 409
    assert "Pegawai sendiri menulis tentang indikator ini" in answer.text
    assert "96" in answer.text
    assert "Loketnya ditutup" not in answer.text


def test_what_the_person_reported_themself_is_not_shown(
    coordinator: FlaskClient, person: FlaskClient
) -> None:
    record(coordinator)
    send(person, f"{PERIOD}/indicators/1", value="93", remark="Rahasia saya")

    assert coordinator.get(f"{ENTRY}/indicators/1").status_code == 302
    assert "Rahasia" not in coordinator.get(ENTRY).text


def test_the_person_reads_of_it_on_the_first_screen(
    coordinator: FlaskClient, person: FlaskClient
) -> None:
    said = "Dicatat koordinator atas nama Anda"
    assert said not in person.get("/admin/performance").text
    record(coordinator)

    page = person.get("/admin/performance").text
    assert said in page
    assert f"{PAGE}/scans/1" in page
    assert person.get(f"{PAGE}/scans/1").status_code == 200
    assert said not in coordinator.get("/admin/performance").text


def test_a_draft_of_the_person_is_never_shown_to_whoever_enters_from_paper(
    coordinator: FlaskClient, person: FlaskClient
) -> None:
    send(person, f"{PERIOD}/indicators/1", value="93", remark="Rahasia saya", act="kept")
    record(coordinator)

    assert coordinator.get(f"{ENTRY}/indicators/1").status_code == 302
    page = coordinator.get(f"{ENTRY}?done=1").text
    assert "Ditulis pegawai sendiri" in page
    assert "bertanda di kertas" not in page
    assert "Rahasia" not in page


def test_a_report_from_paper_never_takes_a_draft_of_the_person_away(
    app: Flask, coordinator: FlaskClient, person: FlaskClient
) -> None:
    record(coordinator)
    address = f"{ENTRY}/indicators/1"
    fields = fields_of(coordinator.get(address).text)
    send(person, f"{PERIOD}/indicators/1", value="93", remark="Rahasia saya", act="kept")

    refused = coordinator.post(address, data=fields | {"value": "96"})

    assert refused.status_code == 409
    assert "96" in refused.text
    assert "Rahasia" not in refused.text
    assert "Rahasia saya" in person.get(f"{PERIOD}/indicators/1").text
    with app.app_context():
        assert db.session().query(RealisationRow).count() == 0
    # What they emptied is no word of theirs.
    send(person, f"{PERIOD}/indicators/1", value="", remark="", links="", act="kept")
    assert enter(coordinator, 1, "96").headers["Location"] == f"{ENTRY}?done=1"


def test_what_the_person_reported_and_the_superior_disputed_is_not_replaced_from_paper(
    scene: PlanScene, coordinator: FlaskClient, person: FlaskClient, client_of: ClientOf
) -> None:
    record(coordinator)
    superior = client_of(scene.superior)
    send(person, f"{PERIOD}/indicators/1", value="93")
    enter(coordinator, 2, "2")
    for key in (1, 2):
        dispute = f"{PERIOD}/indicators/{key}/dispute"
        send(superior, dispute, value="1", reason="Tidak sesuai laporan.")
    record(coordinator)

    page = coordinator.get(f"{PAGE}/papers/2").text

    assert "/papers/2/indicators/1" not in page
    assert "/papers/2/indicators/2" in page


def test_what_was_reported_from_paper_is_marked_in_the_history(
    coordinator: FlaskClient, person: FlaskClient
) -> None:
    record(coordinator)
    enter(coordinator, 1, "96")
    send(person, f"{PERIOD}/indicators/2", value="2")

    assert ", di kertas" in person.get(f"{PERIOD}/indicators/1").text
    assert ", di kertas" not in person.get(f"{PERIOD}/indicators/2").text


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [(paper(script), "x.pdf", "memuat skrip"), (b"MZ", "x.pdf", "Hanya PDF")],
)
def test_a_scan_that_is_not_what_it_says_opens_nothing(
    app: Flask, coordinator: FlaskClient, *, content: bytes, name: str, said: str
) -> None:
    answer = upload(coordinator, RECORD, content, name=name, **VALUES)

    assert answer.status_code == 422
    assert said in answer.text
    assert coordinator.get(ENTRY).status_code == 404


def test_a_full_disk_opens_nothing(
    app: Flask, coordinator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "is_nearly_full", lambda _: True)

    assert "Penyimpanan hampir penuh" in record(coordinator).text
    with app.app_context():
        assert db.session().query(PaperRecord).count() == 0


@pytest.mark.parametrize("day", ["2025-12-31", "2026-04-07"])
def test_a_day_before_the_period_or_to_come_is_refused(coordinator: FlaskClient, day: str) -> None:
    answer = record(coordinator, signed_on=day)

    assert answer.status_code == 422
    assert "Pilih hari sejak 1 Januari 2026" in answer.text


def test_a_paper_signed_in_time_and_brought_late_is_not_late(
    app: Flask, coordinator: FlaskClient, monkeypatch: pytest.MonkeyPatch, client_of: ClientOf
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 6, 1, 3, tzinfo=UTC))
    later = client_of(None, Role.PERFORMANCE_COORDINATOR)
    record(later)
    enter(later, 1, "96")
    upload(later, RECORD, with_place(), name="x.jpg", **VALUES | {"signed_on": "2026-05-29"})
    send(later, f"{PAGE}/papers/2/indicators/2", value="2")

    with app.app_context():
        rows = db.session().query(RealisationRow).order_by(RealisationRow.indicator_key)
        assert [row.is_late for row in rows] == [False, True]


def test_nobody_else_enters_from_it_and_nothing_ahead_of_time(
    scene: PlanScene, coordinator: FlaskClient, client_of: ClientOf
) -> None:
    record(coordinator)
    close = (scene.person, scene.superior, scene.leader)
    others = {who: client_of(who, Role.PERFORMANCE_COORDINATOR) for who in (None, *close)}
    for who, other in others.items():
        assert other.get(ENTRY).status_code == 404, who
        assert other.get(f"{ENTRY}/indicators/1").status_code == 404, who
        assert (other.get(RECORD).status_code == 404) is (who is not None), who
    assert coordinator.get(RECORD.replace("period=1", "period=3")).status_code == 404
    assert coordinator.get(RECORD.replace("&period=1", "")).status_code == 404


def test_the_page_of_the_person_leads_to_no_paper_that_nothing_is_left_for(
    scene: PlanScene, coordinator: FlaskClient
) -> None:
    record(coordinator)
    for key in (1, 2, 3):
        assert enter(coordinator, key, "2").status_code == 302

    assert coordinator.get(RECORD).status_code == 404
    page = coordinator.get(f"{PAGE}/people/{scene.person}").text
    assert RECORD.replace("&", "&amp;") not in page
    assert RECORD.replace("&", "&amp;").replace("period=1", "period=2") in page
