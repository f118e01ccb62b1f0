"""Pages of colleagues: asked, answered in one sitting, struck; the office sees safe steps only."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.accounts.audit_log.models import AuditEntry
from portal.accounts.authentication.models import LateForm
from portal.accounts.drafts.models import FormDraft
from portal.accounts.sessions.models import StaffSession
from portal.accounts.staff.models import Account
from portal.evaluation.monitoring.digest_models import DigestChoice
from portal.evaluation.monitoring.digest_sending import send_digests
from portal.evaluation.peer_feedback import box_queries
from portal.evaluation.peer_feedback.key_holding import colleagues_store
from portal.evaluation.peer_feedback.models import PeerBox
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import current_settings, db
from tests.factories.colleagues_city import (
    OPENS_ON,
    PLANNED_ON,
    ColleaguesScene,
    make_colleagues,
    night,
)
from tests.staff import signed_in
from tests.web.evaluation.forms import fields_of

ASKED = "/admin/performance/colleagues"
FIRST = f"{ASKED}/1"
FULL = {
    f"{value}_{place}": "4"
    for value in ("service", "accountable", "competent", "harmonious")
    for place in (1, 2, 3)
}
At = Callable[[datetime], None]


def moment(day: object, *, hour: int = 3) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)  # type: ignore[attr-defined] # a date


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    def move(now: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    move(moment(PLANNED_ON))
    return move


@pytest.fixture
def unit(app: Flask, at: At) -> ColleaguesScene:
    with app.app_context():
        return make_colleagues(db.session(), colleagues_store(current_settings()))


@pytest.fixture
def open_unit(app: Flask, at: At, unit: ColleaguesScene) -> ColleaguesScene:
    with app.app_context():
        night(db.session(), colleagues_store(current_settings()), OPENS_ON)
    at(moment(OPENS_ON))
    return unit


def as_person(app: Flask, person: int) -> FlaskClient:
    """Sign in with the account that a person has."""
    with app.app_context():
        db.session.execute(
            Account.__table__.update()  # type: ignore[attr-defined] # a mapped table
            .where(Account.officer_id == person)
            .values(officer_id=None)
        )
        db.session.commit()
    return signed_in(app, Role.OFFICER, agency_id=1, officer_id=person).client


def boxes(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(PeerBox)) or 0


def send_first(client: FlaskClient, **changed: object) -> object:
    fields = fields_of(client.get(FIRST).text) | FULL | changed
    return client.post(FIRST, data=fields)


def test_who_is_asked_sees_it_first_answers_and_finds_it_sent(
    app: Flask, open_unit: ColleaguesScene
) -> None:
    client = as_person(app, open_unit.people[0])
    assert ASKED in client.get("/admin/performance").text

    page = client.get(FIRST).text
    assert "11 dari 21" in page
    assert page.count("<select") == 21
    sent = send_first(client, strengths=["loyal", "adaptive"])

    assert sent.headers["Location"].endswith("?done=sent")  # type: ignore[attr-defined] # a response
    assert boxes(app) == 1
    listed = client.get(f"{ASKED}?done=sent").text
    assert "disegel" in listed
    assert listed.count("terkirim</span>") == 1
    again = client.get(FIRST)
    assert again.headers["Location"].endswith("?done=stands")


def test_no_mail_tells_who_is_asked(app: Flask, open_unit: ColleaguesScene) -> None:
    """To whom a mail went is kept, in backups, too."""
    client = as_person(app, open_unit.people[0])
    assert ASKED in client.get("/admin/performance").text

    with app.app_context():
        assert send_digests(db.session(), current_settings(), now=clock.now()) == 0
        assert db.session.scalar(select(func.count()).select_from(DigestChoice)) == 0


def test_who_is_not_asked_finds_nothing(app: Flask, open_unit: ColleaguesScene) -> None:
    superior = as_person(app, open_unit.superior)
    assert ASKED not in superior.get("/admin/performance").text
    assert superior.get(FIRST).status_code == 404
    assert "Tidak ada yang ditanyakan" in superior.get(ASKED).text
    office = signed_in(app, Role.PERFORMANCE_OFFICE).client
    assert office.get(FIRST).status_code == 404


def test_a_short_answer_is_sent_only_when_it_is_meant(
    app: Flask, open_unit: ColleaguesScene
) -> None:
    client = as_person(app, open_unit.people[0])
    short = dict.fromkeys(FULL, "0") | {"service_1": "2"}

    refused = send_first(client, **short)
    assert refused.status_code == 422  # type: ignore[attr-defined] # a response
    assert 'name="sends_anyway"' in refused.text  # type: ignore[attr-defined] # a response
    assert boxes(app) == 0
    assert send_first(client, **short, sends_anyway="y").status_code == 302  # type: ignore[attr-defined] # a response
    assert boxes(app) == 1


def test_four_strengths_are_refused_beside_the_field(
    app: Flask, open_unit: ColleaguesScene
) -> None:
    client = as_person(app, open_unit.people[0])
    four = ["loyal", "adaptive", "service", "competent"]

    refused = send_first(client, strengths=four)

    assert refused.status_code == 422  # type: ignore[attr-defined] # a response
    assert 'href="#strengths"' in refused.text  # type: ignore[attr-defined] # a response
    assert 'value="4" selected' in refused.text  # type: ignore[attr-defined] # a response
    assert boxes(app) == 0


def traces(app: Flask) -> dict[str, object]:
    with app.app_context():
        session = db.session()
        return {
            "audit": session.scalar(select(func.count()).select_from(AuditEntry)),
            "forms": session.scalar(select(func.count()).select_from(LateForm)),
            "drafts": session.scalar(select(func.count()).select_from(FormDraft)),
            "seen": session.scalars(select(StaffSession.seen_at)).all(),
        }


def test_neither_opening_nor_sending_leaves_a_trace(
    app: Flask, at: At, open_unit: ColleaguesScene, caplog: pytest.LogCaptureFixture
) -> None:
    client = as_person(app, open_unit.people[0])
    fields = fields_of(client.get(FIRST).text) | FULL
    before = traces(app)
    caplog.clear()

    at(moment(OPENS_ON) + timedelta(minutes=40))
    client.get(ASKED)
    client.post(FIRST, data=fields | {"strengths": list("abcd")})
    client.post(FIRST, data=fields | {"csrf_token": "old"})
    client.post(FIRST, data=fields)
    client.post(FIRST, data=fields)

    assert boxes(app) == 1
    assert traces(app) == before
    assert caplog.text == ""


def test_another_page_still_moves_the_session(
    app: Flask, at: At, open_unit: ColleaguesScene
) -> None:
    client = as_person(app, open_unit.people[0])
    before = traces(app)["seen"]
    at(moment(OPENS_ON) + timedelta(minutes=40))
    client.get("/admin/performance")

    assert traces(app)["seen"] != before


def test_everybody_strikes_two_while_seven_remain_and_sees_no_list_of_it(
    app: Flask, unit: ColleaguesScene
) -> None:
    one, *others = unit.people
    client = as_person(app, one)
    address = f"{ASKED}/strike"
    fields = fields_of(client.get(address).text)

    two = client.post(address, data=fields | {"struck": [str(others[0]), str(others[1])]})
    assert two.status_code == 422
    assert "tujuh rekan" in two.text
    sent = client.post(address, data=fields | {"struck": str(others[0])})
    assert sent.headers["Location"].endswith("?done=struck")
    assert "checked" not in client.get(address).text
    assert boxes(app) == 1


def test_the_office_plans_a_round_thirty_working_days_ahead_and_makes_it_longer(
    app: Flask, at: At
) -> None:
    with app.app_context():
        scene = make_colleagues(
            db.session(), colleagues_store(current_settings()), is_recorded=False
        )
    address = f"/admin/performance/cycles/{scene.cycle_id}/colleagues"
    office = signed_in(app, Role.PERFORMANCE_OFFICE).client
    fields = fields_of(office.get(address).text)

    assert fields["open_days"] == "10"
    soon = office.post(address, data=fields | {"opens_on": "2026-09-14"})
    assert soon.status_code == 422
    assert "Hari kerja pertama yang mungkin" in soon.text
    planned = office.post(address, data=fields | {"opens_on": "2026-11-09"})
    assert planned.headers["Location"].endswith("?done=planned")
    assert "direncanakan" in office.get(address).text
    longer = f"{address}/longer"
    form = fields_of(office.get(longer).text)
    assert office.post(longer, data=form | {"closes_on": "2026-11-10"}).status_code == 422
    assert office.post(longer, data=form | {"closes_on": "2026-12-04"}).status_code == 302
    with app.app_context():
        round_ = box_queries.open_round(db.session())
        assert round_ is not None
        assert str(round_.closes_on) == "2026-12-04"
    assert "Terlalu sedikit" not in office.get(address).text


def test_the_office_is_told_no_count_of_a_small_round(
    app: Flask, open_unit: ColleaguesScene
) -> None:
    office = signed_in(app, Role.PERFORMANCE_OFFICE).client
    page = office.get(f"/admin/performance/cycles/{open_unit.cycle_id}/colleagues").text

    assert "Terlalu sedikit" in page
    assert "72" not in page
