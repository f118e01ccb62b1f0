"""Inviting people, changing what they may do, closing accounts; what an auditor sees of it."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.audit_log.queries import entries
from portal.accounts.staff.models import Account, RoleGrant
from portal.organisation.people.change_models import PeopleChange
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.organisation import make_agency, make_officer
from tests.staff import Person, add_account, signed_in
from tests.web.accounts.forms import fill_in
from tests.web.accounts.people import PASSWORD, add_person, give_authenticator


@pytest.fixture
def administrator(app: Flask) -> Person:
    with app.app_context():
        make_agency(db.session(), name="Dinas Kependudukan")
        make_agency(db.session(), "lama", name="Dinas Lama", retired_on=None)
        db.session.commit()
    return signed_in(app, Role.ADMINISTRATOR)


def add(app: Flask, *roles: Role, **fields: object) -> int:
    with app.app_context():
        account = add_account(db.session(), *roles, **fields)
        db.session.commit()
        return account.id


def log(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        return [(s.entry.action, s.entry.subject) for s in entries(db.session())]


def link_on(page: str) -> str:
    found = re.search(r'class="secret">http://[^/<]+(/[^<]+)<', page)
    assert found
    return unescape(found[1])


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/admin/").status_code == 200


def test_an_officer_without_email_is_invited_on_paper_and_signs_in_by_number(
    app: Flask, administrator: Person
) -> None:
    with app.app_context():
        officer_id = make_officer(db.session(), "197903122005011003").id
        db.session.commit()

    page = fill_in(
        administrator.client,
        "/admin/accounts/invite",
        name="  Budi   Contoh ",
        identity="19790312 200501 1 003",
        roles=["officer"],
        agency="1",
    )

    assert page.status_code == 200
    assert "Tautan untuk Budi Contoh" in page.text
    assert 'src="data:image/svg+xml' in page.text
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.id == 2)).one()
        assert account.officer_id == officer_id
    officer = app.test_client()
    assert fill_in(officer, link_on(page.text), password=PASSWORD).status_code == 302
    fill_in(officer, "/admin/sign-in", identity="197903122005011003", password=PASSWORD)
    assert "Selamat datang, Budi Contoh" in officer.get("/admin/").text
    assert log(app)[0] == ("account.invite", "account:2")


def test_an_identity_in_use_is_refused_with_a_reason(app: Flask, administrator: Person) -> None:
    answer = fill_in(
        administrator.client,
        "/admin/accounts/invite",
        name="Ana",
        identity="SRI1@contoh.test",
        roles=["auditor"],
        agency="",
    )

    assert answer.status_code == 422
    assert "Sudah ada akun dengan surel atau NIP ini." in answer.text
    assert log(app) == []


def test_new_roles_count_at_once(app: Flask, administrator: Person) -> None:
    auditor = signed_in(app, Role.AUDITOR)

    path = f"/admin/accounts/{auditor.account_id}/roles"
    answer = fill_in(administrator.client, path, roles=["officer", "supervisor"], agency="1")

    assert answer.headers["Location"] == f"/admin/accounts/{auditor.account_id}"
    assert not is_signed_in(auditor.client)
    with app.app_context():
        grants = db.session.execute(
            select(RoleGrant.role, RoleGrant.agency_id)
            .where(RoleGrant.account_id == auditor.account_id)
            .order_by(RoleGrant.role)
        )
        assert list(map(tuple, grants)) == [("officer", 1), ("supervisor", 1)]
    assert log(app) == [("account.roles", f"account:{auditor.account_id}")]


def test_the_roles_page_shows_what_the_person_has(app: Flask, administrator: Person) -> None:
    officer = add(app, Role.OFFICER, agency_id=1)

    page = administrator.client.get(f"/admin/accounts/{officer}/roles").text

    assert re.search(r'<input checked [^>]*value="officer"', page)
    assert re.search(r'<option selected value="1"', page)


@pytest.mark.parametrize("act", ["roles", "close"])
def test_nobody_changes_or_closes_their_own_account(
    app: Flask, administrator: Person, act: str
) -> None:
    path = f"/admin/accounts/{administrator.account_id}/{act}"

    answer = fill_in(administrator.client, path, roles=["auditor"], agency="")

    assert answer.status_code == 403
    assert is_signed_in(administrator.client)
    assert log(app) == []


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(
    app: Flask, administrator: Person
) -> None:
    account_id = add_person(app, Role.SUPERVISOR)
    person = app.test_client()
    fill_in(person, "/admin/sign-in", identity="sri@contoh.test", password=PASSWORD)
    assert is_signed_in(person)

    fill_in(administrator.client, f"/admin/accounts/{account_id}/close")

    assert not is_signed_in(person)
    answer = fill_in(person, "/admin/sign-in", identity="sri@contoh.test", password=PASSWORD)
    assert answer.status_code == 422
    assert "Akun ini ditutup" in administrator.client.get(f"/admin/accounts/{account_id}").text
    fill_in(administrator.client, f"/admin/accounts/{account_id}/reopen")
    fill_in(person, "/admin/sign-in", identity="sri@contoh.test", password=PASSWORD)
    assert is_signed_in(person)


def test_a_new_link_ends_the_old_one(app: Flask, administrator: Person) -> None:
    account_id = add(app, Role.AUDITOR)
    path = f"/admin/accounts/{account_id}/link"

    first = link_on(fill_in(administrator.client, path).text)
    second = link_on(fill_in(administrator.client, path).text)

    assert app.test_client().get(first).status_code == 410
    assert app.test_client().get(second).status_code == 200


def test_a_lost_authenticator_is_removed_and_set_up_anew(app: Flask, administrator: Person) -> None:
    account_id = add_person(app, Role.MODERATOR)
    give_authenticator(app, account_id)
    page = administrator.client.get(f"/admin/accounts/{account_id}").text
    assert f"/admin/accounts/{account_id}/remove-authenticator" in page

    fill_in(administrator.client, f"/admin/accounts/{account_id}/remove-authenticator")

    answer = fill_in(
        app.test_client(), "/admin/sign-in", identity="sri@contoh.test", password=PASSWORD
    )
    assert answer.headers["Location"].startswith("/admin/sign-in/authenticator")
    assert ("authenticator.remove", f"account:{account_id}") in log(app)


def test_a_person_can_be_signed_out_everywhere(app: Flask, administrator: Person) -> None:
    auditor = signed_in(app, Role.AUDITOR)

    fill_in(administrator.client, f"/admin/accounts/{auditor.account_id}/end-sessions")

    assert not is_signed_in(auditor.client)
    assert is_signed_in(administrator.client)


@pytest.mark.parametrize("path", ["99", "99/close", "1/burn", "99/roles", "99999999999"])
def test_what_does_not_exist_is_not_found(administrator: Person, path: str) -> None:
    assert administrator.client.get(f"/admin/accounts/{path}").status_code == 404


@pytest.mark.parametrize("path", ["invite", "1/roles", "1/close"])
def test_dangerous_acts_ask_for_the_password_again(app: Flask, path: str) -> None:
    stale = signed_in(app, Role.ADMINISTRATOR, is_fresh=False)

    answer = stale.client.get(f"/admin/accounts/{path}")

    assert answer.headers["Location"] == f"/admin/prove?next=/admin/accounts/{path}"


def test_an_auditor_sees_accounts_without_contact_and_changes_nothing(
    app: Flask, administrator: Person
) -> None:
    auditor = signed_in(app, Role.AUDITOR).client

    pages = [auditor.get("/admin/accounts").text, auditor.get("/admin/accounts/1").text]

    for page in pages:
        assert "Sri Contoh" in page
        assert "sri1@contoh.test" not in page
        assert "/admin/accounts/1/" not in page
        assert "Undang orang" not in page
    assert "sri1@contoh.test" in administrator.client.get("/admin/accounts/1").text


def test_the_list_filters_counts_and_says_when_nothing_fits(
    app: Flask, administrator: Person
) -> None:
    add(app, Role.OFFICER, agency_id=1, name="Budi Contoh")
    get = administrator.client.get

    assert "2 baris" in get("/admin/accounts").text
    assert "1 baris" in get("/admin/accounts?role=officer").text
    assert "Dinas Kependudukan" in get("/admin/accounts?words=budi&state=invited").text
    assert "2 baris" in get("/admin/accounts?role=king&state=burning").text
    nothing = get("/admin/accounts?state=closed").text
    assert "Tidak ada akun yang cocok" in nothing
    assert 'href="/admin/accounts">Tampilkan semua' in nothing


def test_a_long_list_has_pages_that_keep_the_filter(app: Flask, administrator: Person) -> None:
    with app.app_context():
        for number in range(21):
            add_account(db.session(), Role.AUDITOR, name=f"Orang {number:02}")
        db.session.commit()
    get = administrator.client.get

    first, second = (get(f"/admin/accounts?words=orang&page={n}").text for n in (1, 2))

    assert "/admin/accounts?words=orang&amp;page=2" in first
    assert "Halaman 2 dari 2" in second
    assert "Orang 20" in second
    assert "Sebelumnya" in second
    assert "Berikutnya" not in second


def test_an_account_invited_by_email_waits_for_another_to_tie_it_to_who_was_picked(
    app: Flask, administrator: Person
) -> None:
    with app.app_context():
        numbers = [
            make_officer(db.session(), f"19790312200501100{at}", name="Sri Contoh").id
            for at in (1, 2)
        ]
        db.session.commit()
        agency_id = db.session.scalar(select(RoleGrant.agency_id).limit(1)) or 1
    sent: dict[str, str | list[str]] = {
        "name": "Sri Contoh",
        "identity": "sri@kota.go.id",
        "roles": ["officer"],
        "agency": str(agency_id),
        "person": "sri",
    }

    asked = fill_in(administrator.client, "/admin/accounts/invite", **sent)
    assert asked.status_code == 422
    assert "Pilih orangnya dari daftar" in asked.text
    assert "197903122005011002" in asked.text
    fill_in(administrator.client, "/admin/accounts/invite", **sent, picked=str(numbers[1]))

    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == "sri@kota.go.id")).one()
        change = db.session.scalars(select(PeopleChange)).one()
        assert account.officer_id is None
        assert (change.person_id, change.state, change.entered_by) == (numbers[1], "waiting", 1)
        assert f'"account_id": {account.id}' in change.body
        assert "sri@kota.go.id" in change.reason


@pytest.mark.parametrize("number", ["197903122005011000", "1,97903122005011E+17"])
def test_a_number_that_lost_its_digits_is_nobodys_identity(
    app: Flask, administrator: Person, number: str
) -> None:
    page = fill_in(
        administrator.client,
        "/admin/accounts/invite",
        name="Sri",
        identity=number,
        roles=["officer"],
        agency="1",
    )

    assert page.status_code == 422
    with app.app_context():
        assert (
            db.session.scalar(select(Account.id).where(Account.staff_number.is_not(None))) is None
        )


def test_a_former_number_ties_the_account_to_the_same_person(
    app: Flask, administrator: Person
) -> None:
    with app.app_context():
        officer = make_officer(db.session(), "197903122005011003")
        officer.number = "197903122005011009"
        db.session.commit()
        officer_id = officer.id

    fill_in(
        administrator.client,
        "/admin/accounts/invite",
        name="Sri",
        identity="19790312 200501 1 003",
        roles=["officer"],
        agency="1",
    )

    with app.app_context():
        account = db.session.scalars(
            select(Account).where(Account.staff_number == "197903122005011003")
        ).one()
        assert account.officer_id == officer_id
