"""Attacks on sessions: planting one, keeping one, reusing one, stealing another's."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.sessions.domain import token_hash
from portal.web.access import Role
from tests.staff import signed_in
from tests.web.accounts.forms import fill_in, hidden_fields
from tests.web.accounts.people import PASSWORD, add_person, code_for, give_authenticator

SIGN_IN = "/admin/sign-in"


def cookie(client: FlaskClient, name: str) -> str:
    found = client.get_cookie(name)
    return found.value if found else ""


def test_a_planted_cookie_never_becomes_a_session(app: Flask) -> None:
    add_person(app, Role.SUPERVISOR)
    victim, attacker = app.test_client(), app.test_client()
    victim.set_cookie("staff", "planted-by-the-attacker")
    attacker.set_cookie("staff", "planted-by-the-attacker")

    fill_in(victim, SIGN_IN, identity="sri@contoh.test", password=PASSWORD)

    assert cookie(victim, "staff") != "planted-by-the-attacker"
    assert victim.get("/admin/").status_code == 200
    assert attacker.get("/admin/").status_code == 302


def test_an_attackers_own_session_planted_before_signing_in_ends(app: Flask) -> None:
    add_person(app, Role.SUPERVISOR)
    attacker = signed_in(app, Role.AUDITOR)
    victim = app.test_client()
    form = hidden_fields(victim.get(SIGN_IN).text)
    victim.set_cookie("staff", cookie(attacker.client, "staff"))

    victim.post(SIGN_IN, data={**form, "identity": "sri@contoh.test", "password": PASSWORD})

    assert cookie(victim, "staff") != cookie(attacker.client, "staff")
    assert victim.get("/admin/").status_code == 200
    assert attacker.client.get("/admin/").status_code == 302


def test_the_cookie_changes_with_every_step_of_signing_in(app: Flask) -> None:
    account_id = add_person(app, Role.ADMINISTRATOR)
    secret = give_authenticator(app, account_id)
    client = app.test_client()

    fill_in(client, SIGN_IN, identity="sri@contoh.test", password=PASSWORD)
    half_way = cookie(client, "staff")
    fill_in(client, "/admin/sign-in/code", code=code_for(secret))

    assert cookie(client, "staff") != half_way
    thief = app.test_client()
    thief.set_cookie("staff", half_way)
    assert thief.get("/admin/").status_code == 302
    assert thief.get("/admin/sign-in/code").status_code == 302


def test_a_half_way_session_opens_no_staff_page(app: Flask) -> None:
    add_person(app, Role.ADMINISTRATOR)
    client = app.test_client()

    fill_in(client, SIGN_IN, identity="sri@contoh.test", password=PASSWORD)

    for path in ("/admin/", "/admin/account", "/admin/accounts", "/admin/audit.csv"):
        assert client.get(path).headers["Location"].startswith(SIGN_IN)


def test_the_form_session_from_before_signing_in_is_dropped(app: Flask) -> None:
    add_person(app, Role.SUPERVISOR)
    client = app.test_client()
    before = hidden_fields(client.get(SIGN_IN).text)["csrf_token"]
    fill_in(client, SIGN_IN, identity="sri@contoh.test", password=PASSWORD)

    answer = client.post("/admin/sign-out", data={"csrf_token": before})

    assert answer.status_code == 400
    assert client.get("/admin/").status_code == 200


def test_a_code_is_accepted_once_also_in_another_browser(app: Flask) -> None:
    secret = give_authenticator(app, add_person(app, Role.ADMINISTRATOR))
    code = code_for(secret)
    first, second = app.test_client(), app.test_client()
    for client in (first, second):
        fill_in(client, SIGN_IN, identity="sri@contoh.test", password=PASSWORD)

    assert fill_in(first, "/admin/sign-in/code", code=code).status_code == 302
    assert fill_in(second, "/admin/sign-in/code", code=code).status_code == 422


@pytest.mark.parametrize("hashed", ["00" * 32, "zz", "../x"])
def test_nobody_ends_a_session_that_is_not_theirs(app: Flask, hashed: str) -> None:
    victim, attacker = signed_in(app, Role.AUDITOR), signed_in(app, Role.MODERATOR)
    token = hidden_fields(attacker.client.get("/admin/account").text)["csrf_token"]
    theirs = token_hash(cookie(victim.client, "staff")).hex()

    for name in (hashed, theirs):
        path = f"/admin/account/sessions/{name}/end"
        assert attacker.client.post(path, data={"csrf_token": token}).status_code == 404

    assert victim.client.get("/admin/").status_code == 200
