"""The first staff page: who gets in, what it offers, and that nothing of it is kept."""

from datetime import timedelta

import pytest
from flask import Flask
from redis.exceptions import ConnectionError as RedisConnectionError

from portal.accounts.authentication.authenticator import acting
from portal.accounts.sessions.domain import IDLE_LIMIT, SESSION_LASTS
from portal.time import clock
from portal.web.access import Role, current_staff, public, require_reach, requires
from portal.web.extensions import db, limiter
from portal.web.navigation import NavEntry, PendingTask, add_navigation, add_next_steps
from tests.factories.organisation import make_agency
from tests.staff import signed_in
from tests.web.accounts.forms import fill_in, hidden_fields
from tests.web.accounts.people import add_person


def test_a_stranger_is_sent_to_sign_in_and_back(app: Flask) -> None:
    answer = app.test_client().get("/admin/?x=1")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/admin/sign-in?next=/admin/?x%3D1"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MODERATOR, Role.AUDITOR])
def test_staff_see_their_first_page_and_it_is_not_stored(app: Flask, role: Role) -> None:
    answer = signed_in(app, role).client.get("/admin/")

    assert answer.status_code == 200
    assert "Selamat datang, Sri Contoh" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_menu_offers_only_what_exists_and_may_be_opened(app: Flask) -> None:
    add_navigation(app, NavEntry("accounts.sign_in", "Pintu"), NavEntry("no.such_page", "Hantu"))

    page = signed_in(app, Role.AUDITOR).client.get("/admin/").text

    assert "Pintu" in page
    assert "Hantu" not in page
    assert 'href="/admin/" aria-current="page"' in page


def test_a_package_can_say_what_waits_for_a_person(app: Flask) -> None:
    add_next_steps(app, lambda *_: [PendingTask("Balas keluhan", "accounts.home")])

    page = signed_in(app, Role.AUDITOR).client.get("/admin/").text

    assert "Balas keluhan" in page
    assert "Tidak ada yang menunggu" not in page


def test_signing_out_ends_the_session_on_the_server(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    person = signed_in(app, Role.AUDITOR)
    token = person.client.get_cookie("staff")
    assert token is not None

    answer = person.client.post("/admin/sign-out")

    assert answer.headers["Location"] == "/admin/sign-in"
    assert person.client.get_cookie("staff") is None
    person.client.set_cookie("staff", token.value)
    assert person.client.get("/admin/").status_code == 302


def test_public_pages_never_look_at_the_staff_cookie(app: Flask) -> None:
    app.add_url_rule("/open", "open", public(lambda: "open to all"))
    client = app.test_client()
    client.set_cookie("staff", "anything")

    answer = client.get("/open")

    assert answer.status_code == 200
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Set-Cookie" not in answer.headers


def test_another_agencys_thing_is_not_found(app: Flask) -> None:
    def thing(agency_id: int) -> str:
        return require_reach(agency_id).name

    app.add_url_rule("/thing/<int:agency_id>", "thing", requires(*Role)(thing))
    with app.app_context():
        make_agency(db.session())
        make_agency(db.session(), "lain")
        db.session.commit()
    head = signed_in(app, Role.AGENCY_HEAD, agency_id=1).client
    auditor = signed_in(app, Role.AUDITOR).client

    assert [head.get(f"/thing/{n}").status_code for n in (1, 2)] == [200, 404]
    assert [auditor.get(f"/thing/{n}").status_code for n in (1, 2)] == [200, 200]


def test_nobody_is_staff_where_everybody_may_enter(app: Flask) -> None:
    app.add_url_rule("/open", "open", public(lambda: acting().name))
    app.add_url_rule("/who", "who", public(lambda: current_staff().name))

    assert [app.test_client().get(path).status_code for path in ("/open", "/who")] == [403, 403]


def test_nobody_signs_in_while_the_limits_cannot_be_counted(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        raise RedisConnectionError("storage")

    monkeypatch.setattr(limiter.storage, "get", away)

    answer = fill_in(app.test_client(), "/admin/sign-in", identity="a@b.test", password="x")

    assert answer.status_code == 503


def test_a_form_that_was_sent_without_a_session_is_shown_again_after_signing_in(
    app: Flask,
) -> None:
    person = signed_in(app, Role.ADMINISTRATOR)
    data = hidden_fields(person.client.get("/admin/accounts/invite").text)
    person.client.delete_cookie("staff")

    for path, back in (
        ("/admin/accounts/invite", "/admin/sign-in?next=/admin/accounts/invite"),
        ("/admin/account/sessions/end", "/admin/sign-in"),
    ):
        assert person.client.post(path, data=data).headers["Location"] == back


def test_the_only_administrator_is_told_to_invite_another(app: Flask) -> None:
    page = signed_in(app, Role.ADMINISTRATOR).client.get("/admin/").text

    assert "Anda satu-satunya pengelola." in page
    assert 'href="/admin/accounts?state=invited">1 undangan belum dipakai' in page


def test_two_administrators_are_enough(app: Flask) -> None:
    for email in ("sri@contoh.test", "ana@contoh.test"):
        add_person(app, Role.ADMINISTRATOR, email=email)

    page = signed_in(app, Role.ADMINISTRATOR).client.get("/admin/").text

    assert "Anda satu-satunya pengelola." not in page


def test_a_session_lives_while_it_is_used_and_ends_with_the_day(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, start = signed_in(app, Role.MODERATOR).client, clock.now()
    hours, steps = [], SESSION_LASTS // timedelta(minutes=30)

    for half_hours in range(1, steps + 2):
        now = start + timedelta(minutes=30 * half_hours)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        hours.append(client.get("/admin/").status_code)

    assert hours == [200] * (steps - 1) + [302] * 2


def test_a_session_nobody_uses_ends(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client, start = signed_in(app, Role.MODERATOR).client, clock.now()

    monkeypatch.setattr(clock, "now", lambda: start + IDLE_LIMIT)

    assert client.get("/admin/").status_code == 302


def test_another_language_keeps_the_way_back(app: Flask) -> None:
    page = app.test_client().get("/admin/sign-in?next=/admin/audit?page%3D2").text

    assert 'href="?next=/admin/audit%3Fpage%3D2&amp;lang=en"' in page
