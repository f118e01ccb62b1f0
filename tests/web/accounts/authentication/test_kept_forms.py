"""A staff form that arrives after the sign-in ended is kept, and sent by its person later."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.authentication.domain import KEPT_FOR, MOST_CHARACTERS, MOST_OF_A_BROWSER
from portal.accounts.authentication.models import LateForm
from portal.accounts.authentication.service import forget_kept_forms
from portal.accounts.sessions.domain import FRESH_FOR
from portal.accounts.staff.models import Account
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.web.accounts.forms import fill_in, hidden_fields
from tests.web.accounts.own_account.test_own_account import secret_on
from tests.web.accounts.people import PASSWORD, add_person, code_for, give_authenticator

EMAIL = "sri@contoh.test"
INVITE = "/admin/accounts/invite"
NAME = "Ana Contoh <b>Kedua</b>"
TYPED = {"name": NAME, "identity": "ana@contoh.test", "roles": ["moderator"], "agency": ""}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "portal.accounts.passwords.credentials.is_password", lambda p, _: p == PASSWORD
    )


@pytest.fixture
def secret(app: Flask) -> str:
    return give_authenticator(app, add_person(app, Role.ADMINISTRATOR))


@pytest.fixture
def client(app: Flask, secret: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, secret)
    return client


def sign_in(client: FlaskClient, secret: str, *, steps: int = 0, way_back: str = "") -> str:
    """Sign in with password and code and return where the portal leads."""
    start = f"/admin/sign-in?next={way_back}"
    answer = fill_in(client, start, identity=EMAIL, password=PASSWORD)
    code = code_for(secret, steps=steps)
    return str(fill_in(client, answer.headers["Location"], code=code).headers["Location"])


def way_back_of(location: str) -> str:
    return location.partition("next=")[2]


def people(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Account.name).order_by(Account.id)))


def kept(app: Flask) -> list[LateForm]:
    with app.app_context():
        return list(db.session.scalars(select(LateForm)))


def signed_out_in_a_second_tab(client: FlaskClient) -> dict[str, str]:
    """Open the form in one tab, sign out in another, and return the first tab's hidden fields."""
    fields = hidden_fields(client.get(INVITE).text)
    token = hidden_fields(client.get("/admin/account").text)["csrf_token"]
    assert client.post("/admin/sign-out", data={"csrf_token": token}).status_code == 302
    return fields


def test_a_form_sent_after_signing_out_in_a_second_tab_is_sent_after_signing_in(
    app: Flask, client: FlaskClient, secret: str
) -> None:
    fields = signed_out_in_a_second_tab(client)

    answer = client.post(INVITE, data={**fields, **TYPED})
    assert answer.headers["Location"].startswith("/admin/sign-in?next=/admin/kept-form/")
    assert people(app) == ["Sri Contoh"]
    way_back = sign_in(client, secret, steps=1, way_back=way_back_of(answer.headers["Location"]))
    page = client.get(way_back)

    assert "Isian Anda tersimpan" in page.text
    assert "Ana Contoh &lt;b&gt;Kedua&lt;/b&gt;" in page.text
    assert people(app) == ["Sri Contoh"]
    sent = fill_in_kept(client, way_back)
    assert sent == 200
    assert people(app) == ["Sri Contoh", NAME]


def fill_in_kept(client: FlaskClient, way_back: str) -> int:
    """Press the button of the kept form's page."""
    page = client.get(way_back).text
    action = page.partition('<form method="post" action="')[2]
    assert page.count(f'action="{INVITE}"') == 1, action[:80]
    return client.post(INVITE, data=hidden_fields(page)).status_code


