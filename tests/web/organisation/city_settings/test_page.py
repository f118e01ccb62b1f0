"""The page of the city's settings: who sees it, who decides, and where a decision shows."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from portal.accounts.audit_log.queries import entries
from portal.organisation.city_settings.queries import changes
from portal.settings import CITY_CHOICES
from portal.web import decided_settings as deciding
from portal.web.access import Role
from portal.web.extensions import DECIDED, current_settings, db
from tests.factories.organisation import make_agency
from tests.staff import signed_in
from tests.web.accounts.forms import hidden_fields

MakeApp = Callable[..., Flask]
PAGE = "/admin/settings"
READERS = (Role.ADMINISTRATOR, Role.AUDITOR)
REASON = "Keputusan wali kota nomor 7"


@pytest.fixture
def administrator(app: Flask) -> FlaskClient:
    return signed_in(app, Role.ADMINISTRATOR).client


def decide(client: FlaskClient, name: str, value: str, *, reason: str = REASON) -> TestResponse:
    """Fill in the form of a setting and send it."""
    sent = hidden_fields(client.get(f"{PAGE}/{name}").text)
    return client.post(f"{PAGE}/{name}", data=sent | {"value": value, "reason": reason})


@pytest.mark.parametrize("role", Role)
def test_administrators_and_auditors_see_the_settings_and_only_administrators_decide(
    app: Flask, role: Role
) -> None:
    agency = None
    if role in {Role.AGENCY_HEAD, Role.SUPERVISOR, Role.OFFICER}:
        with app.app_context():
            make_agency(db.session())
            db.session.commit()
        agency = 1
    client = signed_in(app, role, agency_id=agency).client

    page, form = client.get(PAGE), client.get(f"{PAGE}/city-name")

    assert page.status_code == (200 if role in READERS else 403)
    assert form.status_code == (200 if role is Role.ADMINISTRATOR else 403)


@pytest.mark.parametrize("name", CITY_CHOICES)
def test_every_setting_has_a_form_that_begins_with_what_holds(
    app: Flask, administrator: FlaskClient, name: str
) -> None:
    page = administrator.get(f"{PAGE}/{name.lower().replace('_', '-')}").text

    with app.app_context():
        value = getattr(current_settings(), name.lower())
    assert f'value="{value}"' in page
    assert 'name="reason"' in page


def test_a_setting_that_is_none_is_not_there(administrator: FlaskClient) -> None:
    assert administrator.get(f"{PAGE}/secret-key").status_code == 404


def test_a_name_is_on_every_page_at_once_with_its_trace(
    app: Flask, administrator: FlaskClient
) -> None:
    answer = decide(administrator, "city-name", "Kota Melati")

    page = administrator.get(answer.headers["Location"]).text
    assert (answer.status_code, "Keputusan sudah dicatat" in page) == (302, True)
    assert "Kota Melati" in app.test_client().get("/privacy").text
    assert REASON in page
    with app.app_context():
        (change,) = changes(db.session())
        (act,) = [one.entry for one in entries(db.session()) if "settings" in one.entry.action]
    assert (change.value, change.decided_by) == ("Kota Melati", "Sri Contoh")
    assert isinstance(change.decided_on, date)
    assert (act.subject, "Kota Melati" in act.detail) == ("setting:city_name", True)


@pytest.mark.parametrize(
    ("value", "last_two"),
    [
        ("regulation", ["U8 Penanganan Pengaduan, Saran dan Masukan", "U9 Sarana dan Prasarana"]),
        (
            "questionnaire",
            ["U8 Sarana dan Prasarana", "U9 Penanganan Pengaduan, Saran dan Masukan"],
        ),
    ],
)
def test_the_codes_of_elements_follow_the_decision(
    app: Flask, administrator: FlaskClient, value: str, last_two: list[str]
) -> None:
    decide(administrator, "element-codes", value)

    page = html.fromstring(app.test_client().get("/methodology").text)
    rows = page.xpath("//tr[td[@lang='id']]")
    assert [f"{row[0].text} {row[2].text}" for row in rows][-2:] == last_two


def test_a_contact_stands_at_the_foot_and_goes_when_it_is_emptied(
    app: Flask, administrator: FlaskClient
) -> None:
    decide(administrator, "city-contact", "layanan@kota.test")
    assert "Kontak: layanan@kota.test" in app.test_client().get("/complaints/new").text

    decide(administrator, "city-contact", "")
    assert "Kontak:" not in app.test_client().get("/complaints/new").text


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("city-name", "", REASON),
        ("city-name", "K" * 81, REASON),
        ("city-name", "<b>Kota</b>", REASON),
        ("city-name", "Kota \N{ZERO WIDTH SPACE}Melati", REASON),
        ("officer-label", "face", REASON),
        ("element-codes", "u8", REASON),
        ("inspectorate", "nowhere", REASON),
        ("complaint-answer-days", "0", REASON),
        ("complaint-answer-days", "61", REASON),
        ("complaint-keep-days", "29", REASON),
        ("complaint-keep-days", "lama", REASON),
        ("city-name", "Kota Melati", ""),
        ("city-name", "Kota Melati", "karena"),
        ("city-name", "Kota Melati", "x" * 301),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    app: Flask, administrator: FlaskClient, name: str, value: str, reason: str
) -> None:
    answer = decide(administrator, name, value, reason=reason)

    assert (answer.status_code, 'aria-invalid="true"' in answer.text) == (422, True)
    with app.app_context():
        assert changes(db.session()) == ()
        assert list(entries(db.session())) == []


def test_the_same_decision_twice_is_one(app: Flask, administrator: FlaskClient) -> None:
    decide(administrator, "complaint-answer-days", "7")
    again = decide(administrator, "complaint-answer-days", "7")

    assert (again.status_code, "Sudah diputuskan begitu" in again.text) == (422, True)
    with app.app_context():
        assert len(changes(db.session())) == 1
        assert current_settings().complaint_answer_days == 7


def test_another_process_learns_of_a_decision(
    app: Flask, administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        before = current_settings()
        other = deciding.DecidedSettings(before)
        other.register(app.extensions[DECIDED]._read_choices)
        other.read(db.engine)
        decide(administrator, "city-name", "Kota Melati")

        assert (other.known.city_name, other.is_old) == (before.city_name, False)
        monkeypatch.setattr(deciding, "LIFE_SECONDS", -1.0)
        assert other.is_old
        other.read(db.engine)
        assert other.known.city_name == "Kota Melati"


def test_an_answered_page_reads_again_what_others_decided(
    app: Flask, administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(administrator, "city-name", "Kota Melati")
    held = app.extensions[DECIDED]
    held.known = held.operator
    monkeypatch.setattr(deciding, "LIFE_SECONDS", -1.0)

    administrator.get(PAGE)

    assert held.known.city_name == "Kota Melati"


def test_complaints_open_when_the_inspectorate_is_decided(make_app: MakeApp) -> None:
    app = make_app(INSPECTORATE="")
    with app.app_context():
        make_agency(db.session(), code="inspektorat", name="Inspektorat Daerah")
        db.session.commit()
    client, citizen = signed_in(app, Role.ADMINISTRATOR).client, app.test_client()

    task = "Pengaduan belum dibuka. Putuskan"
    closed, home = citizen.get("/complaints/new"), client.get("/admin/").text
    assert (closed.status_code, "Pengaduan belum dibuka" in closed.text) == (503, True)
    assert task in home

    decide(client, "inspectorate", "inspektorat")

    opened = citizen.get("/complaints/new?agency=inspektorat")
    assert (opened.status_code, "moderator kota saja" in opened.text) == (200, True)
    assert task not in client.get("/admin/").text


def test_a_city_may_decide_that_it_has_no_inspectorate(make_app: MakeApp) -> None:
    app = make_app(INSPECTORATE="")

    decide(signed_in(app, Role.ADMINISTRATOR).client, "inspectorate", "-")

    assert app.test_client().get("/complaints/new").status_code == 200


def test_what_was_written_stays_when_complaints_are_not_open(make_app: MakeApp) -> None:
    app = make_app(INSPECTORATE="")
    with app.app_context():
        make_agency(db.session(), code="dishub")
        db.session.commit()
    sent = {"place": "agency:dishub", "kind": "complaint", "concern": "service"}

    answer = app.test_client().post(
        "/complaints/new", data=sent | {"text": "Loket tutup sebelum jamnya.", "form_key": "a" * 32}
    )

    assert answer.status_code in {400, 503}
    assert "Loket tutup sebelum jamnya." in answer.text
