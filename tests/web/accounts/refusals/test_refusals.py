"""What is refused is counted by account and hour, and shown to those who must know."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.refusals.domain import KEPT_FOR, Refusal, hour_of
from portal.accounts.refusals.models import RefusalCount
from portal.accounts.refusals.queries import refusals_of
from portal.accounts.refusals.service import count_refusal, forget_refusals
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.staff import signed_in
from tests.web.accounts.forms import fill_in
from tests.web.accounts.guessers import fail, send
from tests.web.accounts.people import PASSWORD, add_person, give_authenticator


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "portal.accounts.passwords.credentials.is_password", lambda p, _: p == PASSWORD
    )


def counted(app: Flask) -> list[tuple[int, str, int]]:
    """Return (account, kind, times) of every count, whatever its hour."""
    with app.app_context():
        rows = db.session.scalars(
            select(RefusalCount).order_by(RefusalCount.account_number, RefusalCount.kind)
        )
        return [(row.account_number, row.kind, row.times) for row in rows]


def asked_for_another_page(client: FlaskClient) -> int:
    return client.get("/admin/accounts").status_code


def test_wrong_passwords_are_counted_and_unknown_names_together(app: Flask) -> None:
    account_id = add_person(app, Role.SUPERVISOR)

    fail(app, 3)
    fail(app, 2, identity="tak@ada.test")
    fail(app, 1, identity="juga@tak.test")
    assert send(app.test_client(), PASSWORD).status_code == 302

    assert counted(app) == [(0, "password", 3), (account_id, "password", 3)]


def test_passwords_beyond_the_bound_are_counted_too(app: Flask) -> None:
    account_id = add_person(app, Role.SUPERVISOR)

    fail(app, 12)

    assert counted(app) == [(account_id, "password", 12)]


def test_wrong_codes_of_every_kind_are_counted(app: Flask) -> None:
    account_id = add_person(app, Role.AUDITOR)
    give_authenticator(app, account_id)
    client = app.test_client()
    send(client, PASSWORD)

    fill_in(client, "/admin/sign-in/code", code="000000")
    fill_in(client, "/admin/sign-in/recovery", code="AAAA-AAAA-AAAA-AAAA")

    assert counted(app) == [(account_id, "code", 2)]


def test_a_wrong_first_code_and_a_wrong_proof_are_counted(app: Flask) -> None:
    account_id = add_person(app, Role.SUPERVISOR)
    client = app.test_client()
    send(client, PASSWORD)
    fill_in(client, "/admin/account/authenticator", code="000000")
    fill_in(client, "/admin/prove", password="salah")
    give_authenticator(app, account_id)
    fill_in(client, "/admin/prove", password=PASSWORD, code="000000")

    assert counted(app) == [(account_id, "code", 2), (account_id, "password", 1)]


def test_a_refused_page_is_counted_for_the_person_and_not_for_strangers(app: Flask) -> None:
    person = signed_in(app, Role.OFFICER)

    assert asked_for_another_page(person.client) == 403
    assert asked_for_another_page(person.client) == 403
    assert asked_for_another_page(app.test_client()) == 302

    assert counted(app) == [(person.account_id, "page", 2)]


def test_nothing_that_was_typed_and_no_address_is_kept() -> None:
    assert set(RefusalCount.__table__.columns.keys()) == {
        "account_number",
        "hour",
        "kind",
        "times",
    }


def test_administrators_and_auditors_see_the_counts(app: Flask) -> None:
    account_id = add_person(app, Role.SUPERVISOR, name="Ana Contoh")
    fail(app, 3)
    fail(app, 2, identity="tak@ada.test")
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        reader = signed_in(app, role).client

        page = reader.get("/admin/accounts/refusals").text

        assert "Ana Contoh" in page
        assert "Nama yang tidak dikenal" in page
        assert "tak@ada.test" not in page
        assert f'href="/admin/accounts/{account_id}"' in page
        assert "Kata sandi salah" in reader.get(f"/admin/accounts/{account_id}").text


def test_a_list_without_refusals_says_so(app: Flask) -> None:
    administrator = signed_in(app, Role.ADMINISTRATOR)
    text = "Tidak ada yang ditolak dalam 90 hari terakhir"

    for path in ("/admin/accounts/refusals", "/admin/account"):
        assert text in administrator.client.get(path).text


def test_everybody_sees_what_was_refused_to_their_own_account(app: Flask) -> None:
    person = signed_in(app, Role.OFFICER)
    asked_for_another_page(person.client)

    assert "Halaman yang tidak boleh dibuka" in person.client.get("/admin/account").text
    other = signed_in(app, Role.OFFICER)
    assert "Halaman yang tidak boleh dibuka" not in other.client.get("/admin/account").text


def test_counts_are_shown_and_kept_for_a_bounded_time(app: Flask) -> None:
    account_id, now = add_person(app, Role.SUPERVISOR), clock.now()
    with app.app_context():
        for age in (timedelta(0), KEPT_FOR - timedelta(hours=2), KEPT_FOR + timedelta(hours=1)):
            count_refusal(db.session(), account_id, kind=Refusal.CODE, now=now - age)

        shown = refusals_of(db.session(), account_id, now=now)
        forget_refusals(db.session(), now=now)

        assert [row.times for row in shown] == [1, 1]
        assert shown[0].hour == hour_of(now)
    assert len(counted(app)) == 2


def test_the_nightly_job_forgets_old_counts(app: Flask) -> None:
    account_id = add_person(app, Role.SUPERVISOR)
    with app.app_context():
        old = clock.now() - KEPT_FOR - timedelta(hours=2)
        count_refusal(db.session(), account_id, kind=Refusal.CODE, now=old)

    result = app.test_cli_runner().invoke(args=["jobs", "run-due"])

    assert "forget accounts' traces: done" in result.output
    assert counted(app) == []
