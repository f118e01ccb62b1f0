"""A result is received on paper: recorded by the coordinator, the time to object not shortened."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from portal.accounts.audit_log.models import AuditEntry
from portal.evaluation.appraisals.domain import Receipt, Yearly
from portal.evaluation.appraisals.yearly_models import YearlyEvent
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import PlanState, YearlyState
from portal.evaluation.yearly.delivering import deliver_confirmed
from portal.organisation.people.models import PersonPost
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db, vault
from tests.factories import years
from tests.factories.organisation import make_agency
from tests.factories.people import make_post
from tests.factories.plans import PlanScene, make_plan
from tests.staff import signed_in
from tests.unit.storage.files.test_files import with_place
from tests.web.evaluation.conftest import ClientOf
from tests.web.evaluation.on_paper.papers import roomy, upload

__all__ = ["roomy"]
PAGE = "/admin/performance/on-paper"
RECEIPT = f"{PAGE}/record?kind=receipt&about=1"
DELIVERED, RECORDED = date(2027, 1, 12), date(2027, 1, 18)


@pytest.fixture
def plan(app: Flask, scene: PlanScene, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """A plan whose result was delivered on Tuesday; it is Monday of the next week."""
    with app.app_context():
        session = db.session()
        plan = make_plan(session, scene, state=PlanState.RUNNING)
        years.make_year(session, scene, plan, state=YearlyState.CONFIRMED, vault=vault())
        at = datetime(2027, 1, 12, 3, tzinfo=UTC)
        deliver_confirmed(session, scene.person, now=at, today=DELIVERED)
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 18, 3, tzinfo=UTC))
    return plan


@pytest.fixture
def coordinator(client_of: ClientOf, plan: Plan) -> FlaskClient:
    return client_of(None, Role.PERFORMANCE_COORDINATOR)


def held(app: Flask, plan: Plan) -> Yearly:
    with app.app_context():
        return years.held(db.session(), plan)


def record(
    coordinator: FlaskClient, *, name: str = "Tanda terima.JPG", **changed: str
) -> TestResponse:
    values = {"signed_on": "2027-01-13", "kept_at": "Berkas 12/2027"} | changed
    return upload(coordinator, RECEIPT, with_place(), name=name, **values)


def test_the_receipt_is_recorded_and_the_time_to_object_counts_from_today(
    app: Flask, coordinator: FlaskClient, plan: Plan
) -> None:
    listed = coordinator.get(PAGE).text
    assert "Ayu Contoh" in listed
    assert "Baik" not in listed

    answer = coordinator.get(record(coordinator).headers["Location"])

    assert "Tercatat." in answer.text
    assert "kind=receipt" in listed
    assert "kind=receipt" not in answer.text
    assert "kind=objection" in answer.text
    year = held(app, plan)
    assert (year.state, year.receipt) == (YearlyState.RECEIVED, Receipt.HANDED_OVER)
    assert year.received_on == date(2027, 1, 13)
    # Fourteen days after Monday the 18th, not after the day on the paper.
    assert year.object_until == date(2027, 2, 1)
    with app.app_context():
        session = db.session()
        last = session.query(YearlyEvent).order_by(YearlyEvent.id.desc()).first()
        assert last is not None
        assert vault().unlock(last.reason or b"") == "Berkas 12/2027"
        actions = [each.action for each in session.query(AuditEntry)]
    assert "performance.year_received_on_paper" in actions
    assert coordinator.get(RECEIPT).status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"signed_on": "2027-01-11"}, "Pilih hari sejak 12 Januari 2027 sampai hari ini"),
        ({"signed_on": "2027-01-19"}, "Pilih hari sejak 12 Januari 2027 sampai hari ini"),
        ({"signed_on": ""}, "Ditandatangani pada"),
        ({"kept_at": " "}, "Di mana kertasnya disimpan"),
        ({"revision": "1"}, "berubah sementara itu"),
    ],
)
def test_nothing_is_recorded_with_a_mistake(
    app: Flask, coordinator: FlaskClient, plan: Plan, *, changed: dict[str, str], said: str
) -> None:
    answer = record(coordinator, **changed)

    assert answer.status_code == 422
    assert said in answer.text
    assert held(app, plan).state is YearlyState.DELIVERED


def test_it_is_there_for_the_agency_s_coordinator_only_and_never_for_oneself(
    app: Flask, scene: PlanScene, plan: Plan, client_of: ClientOf
) -> None:
    with app.app_context():
        other = make_agency(db.session(), code="lain").id
        db.session().commit()
    elsewhere = signed_in(app, Role.PERFORMANCE_COORDINATOR, agency_id=other).client
    for who in (scene.person, scene.superior):
        assert client_of(who, Role.PERFORMANCE_COORDINATOR).get(RECEIPT).status_code == 404
    assert elsewhere.get(RECEIPT).status_code == 404
    assert "Tidak ada hasil yang menunggu" in elsewhere.get(PAGE).text


def test_who_moved_belongs_where_the_last_definitive_post_is(
    app: Flask, scene: PlanScene, plan: Plan, coordinator: FlaskClient
) -> None:
    with app.app_context():
        session = db.session()
        other = make_agency(session, code="lain")
        ended = update(PersonPost).where(PersonPost.person_id == scene.person)
        session.execute(ended.values(ends_on=date(2027, 1, 14)))
        make_post(session, scene.person, other, starts_on=date(2027, 1, 15))
        session.commit()

    assert "Ayu Contoh" not in coordinator.get(PAGE).text


def test_the_pages_speak_english(coordinator: FlaskClient) -> None:
    assert "Signed on paper" in coordinator.get(f"{PAGE}?lang=en").text
    assert "Where the paper is kept" in coordinator.get(f"{RECEIPT}&lang=en").text


def test_the_person_is_told_at_once_where_there_is_an_account(
    coordinator: FlaskClient,
    scene: PlanScene,
    client_of: ClientOf,
    capsys: pytest.CaptureFixture[str],
) -> None:
    client_of(scene.person)
    capsys.readouterr()

    assert record(coordinator).status_code == 302

    assert "Ada yang menunggu Anda" in capsys.readouterr().out


def test_who_signed_in_long_ago_is_asked_again(
    app: Flask, plan: Plan, coordinator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {"signed_on": "2027-01-13", "kept_at": "Berkas 12/2027"}
    later = datetime(2027, 1, 18, 3, 20, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: later)

    answer = coordinator.post(RECEIPT, data=values)

    assert answer.status_code == 302
    assert "/admin/" in answer.headers["Location"]
    assert held(app, plan).state is YearlyState.DELIVERED
