"""The first staff page: who gets in, what it offers, and that nothing of it is kept."""

import pytest
from flask import Flask

from portal.access import Role, public
from portal.navigation import NavEntry, NextStep, add_navigation, add_next_steps
from tests.staff import signed_in


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


def test_a_room_can_say_what_waits_for_a_person(app: Flask) -> None:
    add_next_steps(app, lambda *_: [NextStep("Balas keluhan", "accounts.home")])

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
