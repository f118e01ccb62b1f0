"""One-time links on pages: opening one uses nothing up, sending its form uses it once."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from portal.accounts.links.background import wait_until_done
from portal.accounts.links.service import (
    LinkNotUsable,
    choose_password,
    make_device_known,
    request_device_link,
)
from portal.accounts.staff.models import Account
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.web.accounts.forms import fill_in
from tests.web.accounts.people import PASSWORD, add_person

NEW = "kuda makan beling di sore hari"


def forgotten(app: Flask, capsys: pytest.CaptureFixture[str], identity: str) -> str:
    """Ask for a link and return what the console shows of it."""
    page = fill_in(app.test_client(), "/admin/forgot", identity=identity)
    assert page.status_code == 200
    assert "Jika ada akun dengan surel itu" in page.text
    wait_until_done()
    return capsys.readouterr().out


def link_in(letter: str) -> str:
    found = re.search(r"http://(?:localhost|127\.0\.0\.1:8000)(/\S+)", letter)
    assert found
    return found[1]


def test_a_forgotten_password_is_chosen_anew_by_letter(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    add_person(app, Role.SUPERVISOR)
    letter = forgotten(app, capsys, "Sri@contoh.test")
    assert letter.startswith("To: sri@contoh.test\nSubject: Kata sandi baru untuk Suara Loket\n")
    link, client = link_in(letter), app.test_client()

    for _ in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert fill_in(client, link, password="pendek").status_code == 422
    answer = fill_in(client, link, password=NEW)

    assert answer.headers["Location"] == "/admin/sign-in?done=password"
    assert client.get(link).status_code == 410
    answer = fill_in(client, "/admin/sign-in", identity="sri@contoh.test", password=NEW)
    assert answer.headers["Location"] == "/admin/"


@pytest.mark.parametrize("identity", ["tak@ada.test", "19790312", "bukan apa-apa"])
def test_asking_for_a_stranger_answers_the_same_and_sends_nothing(
    app: Flask, capsys: pytest.CaptureFixture[str], identity: str
) -> None:
    assert forgotten(app, capsys, identity) == ""


def test_asking_without_an_address_is_refused(app: Flask) -> None:
    assert fill_in(app.test_client(), "/admin/forgot", identity="").status_code == 422


def test_asking_again_and_again_is_refused_in_the_end(app: Flask) -> None:
    client = app.test_client()

    codes = [fill_in(client, "/admin/forgot", identity="a@b.test").status_code for _ in range(21)]

    assert codes == [200] * 20 + [429]


def test_a_link_used_in_the_same_moment_says_so(
    app: Flask, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(app, Role.SUPERVISOR)
    link = link_in(forgotten(app, capsys, "sri@contoh.test"))

    def too_late(*args: object, **kwargs: object) -> None:
        raise LinkNotUsable

    monkeypatch.setattr("portal.accounts.links.service.choose_password", too_late)

    assert fill_in(app.test_client(), link, password=NEW).status_code == 410


def device_link(app: Flask) -> str:
    with app.app_context():
        account = db.session.scalars(select(Account)).one()
        issued = request_device_link(db.session(), account.id, now=clock.now())
        db.session.commit()
        assert issued is not None
        return f"/admin/link/{issued.token}"


def test_a_link_for_a_device_chooses_no_password_and_one_for_a_password_no_device(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    add_person(app, Role.SUPERVISOR)
    password = link_in(forgotten(app, capsys, "sri@contoh.test")).rpartition("/")[2]
    device = device_link(app).rpartition("/")[2]

    with app.app_context():
        with pytest.raises(LinkNotUsable):
            choose_password(db.session(), device, password=NEW, now=clock.now())
        with pytest.raises(LinkNotUsable):
            make_device_known(db.session(), password, device_token="", now=clock.now())


def test_a_link_for_a_device_used_in_the_same_moment_says_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(app, Role.SUPERVISOR)
    link = device_link(app)

    def too_late(*args: object, **kwargs: object) -> None:
        raise LinkNotUsable

    monkeypatch.setattr("portal.accounts.links.service.make_device_known", too_late)

    assert fill_in(app.test_client(), link).status_code == 410


def test_a_letter_is_in_the_readers_language(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    add_person(app, Role.SUPERVISOR)

    fill_in(app.test_client(), "/admin/forgot?lang=en", identity="sri@contoh.test")
    wait_until_done()

    assert "A new password for Suara Loket" in capsys.readouterr().out


class TestCommands:
    """The command line, for the first administrator and for one who is locked out."""

    def run(self, app: Flask, *arguments: str) -> tuple[int, str]:
        result = FlaskCliRunner(app).invoke(args=["accounts", *arguments])
        return result.exit_code, result.output

    def test_the_first_administrator_gets_a_link_and_no_password(self, app: Flask) -> None:
        code, said = self.run(app, "create-admin", "Kepala@contoh.test")

        assert code == 0
        assert app.test_client().get(link_in(said)).status_code == 200
        assert "password:" in said
        assert len(said.splitlines()) == 2

    def test_a_second_one_with_the_same_address_is_refused(self, app: Flask) -> None:
        self.run(app, "create-admin", "kepala@contoh.test")

        code, said = self.run(app, "create-admin", "kepala@contoh.test")

        assert code == 1
        assert "flask accounts rescue kepala@contoh.test" in said

    def test_what_is_no_address_is_refused(self, app: Flask) -> None:
        assert self.run(app, "create-admin", "kepala") == (
            1,
            "Error: kepala is no e-mail address or staff number\n",
        )

    def test_a_locked_out_administrator_is_rescued(self, app: Flask) -> None:
        add_person(app, Role.ADMINISTRATOR)

        code, said = self.run(app, "rescue", "sri@contoh.test", "--remove-authenticator")

        assert code == 0
        client = app.test_client()
        fill_in(client, link_in(said), password=NEW)
        answer = fill_in(client, "/admin/sign-in", identity="sri@contoh.test", password=NEW)
        assert answer.headers["Location"].startswith("/admin/sign-in/authenticator")

    def test_nobody_unknown_is_rescued(self, app: Flask) -> None:
        assert self.run(app, "rescue", "tak@ada.test")[0] == 1

    def test_a_rescue_keeps_the_authenticator_unless_asked(self, app: Flask) -> None:
        add_person(app, Role.ADMINISTRATOR)

        assert self.run(app, "rescue", "sri@contoh.test")[0] == 0


def test_nobody_signs_in_with_a_password_that_came_with_the_portal(app: Flask) -> None:
    FlaskCliRunner(app).invoke(args=["accounts", "create-admin", "kepala@contoh.test"])

    for password in ("", "admin", "password", "kepala@contoh.test", "changeme", PASSWORD):
        answer = fill_in(
            app.test_client(), "/admin/sign-in", identity="kepala@contoh.test", password=password
        )
        assert answer.status_code in {422, 429}
