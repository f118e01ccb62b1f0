"""A new administrator's way: link, password, authenticator, recovery codes, first page."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner

from tests.web.accounts.forms import fill_in
from tests.web.accounts.people import PASSWORD, code_for


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


def link_of(app: Flask, *arguments: str) -> str:
    result = FlaskCliRunner(app).invoke(args=["accounts", *arguments])
    assert result.exit_code == 0, result.output
    return result.output.split()[-1].removeprefix("http://127.0.0.1:8000")


def typed_secret(page: str) -> str:
    found = re.search(r'class="secret">([^<]+)<', page)
    assert found
    return unescape(found[1])


def codes_on(page: str) -> list[str]:
    return re.findall(r"<li><code>([0-9A-Z-]+)</code></li>", page)


def enrol(client: FlaskClient) -> tuple[str, list[str]]:
    page = client.get("/admin/sign-in/authenticator").text
    secret = typed_secret(page)
    done = fill_in(client, "/admin/sign-in/authenticator", code=code_for(secret))
    assert done.status_code == 200, done.text
    return secret, codes_on(done.text)


def test_from_the_printed_link_to_the_first_page_and_back_with_a_recovery_code(app: Flask) -> None:
    link = link_of(app, "create-admin", "kepala@contoh.test", "--name", "Sri Contoh")
    client = app.test_client()

    assert fill_in(client, link, password=PASSWORD).headers["Location"].startswith("/admin/sign-in")
    assert client.get(link).status_code == 410
    answer = fill_in(client, "/admin/sign-in", identity="Kepala@contoh.test", password=PASSWORD)
    assert answer.headers["Location"].startswith("/admin/sign-in/authenticator")
    assert client.get("/admin/").status_code == 302
    secret, codes = enrol(client)
    assert len(codes) == 10
    assert "Selamat datang, Sri Contoh" in client.get("/admin/").text

    other = app.test_client()
    answer = fill_in(other, "/admin/sign-in", identity="kepala@contoh.test", password=PASSWORD)
    assert answer.headers["Location"].startswith("/admin/sign-in/code")
    answer = fill_in(other, "/admin/sign-in/recovery", code=codes[3].lower().replace("-", " "))
    assert answer.headers["Location"] == "/admin/"
    assert other.get("/admin/").status_code == 200
    assert "Kode pemulihan yang belum dipakai: 9." in other.get("/admin/account").text

    third = app.test_client()
    fill_in(third, "/admin/sign-in", identity="kepala@contoh.test", password=PASSWORD)
    assert fill_in(third, "/admin/sign-in/recovery", code=codes[3]).status_code == 422
    answer = fill_in(third, "/admin/sign-in/code", code=code_for(secret, steps=1))
    assert answer.headers["Location"] == "/admin/"
