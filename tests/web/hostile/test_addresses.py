"""Attacks through addresses: other hosts, other paths, other files."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.links.background import wait_until_done
from portal.accounts.staff.pages import is_local, safe_way_back
from portal.web.access import Role
from tests.staff import signed_in
from tests.web.accounts.forms import fill_in
from tests.web.accounts.people import PASSWORD, add_person

MakeApp = Callable[..., Flask]
ELSEWHERE = [
    "https://evil.test/",
    "//evil.test/",
    "///evil.test/",
    "/\\evil.test/",
    "\\\\evil.test",
    "/admin/\\evil.test",
    "/admin//\x00evil",
    "/admin/\r\nLocation: https://evil.test",
    "/admin/\tx",
    "javascript:alert(1)",
    "/admin",
    "/",
    "/%2f%2fevil.test",
    "/admin/../r/x",
    "/adminx/",
    "http:/admin/",
    "/admin/" + "a" * 600,
    "",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_leads_nowhere_else(app: Flask, address: str) -> None:
    add_person(app, Role.SUPERVISOR)
    client = app.test_client()

    answer = fill_in(
        client, "/admin/sign-in", identity="sri@contoh.test", password=PASSWORD, next=address
    )

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/admin/"


@pytest.mark.parametrize("address", ["/admin/", "/admin/audit?page=2&words=a%20b", "/admin/x-1_y"])
def test_a_staff_page_of_this_portal_is_a_way_back(address: str) -> None:
    assert safe_way_back(address) == address
    assert safe_way_back(None) == "/admin/"


def test_a_signed_in_person_is_not_sent_elsewhere_either(app: Flask) -> None:
    client = signed_in(app, Role.AUDITOR).client

    answer = client.get("/admin/sign-in?next=https://evil.test/")

    assert answer.headers["Location"] == "/admin/"


@pytest.mark.parametrize("host", ["evil.test", "evil.test:80", "10.0.0.9.evil.test"])
@pytest.mark.parametrize(
    ("variables", "start"),
    [
        ({"PUBLIC_URL": "http://suara.contoh.test"}, "http://suara.contoh.test/admin/link/"),
        ({}, "http://127.0.0.1:8000/admin/link/"),
    ],
)
def test_the_host_header_never_reaches_a_letter(
    make_app: MakeApp,
    capsys: pytest.CaptureFixture[str],
    host: str,
    variables: dict[str, str],
    start: str,
) -> None:
    app = make_app(**variables)
    add_person(app, Role.SUPERVISOR)
    client = app.test_client()

    fill_in(client, "/admin/forgot", base_url=f"http://{host}", identity="sri@contoh.test")
    wait_until_done()

    letter = capsys.readouterr().out
    assert start in letter
    assert "evil" not in letter


def test_redirects_name_no_host(client: FlaskClient) -> None:
    answer = client.get("/admin/", headers={"Host": "evil.test", "X-Forwarded-Host": "evil.test"})

    assert answer.headers["Location"] == "/admin/sign-in?next=/admin/"


def test_an_own_name_or_a_local_address_is_believed_in_a_trial() -> None:
    assert [is_local(h) for h in ("localhost", "127.0.0.1", "192.168.1.7", "::1")] == [True] * 4
    assert [is_local(h) for h in ("evil.test", "8.8.8.8", "", "localhost.evil.test")] == [False] * 4


TRAVERSALS = [
    "../settings.py",
    "..%2fsettings.py",
    "%2e%2e/settings.py",
    "....//settings.py",
    "..\\settings.py",
    "..%5csettings.py",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "portal.css/../../settings.py",
    "portal.css%00.png",
    ".",
    "..",
    "vendor",
    "portal.css.br",
]


@pytest.mark.parametrize("name", TRAVERSALS)
def test_no_file_outside_the_static_folder_is_sent(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/static/{name}")

    assert answer.status_code in {404, 308}
    assert b"InvalidSetting" not in answer.data
    assert b"root:" not in answer.data


@pytest.mark.parametrize("folder", ["agencies", "desks", "services", "units", "r", "t", "p"])
@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "%2e%2e", "x%00", "x.json%00.csv"])
def test_codes_in_addresses_are_no_paths(client: FlaskClient, folder: str, name: str) -> None:
    answer = client.get(f"/{folder}/{name}")

    assert answer.status_code in {404, 400, 405, 303, 302}
    assert b"root:" not in answer.data
