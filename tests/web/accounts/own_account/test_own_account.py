"""A person's own account: proving oneself again, password, authenticator, codes, sessions."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.sessions.domain import FRESH_FOR
from portal.time import clock
from portal.web.access import Role
from tests.staff import signed_in
from tests.web.accounts.forms import fill_in, hidden_fields
from tests.web.accounts.people import PASSWORD, add_person, code_for, give_authenticator

NEW = "kuda makan beling di sore hari"


@pytest.fixture
def account_id(app: Flask) -> int:
    return add_person(app, Role.SUPERVISOR)


@pytest.fixture
def client(app: Flask, account_id: int) -> FlaskClient:
    client = app.test_client()
    fill_in(client, "/admin/sign-in", identity="sri@contoh.test", password=PASSWORD)
    return client


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, client: FlaskClient) -> None:
    """Let the sign-in grow stale."""
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + FRESH_FOR)


def secret_on(page: str) -> str:
    found = re.search(r'class="secret">([^<]+)<', page)
    assert found
    return found[1]


@pytest.mark.usefixtures("later")
def test_a_stale_sign_in_is_renewed_with_the_password_and_a_new_cookie(
    client: FlaskClient,
) -> None:
    before = client.get_cookie("staff")
    assert client.get("/admin/account/password").status_code == 302

    path = "/admin/prove?next=/admin/account/password"
    assert fill_in(client, path, password="salah sekali").status_code == 422
    answer = fill_in(client, path, password=PASSWORD)

    assert answer.headers["Location"] == "/admin/account/password"
    assert client.get("/admin/account/password").status_code == 200
    after = client.get_cookie("staff")
    assert before is not None
    assert after is not None
    assert after.value != before.value


@pytest.mark.usefixtures("later")
def test_renewing_asks_for_a_code_where_there_is_an_authenticator(
    app: Flask, client: FlaskClient, account_id: int
) -> None:
    secret = give_authenticator(app, account_id)

    assert fill_in(client, "/admin/prove", password=PASSWORD).status_code == 422
    assert fill_in(client, "/admin/prove", password=PASSWORD, code="1").status_code == 422
    code = code_for(secret, steps=0)
    shifted = code_for(secret, steps=int(FRESH_FOR.total_seconds()) // 30)
    assert fill_in(client, "/admin/prove", password=PASSWORD, code=code).status_code == 422
    assert fill_in(client, "/admin/prove", password=PASSWORD, code=shifted).status_code == 302


@pytest.mark.usefixtures("later")
def test_proving_oneself_is_slowed_down_like_signing_in(client: FlaskClient) -> None:
    codes = [fill_in(client, "/admin/prove", password="salah").status_code for _ in range(6)]

    assert codes == [422] * 5 + [429]


def test_another_password_ends_every_session(app: Flask, client: FlaskClient) -> None:
    other = app.test_client()
    fill_in(other, "/admin/sign-in", identity="sri@contoh.test", password=PASSWORD)

    weak = fill_in(client, "/admin/account/password", password="sri contoh 2026")
    assert weak.status_code == 422
    assert "mudah ditebak" in weak.text
    answer = fill_in(client, "/admin/account/password", password=NEW)

    assert answer.headers["Location"] == "/admin/sign-in?done=password"
    assert "Kata sandi tersimpan" in client.get(answer.headers["Location"]).text
    assert other.get("/admin/").status_code == 302
    answer = fill_in(client, "/admin/sign-in", identity="sri@contoh.test", password=PASSWORD)
    assert answer.status_code == 422
    answer = fill_in(client, "/admin/sign-in", identity="sri@contoh.test", password=NEW)
    assert answer.headers["Location"] == "/admin/"


def test_anybody_may_set_up_an_authenticator_and_is_then_asked_for_it(
    app: Flask, client: FlaskClient
) -> None:
    path = "/admin/account/authenticator?next=/admin/account"
    secret = secret_on(client.get(path).text)
    assert fill_in(client, path, code="000000").status_code == 422
    assert secret_on(client.get(path).text) == secret

    done = fill_in(client, path, code=code_for(secret))

    assert done.status_code == 200
    assert 'href="/admin/account">Sudah saya simpan' in done.text
    assert "Kode pemulihan yang belum dipakai: 10." in client.get("/admin/account").text
    answer = fill_in(
        app.test_client(), "/admin/sign-in", identity="sri@contoh.test", password=PASSWORD
    )
    assert answer.headers["Location"].startswith("/admin/sign-in/code")


def test_new_recovery_codes_replace_the_old(app: Flask, client: FlaskClient) -> None:
    path = "/admin/account/authenticator"
    done = fill_in(client, path, code=code_for(secret_on(client.get(path).text)))
    old = re.findall(r"<code>([0-9A-Z-]{19})</code>", done.text)

    page = fill_in(client, "/admin/account/recovery-codes").text

    new = re.findall(r"<code>([0-9A-Z-]{19})</code>", page)
    assert len(new) == len(old) == 10
    assert not set(new) & set(old)
    other = app.test_client()
    fill_in(other, "/admin/sign-in", identity="sri@contoh.test", password=PASSWORD)
    assert fill_in(other, "/admin/sign-in/recovery", code=old[0]).status_code == 422
    assert fill_in(other, "/admin/sign-in/recovery", code=new[0]).status_code == 302


def test_running_out_of_codes_is_the_next_step_on_the_first_page(
    app: Flask, client: FlaskClient, account_id: int
) -> None:
    give_authenticator(app, account_id)

    assert "Kode pemulihan Anda hampir habis" in client.get("/admin/").text
    assert "Semua kode pemulihan sudah dipakai." in client.get("/admin/account").text


def test_a_person_sees_and_ends_their_other_sessions(app: Flask, client: FlaskClient) -> None:
    phone, tablet = app.test_client(), app.test_client()
    for other, browser in ((phone, "Android Chrome/120"), (tablet, "iPad Version Safari/604")):
        other.environ_base["HTTP_USER_AGENT"] = browser
        fill_in(other, "/admin/sign-in", identity="sri@contoh.test", password=PASSWORD)
    page = client.get("/admin/account").text
    assert "Chrome, Android" in page
    assert "Safari, iPad" in page
    token = hidden_fields(page)["csrf_token"]
    ends = re.findall(r'action="(/admin/account/sessions/[0-9a-f]{64}/end)"', page)
    assert len(ends) == 2

    assert client.post(ends[0], data={"csrf_token": token}).status_code == 302
    assert sorted(c.get("/admin/").status_code for c in (phone, tablet)) == [200, 302]
    client.post("/admin/account/sessions/end", data={"csrf_token": token})

    assert [c.get("/admin/").status_code for c in (phone, tablet, client)] == [302, 302, 200]


def test_somebody_alone_at_one_browser_is_offered_nothing_to_end(app: Flask) -> None:
    page = signed_in(app, Role.AUDITOR).client.get("/admin/account").text

    assert "Perangkat ini" in page
    assert "Keluarkan" not in page.replace("Keluarkan, lalu ganti", "")


def test_an_account_that_vanished_opens_no_page_of_its_own(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.accounts.own_account.routes.person", lambda *_: None)

    assert client.get("/admin/account").status_code == 403
