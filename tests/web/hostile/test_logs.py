"""What the logs say after people signed in, failed, forgot and broke things: nothing of theirs."""

import io
import logging
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from portal.accounts.letters import sending as mail
from portal.storage.database import begin_write
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import current_settings, db
from portal.web.logs import OneLineHandler
from tests.staff import signed_in
from tests.web.accounts.forms import fill_in
from tests.web.accounts.people import PASSWORD, add_person, code_for, give_authenticator

EMAIL = "sri@contoh.test"


def unreachable(*args: object, **kwargs: object) -> None:
    raise OSError("no server")


@pytest.fixture(autouse=True)
def everything(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


def refuse(*args: object, **kwargs: object) -> None:
    raise RuntimeError("a defect")


def test_signing_in_leaves_no_secret_in_the_log(
    app: Flask, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = give_authenticator(app, add_person(app, Role.ADMINISTRATOR))
    client = app.test_client()
    fill_in(client, "/admin/sign-in", identity=EMAIL, password="salah sekali")
    fill_in(client, "/admin/sign-in", identity=EMAIL, password=PASSWORD)
    half_way = client.get_cookie("staff")
    code = code_for(secret)
    fill_in(client, "/admin/sign-in/code", code="000000")
    fill_in(client, "/admin/sign-in/code", code=code)
    full = client.get_cookie("staff")
    assert half_way is not None
    assert full is not None

    log = caplog.text
    for word in (PASSWORD, "salah sekali", secret, code, half_way.value, full.value, EMAIL):
        assert word not in log
    letter = capsys.readouterr().out
    assert not any(word in letter for word in (PASSWORD, secret, code, full.value))


def test_a_defect_names_the_endpoint_and_nothing_that_was_sent(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(app, Role.SUPERVISOR)
    monkeypatch.setattr("portal.accounts.sign_in.service.sign_in", refuse)

    answer = fill_in(
        app.test_client(), "/admin/sign-in?next=/admin/rahasia", identity=EMAIL, password=PASSWORD
    )

    assert answer.status_code == 500
    assert "endpoint=accounts.sign_in" in caplog.text
    for word in (PASSWORD, EMAIL, "rahasia", "127.0.0.1"):
        assert word not in caplog.text


def test_a_link_in_an_address_is_not_logged(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.accounts.links.routes.live_link", refuse)

    assert app.test_client().get("/admin/link/a-token-of-somebody").status_code == 500

    assert "endpoint=accounts.link" in caplog.text
    assert "a-token-of-somebody" not in caplog.text


def test_a_letter_that_cannot_be_sent_is_logged_and_kept_without_its_content(
    make_app: Callable[..., Flask],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = make_app(MAIL_URL="smtp://sri:rahasia@localhost:1")
    letter = mail.Letter(EMAIL, "Subjek", "https://suara.contoh.test/admin/link/token")
    monkeypatch.setattr("smtplib.SMTP", unreachable)

    with app.app_context():
        session = db.session()
        begin_write(session)
        kept_letter = mail.enclose(session, letter, settings=current_settings(), now=clock.now())
        session.commit()
    mail._deliver_apart(app, kept_letter)

    assert "a letter could not be sent: kind=OSError" in caplog.text
    with app.app_context():
        kept = str(db.session.execute(text("SELECT * FROM unsent_letter")).one())
    for word in (EMAIL, "Subjek", "token", "rahasia"):
        assert word not in caplog.text + kept


def test_a_refused_row_does_not_reach_the_log(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(app, Role.ADMINISTRATOR).client
    monkeypatch.setattr("portal.storage.database.IntegrityError", ZeroDivisionError)
    data = {"name": "Ana Rahasia", "identity": "sri1@contoh.test", "roles": "auditor"}

    answer = fill_in(client, "/admin/accounts/invite", **data, agency="")

    assert answer.status_code == 500
    assert "Ana Rahasia" not in caplog.text
    assert "sri1@contoh.test" not in caplog.text


def test_what_a_failing_parser_or_database_repeats_is_not_in_a_line(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*args: object, **words: object) -> None:
        try:
            raise StatementError("bad value", "INSERT", {"text": "Budi, 3201"}, ValueError("Budi"))
        except StatementError as error:
            raise RuntimeError("row of Budi") from error

    stream = io.StringIO()
    handler = OneLineHandler(stream, style="plain")
    logging.getLogger("portal").addHandler(handler)
    monkeypatch.setattr("portal.accounts.links.routes.live_link", break_off)
    app.after_request(lambda response: break_off() or response)
    app.test_client().get("/admin/link/a-token-of-somebody")
    logging.getLogger("portal").removeHandler(handler)

    lines = stream.getvalue().splitlines()
    assert len(lines) >= 2
    assert all("RuntimeError < StatementError < ValueError" in line for line in lines)
    assert all("test_logs.py" in line and "break_off" in line for line in lines)
    for word in ("Budi", "3201", "row of", "a-token", "/admin/link", "INSERT"):
        assert word not in stream.getvalue()