def test_a_stale_form_comes_back_after_the_password(
    app: Flask, client: FlaskClient, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = hidden_fields(client.get(INVITE).text)
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + FRESH_FOR)

    answer = client.post(INVITE, data={**fields, **TYPED})
    path = answer.headers["Location"]
    assert path.startswith("/admin/prove?next=/admin/kept-form/")
    shifted = code_for(secret, steps=int(FRESH_FOR.total_seconds()) // 30)
    proved = fill_in(client, path, password=PASSWORD, code=shifted)

    assert fill_in_kept(client, proved.headers["Location"]) == 200
    assert people(app) == ["Sri Contoh", NAME]


def test_a_form_whose_token_is_too_old_comes_back(app: Flask, client: FlaskClient) -> None:
    answer = client.post(INVITE, data={"csrf_token": "of another sign-in", **TYPED})

    assert answer.status_code == 303
    assert people(app) == ["Sri Contoh"]
    assert fill_in_kept(client, answer.headers["Location"]) == 200
    assert people(app) == ["Sri Contoh", NAME]


def test_a_form_survives_setting_up_an_authenticator(app: Flask) -> None:
    add_person(app, Role.ADMINISTRATOR)
    client = app.test_client()
    path = fill_in(client, "/admin/sign-in", identity=EMAIL, password=PASSWORD).headers["Location"]
    fill_in(client, path, code=code_for(secret_on(client.get(path).text)))
    with app.app_context():
        account = db.session.scalars(select(Account)).one()
        account.totp_secret = account.totp_counter = None
        db.session.commit()
    fields = signed_out_in_a_second_tab(client)

    answer = client.post(INVITE, data={**fields, **TYPED})
    half = fill_in(client, answer.headers["Location"], identity=EMAIL, password=PASSWORD)
    path = half.headers["Location"]
    page = fill_in(client, path, code=code_for(secret_on(client.get(path).text), steps=1)).text

    assert f'href="{way_back_of(answer.headers["Location"])}"' in page


def test_another_browser_and_another_time_open_nothing(
    app: Flask, client: FlaskClient, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    way_back = client.post(INVITE, data={"csrf_token": "old", **TYPED}).headers["Location"]
    other = app.test_client()
    sign_in(other, secret, steps=1)

    assert other.get(way_back).status_code == 404
    assert NAME not in other.get(way_back).text
    assert app.test_client().get(way_back).status_code == 302
    assert client.get(way_back).status_code == 200
    with app.app_context():
        for row in db.session.scalars(select(LateForm)):
            row.expires_at = clock.now()
        db.session.commit()
    assert client.get(way_back).status_code == 404


def test_what_is_stored_shows_nothing_and_is_deleted_in_time(
    app: Flask, client: FlaskClient
) -> None:
    client.post(INVITE, data={"csrf_token": "old", **TYPED})

    (row,) = kept(app)
    assert b"Ana" not in row.sealed
    with app.app_context():
        forget_kept_forms(db.session(), now=clock.now() + KEPT_FOR - timedelta(minutes=1))
        assert len(kept(app)) == 1
        forget_kept_forms(db.session(), now=clock.now() + KEPT_FOR)
    assert kept(app) == []


def test_a_browser_keeps_its_newest_forms_only(app: Flask, client: FlaskClient) -> None:
    pages = [
        client.post(INVITE, data={"csrf_token": "old", "name": f"Orang {n}"}).headers["Location"]
        for n in range(MOST_OF_A_BROWSER + 2)
    ]

    assert len(kept(app)) == MOST_OF_A_BROWSER
    codes = [client.get(page).status_code for page in pages]
    assert codes == [404] * 2 + [200] * MOST_OF_A_BROWSER


def test_a_stranger_keeps_nothing(app: Flask) -> None:
    answer = app.test_client().post(INVITE, data=TYPED)

    assert answer.headers["Location"] == f"/admin/sign-in?next={INVITE}"
    assert kept(app) == []


@pytest.mark.parametrize(
    "data",
    [
        {"csrf_token": "old", "password": "rahasia sekali", "code": "123456"},
        {"name": "  "},
        {"name": "x" * (MOST_CHARACTERS + 1)},
        {"name": "Ana", "file": (io.BytesIO(b"columns"), "people.csv")},
    ],
)
def test_proofs_empty_long_forms_and_files_are_not_kept(
    app: Flask, client: FlaskClient, data: dict[str, object]
) -> None:
    answer = client.post(INVITE, data=data)

    assert answer.status_code == 400
    assert kept(app) == []


def test_a_form_that_another_site_sent_is_not_kept(app: Flask, client: FlaskClient) -> None:
    answer = client.post(INVITE, data=TYPED, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 400
    assert kept(app) == []


def test_what_is_no_form_is_not_kept(app: Flask, client: FlaskClient) -> None:
    assert client.post(INVITE, json=TYPED).status_code in {400, 415}
    assert kept(app) == []


def test_keeping_a_form_writes_nothing_to_the_audit_log(app: Flask, client: FlaskClient) -> None:
    from portal.accounts.audit_log.queries import entries

    with app.app_context():
        before = len(list(entries(db.session())))
    client.post(INVITE, data={"csrf_token": "old", **TYPED})

    with app.app_context():
        assert len(list(entries(db.session()))) == before
