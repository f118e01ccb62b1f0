"""People are told by letter what happened to their account, in two languages, without secrets."""

import ast
from pathlib import Path

import pytest
from flask import Flask

import portal
from portal.accounts.audit_log.service import Actor, append
from portal.accounts.letters.domain import NOTICE_OF_ACT
from portal.accounts.refusals.domain import CODES_BEFORE_LETTER
from portal.accounts.staff.models import Account
from portal.storage.database import begin_write
from portal.time import clock
from portal.web.access import Act, Role
from portal.web.extensions import db
from tests.staff import signed_in
from tests.web.accounts.forms import fill_in
from tests.web.accounts.guessers import network, send
from tests.web.accounts.own_account.test_own_account import secret_on
from tests.web.accounts.people import PASSWORD, add_person, code_for, give_authenticator

NEW = "kuda makan beling di sore hari"
ABOUT_PROOFS = ("password.", "authenticator.", "recovery_codes.")
Capsys = pytest.CaptureFixture[str]


def letters(capsys: Capsys) -> str:
    """Return what was printed for the person, since the last look."""
    printed = capsys.readouterr().out
    assert all("sri@contoh.test" in part for part in printed.split("To: ")[1:])
    return printed


def test_a_new_device_is_told_once(app: Flask, capsys: Capsys) -> None:
    add_person(app, Role.SUPERVISOR)
    client = app.test_client()

    send(client, PASSWORD)
    first = letters(capsys)
    client.delete_cookie("staff")
    send(client, PASSWORD)

    assert "perangkat yang belum pernah dipakai" in first
    assert "from a device that was never used for it before" in first
    assert letters(capsys) == ""
    send(app.test_client(), PASSWORD)
    assert "belum pernah dipakai" in letters(capsys)


def test_a_changed_password_is_told(app: Flask, capsys: Capsys) -> None:
    add_person(app, Role.SUPERVISOR)
    client = app.test_client()
    send(client, PASSWORD)
    letters(capsys)

    fill_in(client, "/admin/account/password", password=NEW)

    told = letters(capsys)
    assert "The password of your Suara Loket account was just chosen or changed" in told
    assert NEW not in told


def test_a_password_chosen_by_link_is_told_by_one_letter(app: Flask, capsys: Capsys) -> None:
    account_id = add_person(app, Role.SUPERVISOR)
    administrator = signed_in(app, Role.ADMINISTRATOR).client
    page = fill_in(administrator, f"/admin/accounts/{account_id}/link").text
    client = app.test_client()

    fill_in(client, "/admin/link/" + page.partition("/admin/link/")[2][:43], password=NEW)
    send(client, NEW)

    assert letters(capsys).count("To: ") == 1


def test_an_authenticator_and_new_codes_are_told_without_a_secret(
    app: Flask, capsys: Capsys
) -> None:
    add_person(app, Role.SUPERVISOR)
    client = app.test_client()
    send(client, PASSWORD)
    letters(capsys)
    path = "/admin/account/authenticator"
    secret = secret_on(client.get(path).text)

    fill_in(client, path, code=code_for(secret))
    set_up = letters(capsys)
    page = fill_in(client, "/admin/account/recovery-codes").text
    renewed = letters(capsys)

    assert "An authenticator app was just set up" in set_up
    assert "New recovery codes were just made" in renewed
    codes = [part.partition("</code>")[0] for part in page.split("<code>")[1:]]
    assert len(codes) == 10
    assert not any(text in set_up + renewed for text in (secret, *codes))


def test_a_removed_authenticator_is_told_to_its_owner_and_not_to_the_administrator(
    app: Flask, capsys: Capsys
) -> None:
    account_id = add_person(app, Role.AUDITOR)
    give_authenticator(app, account_id)
    administrator = signed_in(app, Role.ADMINISTRATOR)

    fill_in(administrator.client, f"/admin/accounts/{account_id}/remove-authenticator")

    assert "recovery codes of your Suara Loket account were just removed" in letters(capsys)


def test_who_guesses_codes_behind_the_right_password_is_told_of_once(
    app: Flask, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "portal.accounts.passwords.credentials.is_password", lambda p, _: p == PASSWORD
    )
    give_authenticator(app, add_person(app, Role.AUDITOR))
    thief = app.test_client()
    send(thief, PASSWORD)
    for number in range(CODES_BEFORE_LETTER + 2):
        thief.environ_base["REMOTE_ADDR"] = network(number)
        fill_in(thief, "/admin/sign-in/code", code="000000")

    told = letters(capsys)

    assert told.count("To: ") == 1
    assert "and then wrong authenticator codes many times" in told


def test_without_an_e_mail_address_nobody_is_written_to(app: Flask, capsys: Capsys) -> None:
    account_id = add_person(app, Role.OFFICER)
    with app.app_context():
        account = db.session.get(Account, account_id)
        assert account is not None
        account.email, account.staff_number = None, "197903012005011002"
        db.session.commit()

    answer = send(app.test_client(), PASSWORD, identity="197903012005011002")

    assert answer.status_code == 302
    assert capsys.readouterr().out == ""


def test_what_is_rolled_back_is_not_told(app: Flask, capsys: Capsys) -> None:
    account_id = add_person(app, Role.SUPERVISOR)
    with app.app_context():
        session = db.session()
        begin_write(session)
        act = Act("password.change", f"account:{account_id}", {})
        append(session, act, actor=Actor(account_id, "Sri"), now=clock.now())
        session.rollback()
        begin_write(session)
        session.commit()

    assert capsys.readouterr().out == ""


def test_every_act_on_somebodys_proofs_is_told() -> None:
    """Find the next act on a password, an authenticator or codes that has no letter."""
    folder = Path(portal.__file__).parent / "accounts"
    named = {
        node.args[0].value
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Act"
        and isinstance(node.args[0], ast.Constant)
    }

    assert {action for action in named if action.startswith(ABOUT_PROOFS)} == set(NOTICE_OF_ACT)
