"""Scans of papers: refused like any file, read by whoever reads what they are about, forgotten."""

import io
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.accounts.audit_log.models import AuditEntry
from portal.cli.evaluation_jobs import EVIDENCE_JOB
from portal.evaluation.papers.models import PaperAct, PaperRecord
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import YearlyState
from portal.storage.files import contents
from portal.storage.files.models import StoredContent
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import current_settings, db
from tests.factories.plans import PlanScene
from tests.unit.storage.files.test_files import paper, script, with_place
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.forms import fields_of
from tests.web.evaluation.on_paper.papers import roomy, upload
from tests.web.evaluation.on_paper.test_receipts import (
    PAGE,
    RECEIPT,
    coordinator,
    held,
    plan,
    record,
)

__all__ = ["coordinator", "plan", "roomy"]
SCAN = f"{PAGE}/scans/1"
VALUES = {"signed_on": "2027-01-13", "kept_at": "Berkas 12/2027"}


def kept(app: Flask) -> tuple[int, int, int]:
    """Return how many papers, acts and contents there are."""
    with app.app_context():
        session = db.session()
        found = [
            session.scalar(select(func.count()).select_from(each)) or 0
            for each in (PaperRecord, PaperAct, StoredContent)
        ]
    return found[0], found[1], found[2]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (None, "", "Pilih pindaian atau foto kertas"),
        (paper(script), "x.pdf", "memuat skrip"),
        (b"MZ", "x.pdf", "Hanya PDF"),
        (with_place(), "x.pdf", "tidak sesuai"),
        (b"", "x.pdf", "kosong"),
    ],
)
def test_a_scan_that_is_missing_or_not_what_it_says_is_refused_beside_the_field(
    app: Flask,
    coordinator: FlaskClient,
    plan: Plan,
    *,
    content: bytes | None,
    name: str,
    said: str,
) -> None:
    answer = upload(coordinator, RECEIPT, content, name=name, **VALUES)

    assert answer.status_code == 422
    assert said in answer.text
    assert "Berkas 12/2027" in answer.text
    assert kept(app) == (0, 0, 0)
    assert held(app, plan).state is YearlyState.DELIVERED


def test_a_full_disk_keeps_neither_scan_nor_receipt(
    app: Flask, coordinator: FlaskClient, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "is_nearly_full", lambda _: True)

    answer = record(coordinator)

    assert answer.status_code == 422
    assert "Penyimpanan hampir penuh" in answer.text
    assert kept(app) == (0, 0, 0)
    assert held(app, plan).state is YearlyState.DELIVERED


def test_a_second_tap_leads_to_where_the_first_one_led(
    app: Flask, coordinator: FlaskClient, plan: Plan
) -> None:
    fields = fields_of(coordinator.get(RECEIPT).text) | VALUES

    first, second = (
        coordinator.post(RECEIPT, data=fields | {"file": (io.BytesIO(with_place()), "x.jpg")})
        for _ in range(2)
    )

    assert first.headers["Location"] == f"{PAGE}?done=receipt"
    assert second.headers["Location"] == f"{PAGE}?done=receipt"
    assert kept(app) == (1, 1, 1)


def test_the_person_and_who_reads_the_result_open_the_scan_on_record(
    app: Flask, coordinator: FlaskClient, scene: PlanScene, client_of: ClientOf
) -> None:
    record(coordinator)

    for who, role in ((scene.person, Role.OFFICER), (scene.superior, Role.OFFICER)):
        given = client_of(who, role).get(SCAN)
        assert given.mimetype == "image/jpeg"
        assert given.headers["Content-Disposition"].endswith('"kertas-1.jpeg"')
        assert given.headers["Content-Security-Policy"].endswith("; sandbox")
        assert b"Kamera" not in given.data
    auditor = client_of(None, Role.AUDITOR)
    assert [auditor.get(SCAN).status_code for _ in range(2)] == [200, 200]
    for role in (Role.PERFORMANCE_OFFICE, Role.ADMINISTRATOR, Role.AGENCY_HEAD):
        assert client_of(None, role).get(SCAN).status_code == 404, role
    assert client_of(scene.stranger).get(SCAN).status_code == 404
    with app.app_context():
        looks = [each for each in db.session.query(AuditEntry) if each.action == "person.look"]
    assert sum('"paper"' in each.detail for each in looks) == 2


def test_who_recorded_it_opens_it_until_the_end_of_the_day(
    plan: Plan, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(hour: int, minute: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 18, hour, minute, tzinfo=UTC))

    at(16, 50)
    own = client_of(None, Role.PERFORMANCE_COORDINATOR)
    record(own)
    assert own.get(SCAN).status_code == 200
    assert client_of(None, Role.PERFORMANCE_COORDINATOR).get(SCAN).status_code == 404

    # One minute before and at midnight in the city (UTC+7).
    at(16, 59)
    assert own.get(SCAN).status_code == 200
    at(17, 0)
    assert own.get(SCAN).status_code == 404


def test_two_years_after_the_plan_scan_and_place_are_gone_and_the_trace_stays(
    app: Flask, coordinator: FlaskClient, person: FlaskClient
) -> None:
    record(coordinator)
    assert person.get(SCAN).status_code == 200
    with app.app_context():
        session = db.session()
        EVIDENCE_JOB.run(session, current_settings(), now=datetime(2028, 12, 31, 3, tzinfo=UTC))
        assert session.query(StoredContent).count() == 1
        EVIDENCE_JOB.run(session, current_settings(), now=datetime(2029, 1, 2, 3, tzinfo=UTC))
        row = session.query(PaperRecord).one()
        assert (row.stored_as, row.file_key, row.kept_at) == (None, None, None)
        assert row.sha256
        assert session.query(StoredContent).count() == 0
    assert person.get(SCAN).status_code == 404
