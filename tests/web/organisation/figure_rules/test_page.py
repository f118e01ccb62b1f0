"""The page of the rules of figures: who sees it, who changes it, and from when on."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts.audit_log.queries import entries
from portal.organisation.figure_rules.queries import rule_changes
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.staff import signed_in
from tests.web.accounts.forms import hidden_fields

PAGE = "/admin/figure-rules"
FORM = f"{PAGE}/change"
NOVEMBER = datetime(2026, 11, 21, 3, tzinfo=UTC)
READERS = (Role.ADMINISTRATOR, Role.AUDITOR)


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let it be 21 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOVEMBER)
    return


@pytest.fixture
def administrator(app: Flask) -> FlaskClient:
    return signed_in(app, Role.ADMINISTRATOR).client


def send(client: FlaskClient, **fields: object) -> TestResponse:
    """Fill in the form and send it; what is not named stays as the page has it."""
    page = client.get(FORM).get_data(as_text=True)
    sent = hidden_fields(page) | {"least_mean": "30", "not_experienced": ["complaints"]} | fields
    return client.post(FORM, data=sent)


@pytest.mark.parametrize("role", Role)
def test_administrators_and_auditors_see_the_rules_and_only_administrators_change_them(
    app: Flask, role: Role
) -> None:
    agency = 1 if role in {Role.AGENCY_HEAD, Role.SUPERVISOR, Role.OFFICER} else None
    if agency:
        from tests.factories.organisation import make_agency

        with app.app_context():
            make_agency(db.session())
            db.session.commit()
    client = signed_in(app, role, agency_id=agency).client

    page, form = client.get(PAGE), client.get(FORM)

    assert page.status_code == (200 if role in READERS else 403)
    assert form.status_code == (200 if role is Role.ADMINISTRATOR else 403)
    assert ("Ubah mulai Desember 2026" in page.text) is (role is Role.ADMINISTRATOR)


def test_a_change_asks_for_a_recent_sign_in(app: Flask) -> None:
    client = signed_in(app, Role.ADMINISTRATOR, is_fresh=False).client

    assert "/admin/prove" in client.get(FORM).headers["Location"]


def test_before_any_change_the_page_says_so(administrator: FlaskClient) -> None:
    page = administrator.get(PAGE).text

    assert "Belum ada perubahan" in page
    assert "November 2026, yang berjalan" in page


def test_a_change_is_recorded_for_the_next_month_with_name_and_act(
    app: Flask, administrator: FlaskClient
) -> None:
    answer = send(administrator, least_mean="40")

    page = administrator.get(answer.headers["Location"]).text
    assert (answer.status_code, "Perubahan sudah dicatat" in page) == (302, True)
    assert "21 November 2026, Sri Contoh" in page
    with app.app_context():
        (change,) = rule_changes(db.session())
        (act,) = [each.entry for each in entries(db.session()) if "figures" in each.entry.action]
    assert (change.rules.since, change.rules.least_mean) == ("2026-12", 40)
    assert (change.decided_on, change.decided_by) == (date(2026, 11, 21), "Sri Contoh")
    assert (act.actor, act.subject) == ("Sri Contoh", "month:2026-12")


def test_the_form_starts_with_what_will_be_in_force(administrator: FlaskClient) -> None:
    send(administrator, least_mean="45", not_experienced=["cost"])

    page = administrator.get(FORM).text

    assert 'value="45"' in page
    assert 'value="cost" checked' in page
    assert 'value="complaints" checked' not in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"least_mean": "29"}, "Penilaian yang dibutuhkan sebuah rata-rata:"),
        ({"least_mean": ""}, "Penilaian yang dibutuhkan sebuah rata-rata:"),
        ({"not_experienced": ["parking"]}, "Pilih dari daftar ini."),
        ({"not_experienced": []}, "Aturan ini sudah berlaku"),
        ({"period": "2026-11"}, "sudah dimulai"),
        ({"period": "x" * 4000}, "sudah dimulai"),
    ],
)
def test_what_cannot_be_is_refused_with_a_word_and_nothing_is_kept(
    app: Flask, administrator: FlaskClient, fields: dict[str, object], said: str
) -> None:
    answer = send(administrator, **fields)

    assert (answer.status_code, said in answer.text) == (422, True)
    with app.app_context():
        assert rule_changes(db.session()) == ()
        assert [each.entry.action for each in entries(db.session())] == []


def test_a_form_that_waited_past_the_end_of_the_month_is_shown_again_for_the_new_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One minute to midnight of 30 November in Jakarta, then one minute after.
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 30, 16, 59, tzinfo=UTC))
    client = signed_in(app, Role.ADMINISTRATOR).client
    sent = hidden_fields(client.get(FORM).text) | {"least_mean": "40"}
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 30, 17, 1, tzinfo=UTC))

    answer = client.post(FORM, data=sent)

    assert (answer.status_code, hidden_fields(answer.text)["period"]) == (422, "2027-01")
    assert "Ubah aturan penghitungan mulai Januari 2027" in answer.text


def test_everybody_reads_dated_changes_in_the_methodology(
    app: Flask, administrator: FlaskClient
) -> None:
    send(administrator, least_mean="40", not_experienced=["complaints", "cost"])

    page = app.test_client().get("/methodology").text

    assert "Mulai Desember 2026: rata-rata butuh 40 penilaian" in page
    assert "Penanganan pengaduan dan Biaya" in page
    assert "Diputuskan 21 November 2026 oleh Sri Contoh" in page
