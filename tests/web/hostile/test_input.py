"""Attacks through what is typed: scripts, templates, SQL, extra fields, too much of everything."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.accounts.staff.models import Account, RoleGrant
from portal.web.access import Role
from portal.web.extensions import db
from tests.staff import add_account, signed_in
from tests.web.accounts.forms import fill_in, hidden_fields

SCRIPT = "<script>alert(1)</script>"
SCRIPTS = [
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</title><svg onload=alert(1)>",
]
TEMPLATES = [
    "{{ 7*191 }}",
    "${7*191}",
    "{% print(7*191) %}",
    "#{7*191}",
    "%(7*191)s",
    "{0.__class__}",
]
STATEMENTS = [
    "' OR '1'='1",
    "x'; DROP TABLE account; --",
    "%' UNION SELECT password_hash FROM account --",
    "\\",
    "%",
    "_",
]


def invite(client: FlaskClient, **fields: str | list[str]) -> str:
    data = {"name": "Ana", "identity": "ana@contoh.test", "roles": ["auditor"], "agency": ""}
    answer = fill_in(client, "/admin/accounts/invite", **{**data, **fields})
    assert answer.status_code in {200, 422}
    return answer.text


@pytest.mark.parametrize("text", [*SCRIPTS, *TEMPLATES])
def test_a_name_is_shown_as_it_was_typed_and_nothing_of_it_runs(app: Flask, text: str) -> None:
    client = signed_in(app, Role.ADMINISTRATOR).client

    pages = [invite(client, name=text), client.get("/admin/accounts").text]
    pages += [client.get("/admin/accounts/2").text, client.get("/admin/audit").text]

    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<svg" not in page.replace("%3Csvg", "")
        assert "1337" not in page
    with app.app_context():
        assert db.session.scalars(select(Account.name).where(Account.id == 2)).one() == text


@pytest.mark.parametrize("text", [*SCRIPTS, *TEMPLATES])
@pytest.mark.parametrize(
    "path", ["/admin/accounts?words={}", "/admin/audit?words={}&action={}", "/search?q={}", "/{}"]
)
def test_what_an_address_says_is_never_run(app: Flask, path: str, text: str) -> None:
    client = signed_in(app, Role.ADMINISTRATOR).client

    page = client.get(path.replace("{}", text.replace("#", "%23").replace("%(", "%25("))).text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "1337" not in page


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_filter_is_data_and_not_a_statement(app: Flask, text: str) -> None:
    client = signed_in(app, Role.ADMINISTRATOR).client
    with app.app_context():
        add_account(db.session(), Role.AUDITOR, name=f"Bu {text}", email="bu@contoh.test")
        db.session.commit()

    page = client.get("/admin/accounts", query_string={"words": text})

    assert page.status_code == 200
    assert "1 baris" in page.text
    assert "$argon2id$" not in page.text
    for address in ("/admin/audit", "/admin/audit.csv"):
        query = {"words": text, "action": text, "since": text}
        assert client.get(address, query_string=query).status_code == 200


@pytest.mark.parametrize("text", STATEMENTS)
def test_an_identity_is_data_and_not_a_statement(app: Flask, text: str) -> None:
    answer = fill_in(app.test_client(), "/admin/sign-in", identity=text, password=text)

    assert answer.status_code == 422


def test_fields_that_are_not_in_the_form_change_nothing(app: Flask) -> None:
    client = signed_in(app, Role.ADMINISTRATOR).client

    invite(
        client,
        id="77",
        account_id="77",
        is_active="",
        password_hash="$argon2id$x",
        totp_secret="x",
        officer_id="1",
        created_at="2000-01-01",
    )

    with app.app_context():
        account = db.session.scalars(
            select(Account).where(Account.email == "ana@contoh.test")
        ).one()
        assert (account.email, account.is_active) == ("ana@contoh.test", True)
        assert (account.password_hash, account.totp_secret) == (None, None)
        assert account.officer_id is None


@pytest.mark.parametrize(
    ("roles", "agency"),
    [
        (["administrator", "root"], ""),
        ([""], ""),
        (["officer"], ""),
        (["officer"], "999"),
        ([], ""),
    ],
)
def test_roles_and_agencies_that_are_not_offered_are_refused(
    app: Flask, roles: list[str], agency: str
) -> None:
    client = signed_in(app, Role.ADMINISTRATOR).client

    answer = fill_in(
        client,
        "/admin/accounts/invite",
        name="Ana",
        identity="ana@contoh.test",
        roles=roles,
        agency=agency,
    )

    assert answer.status_code == 422
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Account)) == 1


def test_nobody_makes_themself_administrator(app: Flask) -> None:
    person = signed_in(app, Role.AUDITOR)
    token = hidden_fields(person.client.get("/admin/account").text)["csrf_token"]

    answer = person.client.post(
        f"/admin/accounts/{person.account_id}/roles",
        data={"csrf_token": token, "roles": "administrator", "agency": ""},
    )

    assert answer.status_code == 403
    with app.app_context():
        assert list(db.session.scalars(select(RoleGrant.role))) == ["auditor"]


def test_an_oversized_body_is_refused(client: FlaskClient) -> None:
    for body in (b"a" * 65_537, b"identity=" + b"x" * 70_000):
        answer = client.post(
            "/admin/sign-in", data=body, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 413


def test_a_form_of_a_thousand_fields_is_refused(client: FlaskClient) -> None:
    boundary = "b"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n'
    body = part * 500 + f"--{boundary}--\r\n"

    answer = client.post(
        "/admin/sign-in", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )

    assert answer.status_code == 413


@pytest.mark.parametrize(
    "cookies",
    [
        "staff=\xff\xfe; session=x",
        "staff=" + "a" * 5000,
        "staff=; session=; lang=",
        "session=eyJhIjoxfQ.AAAAAA.forged",
        "=;;;==;staff",
        'staff="\\303\\050"',
        "lang=<script>; staff-device=\x01",
    ],
)
@pytest.mark.parametrize("path", ["/admin/", "/admin/sign-in", "/", "/healthz"])
def test_malformed_cookies_are_nobodys(client: FlaskClient, cookies: str, path: str) -> None:
    environ = {"HTTP_COOKIE": cookies}

    assert client.get(path, environ_overrides=environ).status_code in {200, 302}


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"\x00", b"\xed\xa0\x80", b"%ff%fe"])
def test_broken_text_is_an_ordinary_mistake(client: FlaskClient, raw: bytes) -> None:
    token = hidden_fields(client.get("/admin/sign-in").text)["csrf_token"].encode()
    body = b"identity=" + raw + b"&password=" + raw + b"&csrf_token=" + token

    answer = client.post(
        "/admin/sign-in", data=body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code in {400, 422}


@pytest.mark.parametrize("path", ["/%ff%fe", "/admin/link/%ff", "/admin/accounts?words=%ff%00"])
def test_broken_text_in_an_address_is_no_defect(app: Flask, path: str) -> None:
    assert signed_in(app, Role.ADMINISTRATOR).client.get(path).status_code in {200, 404, 410}


class TestPostgresql:
    """PostgreSQL refuses what no text may hold; it must not come that far."""

    @pytest.fixture
    def database_kind(self) -> str:
        return "postgresql"

    def test_characters_no_database_stores_are_an_ordinary_mistake(self, app: Flask) -> None:
        client = signed_in(app, Role.ADMINISTRATOR).client

        assert "Ana Uji" in invite(client, name="Ana\x00Uji")
        assert "Tulis alamat surel" in invite(client, identity="a\x00b@contoh.test")
        for path in ("/admin/accounts", "/admin/audit", "/admin/audit.csv"):
            for query in ({"words": "\x00"}, {"action": "\x00"}):
                assert client.get(path, query_string=query).status_code == 200
        stranger = app.test_client()
        for identity in ("a\x00@contoh.test", "\x00", "a@\x00"):
            answer = fill_in(stranger, "/admin/sign-in", identity=identity, password="\x00")
            assert answer.status_code == 422
