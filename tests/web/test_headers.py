"""The security headers and cookies of every kind of answer, letter by letter."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.web import request_gate
from portal.web.access import Role, public
from tests.staff import signed_in
from tests.web.accounts.forms import fill_in
from tests.web.accounts.people import PASSWORD, add_person
from tests.web.rating.conftest import POSTER, Citizen, City

MakeApp = Callable[..., Flask]
WHEN = re.compile(r" Expires=[^;]+;")
HTTPS = {"PUBLIC_URL": "https://suara.contoh.test"}
POLICY = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data:; manifest-src 'self'; script-src 'self'; "
    "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; worker-src 'self'"
)
# Of pages on which citizens rate, and of style sheets: neither runs a script.
SCRIPTLESS = (
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "img-src 'self' data:; style-src 'self'"
)
EXACT = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# A page, a form, a staff page, a redirect, a refusal, no page at all, a file and plain data.
ADDRESSES = [
    "/",
    "/admin/sign-in",
    "/admin/",
    "/admin/invite",
    "/nowhere",
    "/nowhere.json",
    "/static/portal.css",
    "/healthz",
]


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_answer_carries_the_same_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers

    policy = SCRIPTLESS if path.endswith(".css") else POLICY
    wanted = EXACT | {"Content-Security-Policy": policy}
    assert {name: headers[name] for name in EXACT} == wanted
    assert "Server" not in headers


@pytest.mark.parametrize("path", ["/r/tidak-ada", "/r/", "/t/", "/t/tidak-ada", "/thanks"])
def test_pages_on_which_citizens_rate_allow_no_script(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.headers["Content-Security-Policy"] == SCRIPTLESS
    assert "<script" not in answer.text
    assert "manifest" not in answer.text


def test_every_page_without_scripts_is_an_endpoint(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= request_gate.SCRIPTLESS


def test_the_form_allows_no_script_and_what_follows_it_is_no_page(app: Flask) -> None:
    citizen = Citizen(City(app).app)

    form, answer = citizen.open(f"/r/{POSTER}"), citizen.rate(f"/r/{POSTER}")

    assert form.headers["Content-Security-Policy"] == SCRIPTLESS
    assert ("<form" in form.text, "<script" in form.text) == (True, False)
    assert (answer.status_code, answer.data) == (303, b"")
    assert answer.headers["Location"].startswith("/thanks")
    assert answer.headers["Content-Security-Policy"] == SCRIPTLESS


@pytest.mark.parametrize("path", ADDRESSES)
def test_only_an_https_portal_asks_browsers_to_stay_with_https(
    make_app: MakeApp, path: str
) -> None:
    plain, secure = make_app(), make_app(**HTTPS)

    assert "Strict-Transport-Security" not in plain.test_client().get(path).headers
    assert secure.test_client().get(path).headers["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains"
    )


@pytest.mark.parametrize("path", ["/admin/sign-in", "/admin/forgot", "/admin/", "/admin/link/x"])
def test_forms_and_staff_pages_are_not_stored(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"


def cookies_of(app: Flask) -> dict[str, str]:
    """Return the attributes of every cookie that a full sign-in sets, by its name."""
    add_person(app, Role.SUPERVISOR, email="sri@contoh.test")
    client = app.test_client()
    base = "https://suara.contoh.test" if app.config["SESSION_COOKIE_SECURE"] else None
    page = client.get("/admin/sign-in?lang=en", base_url=base)
    found = page.headers.getlist("Set-Cookie")
    answer = fill_in(
        client, "/admin/sign-in", base_url=base, identity="sri@contoh.test", password=PASSWORD
    )
    found += answer.headers.getlist("Set-Cookie")
    return {
        cookie.partition("=")[0]: WHEN.sub("", cookie).partition("; ")[2]
        for cookie in found
        if "01 Jan 1970" not in cookie
    }


def test_cookies_on_a_loopback_address_have_plain_names(app: Flask) -> None:
    assert cookies_of(app) == {
        "session": "HttpOnly; Path=/; SameSite=Lax",
        "staff": "HttpOnly; Path=/; SameSite=Lax",
        "staff-device": "Max-Age=15552000; HttpOnly; Path=/; SameSite=Lax",
        "lang": "HttpOnly; Path=/; SameSite=Lax",
    }


def test_cookies_under_https_are_bound_to_the_host(make_app: MakeApp) -> None:
    assert cookies_of(make_app(**HTTPS)) == {
        "__Host-session": "Secure; HttpOnly; Path=/; SameSite=Lax",
        "__Host-staff": "Secure; HttpOnly; Path=/; SameSite=Lax",
        "__Host-staff-device": "Max-Age=15552000; Secure; HttpOnly; Path=/; SameSite=Lax",
        "__Host-lang": "Secure; HttpOnly; Path=/; SameSite=Lax",
    }


def test_under_https_a_cookie_with_a_plain_name_opens_nothing(make_app: MakeApp) -> None:
    app = make_app(**HTTPS)
    person = signed_in(app, Role.AUDITOR)

    assert person.client.get("/admin/").status_code == 302


def test_a_citizens_page_sets_no_cookie_of_staff(client: FlaskClient) -> None:
    cookies = client.get("/").headers.getlist("Set-Cookie")

    assert [cookie for cookie in cookies if not cookie.startswith("lang=")] == []


@pytest.mark.parametrize("variables", [{}, HTTPS])
def test_a_chosen_language_is_remembered(make_app: MakeApp, variables: dict[str, str]) -> None:
    client = make_app(**variables).test_client()
    base = variables.get("PUBLIC_URL")
    client.get("/?lang=en", base_url=base)

    for path in ("/", "/", "/admin/sign-in"):
        assert '<html lang="en">' in client.get(path, base_url=base).text


def test_a_view_cannot_weaken_a_header(app: Flask) -> None:
    app.add_url_rule("/own", "own", public(lambda: ("own", {"Referrer-Policy": "unsafe-url"})))

    answer = app.test_client().get("/own")

    assert answer.headers.getlist("Referrer-Policy") == ["no-referrer"]
