"""Refusals and failures have pages in both languages, JSON for data, and log no addresses."""

import logging

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from redis.exceptions import ConnectionError as RedisConnectionError
from sqlalchemy.exc import OperationalError

from portal.web.access import public
from portal.web.extensions import limiter

HEADINGS = {
    400: ("Permintaan tidak dapat dibaca", "The request could not be read"),
    403: ("Halaman ini tidak untuk Anda", "This page is not for you"),
    404: ("Halaman tidak ditemukan", "Page not found"),
    405: ("Cara ini tidak dapat dipakai di sini", "That cannot be done here"),
    413: ("Kirimannya terlalu besar", "What you sent is too large"),
    429: ("Terlalu banyak kiriman dari jaringan Anda", "Too many requests from your network"),
    500: ("Ada kesalahan pada portal", "Something went wrong in the portal"),
    415: (
        "Jenis kiriman ini tidak diterima di sini",
        "This kind of content is not accepted here",
    ),
    503: ("Portal sedang tidak dapat dipakai", "The portal cannot be used right now"),
}


@pytest.fixture
def failing(app: Flask) -> FlaskClient:
    """A client of an app whose /fail/<code> fails in every way there is."""

    def fail(kind: str) -> str:
        if kind == "database":
            raise OperationalError("SELECT secret", {}, Exception("gone"))
        if kind == "redis":
            raise RedisConnectionError("gone")
        if kind == "defect":
            raise ZeroDivisionError("the secret answer")
        abort(int(kind.removesuffix(".json")))

    app.add_url_rule("/fail/<kind>", "fail", public(fail))
    return app.test_client()


@pytest.mark.parametrize("code", HEADINGS)
def test_every_refusal_has_a_page_in_both_languages(failing: FlaskClient, code: int) -> None:
    indonesian, english = failing.get(f"/fail/{code}"), failing.get(f"/fail/{code}?lang=en")

    assert (indonesian.status_code, english.status_code) == (code, code)
    assert HEADINGS[code][0] in indonesian.text
    assert HEADINGS[code][1] in english.text
    assert indonesian.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("code", HEADINGS)
def test_data_addresses_answer_with_data(failing: FlaskClient, code: int) -> None:
    answer = failing.get(f"/fail/{code}.json")

    assert answer.status_code == code
    assert answer.is_json
    assert answer.get_json()["status"] == code


def test_a_code_without_a_page_of_its_own_gets_the_nearest(failing: FlaskClient) -> None:
    answer = failing.get("/fail/418")

    assert answer.status_code == 418
    assert HEADINGS[400][0] in answer.text


@pytest.mark.parametrize("storage", ["database", "redis"])
def test_a_storage_that_is_away_says_so_and_when_to_come_back(
    failing: FlaskClient, storage: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = failing.get(f"/fail/{storage}")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "/fail/" not in caplog.text
    assert "secret" not in caplog.text


def test_a_defect_is_logged_by_endpoint_and_never_by_address(
    failing: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = failing.get("/fail/defect")

    assert answer.status_code == 500
    assert "endpoint=fail" in caplog.text
    assert "/fail/defect" not in caplog.text


def test_a_refused_method_names_the_allowed_ones(client: FlaskClient) -> None:
    answer = client.post("/healthz")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_without_the_limiters_storage_readyz_says_that_protection_is_off(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> bool:
        raise RedisConnectionError

    with app.app_context():
        monkeypatch.setattr(limiter.storage, "check", away)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.get_json()["limiter"]) == (503, "protection off")


def test_a_form_of_a_browser_that_keeps_no_cookies_says_so_first(app: Flask) -> None:
    blocked, keeping = app.test_client(use_cookies=False), app.test_client()
    keeping.get("/admin/sign-in")
    typed = {"email": "a@kota.example", "password": "rahasia"}
    without, stale = (each.post("/admin/sign-in", data=typed) for each in (blocked, keeping))

    assert (without.status_code, stale.status_code) == (400, 400)
    assert "<title>Browser Anda tidak mengirim cookie" in without.text.replace(
        "<title>\n", "<title>"
    )
    assert "tidak mengirim cookie" not in stale.text
    assert without.headers["Cache-Control"] == "no-store"
