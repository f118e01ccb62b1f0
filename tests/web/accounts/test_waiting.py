"""Guessing gets slower and slower, and never keeps anybody else out."""

import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.access import Role
from portal.accounts.domain.delays import (
    FREE_FAILURES,
    NETWORK_FAILURES_AN_HOUR,
    WRONG_CODES_AN_HOUR,
)
from portal.extensions import limiter
from tests.conftest import missing
from tests.web.accounts.forms import fill_in, hidden_fields
from tests.web.accounts.people import PASSWORD, add_person, code_for, give_authenticator

EMAIL = "sri@contoh.test"
HOME, ELSEWHERE = "10.1.1.7", "10.2.2.8"
MakeApp = Callable[..., Flask]


@pytest.fixture(params=["memory", "redis"])
def app(request: pytest.FixtureRequest, make_app: MakeApp) -> Iterator[Flask]:
    """The portal with its limits in memory, and in Redis."""
    if request.param == "memory":
        yield make_app()
        return
    app = make_app(LIMITER_URL="redis://127.0.0.1:6379/14")
    if not limiter.storage.check():
        missing("Redis")
    limiter.storage.reset()
    yield app
    limiter.storage.reset()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a wrong password cost no time: what counts here is how often."""
    monkeypatch.setattr("portal.accounts.credentials.is_password", lambda p, _: p == PASSWORD)


def send(
    client: FlaskClient, password: str, *, address: str = HOME, identity: str = EMAIL
) -> TestResponse:
    place = {"REMOTE_ADDR": address}
    page = client.get("/admin/sign-in", environ_overrides=place)
    data = {**hidden_fields(page.text), "identity": identity, "password": password}
    return client.post("/admin/sign-in", data=data, environ_overrides=place)


def fail(app: Flask, times: int, *, address: str = HOME, identity: str = EMAIL) -> list[int]:
    client = app.test_client()
    return [
        send(client, f"salah {n}", address=address, identity=identity).status_code
        for n in range(times)
    ]


@pytest.mark.usefixtures("quick")
def test_a_few_mistakes_cost_nothing_then_everybody_there_waits(app: Flask) -> None:
    add_person(app, Role.AUDITOR)

    assert fail(app, FREE_FAILURES) == [422] * FREE_FAILURES
    answer = send(app.test_client(), PASSWORD)

    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 6
    assert "Coba lagi dalam" in answer.text


@pytest.mark.usefixtures("quick")
def test_a_guesser_keeps_nobody_out_on_another_network(app: Flask) -> None:
    add_person(app, Role.AUDITOR)
    fail(app, FREE_FAILURES + 3)

    assert send(app.test_client(), PASSWORD, address=ELSEWHERE).status_code == 302


@pytest.mark.usefixtures("quick")
def test_a_guesser_on_the_same_network_does_not_slow_a_known_device(app: Flask) -> None:
    add_person(app, Role.AUDITOR)
    own = app.test_client()
    assert send(own, PASSWORD).status_code == 302
    own.delete_cookie("staff")
    fail(app, FREE_FAILURES + 3)

    assert send(own, PASSWORD).status_code == 302


@pytest.mark.usefixtures("quick")
def test_a_known_device_waits_for_its_own_mistakes(app: Flask) -> None:
    add_person(app, Role.AUDITOR)
    own = app.test_client()
    send(own, PASSWORD)
    own.delete_cookie("staff")

    codes = [send(own, "salah").status_code for _ in range(FREE_FAILURES + 1)]

    assert codes == [422] * FREE_FAILURES + [429]


@pytest.mark.usefixtures("quick")
def test_a_device_known_to_one_account_is_a_stranger_to_another(app: Flask) -> None:
    add_person(app, Role.AUDITOR)
    add_person(app, Role.AUDITOR, email="ana@contoh.test")
    anas = app.test_client()
    send(anas, PASSWORD, identity="ana@contoh.test")
    anas.delete_cookie("staff")
    fail(app, FREE_FAILURES)

    assert send(anas, PASSWORD).status_code == 429


@pytest.mark.usefixtures("quick")
def test_trying_many_accounts_from_one_network_ends(app: Flask) -> None:
    for number in range(NETWORK_FAILURES_AN_HOUR // FREE_FAILURES):
        fail(app, FREE_FAILURES, identity=f"orang{number}@contoh.test")

    assert fail(app, 1, identity="baru@contoh.test") == [429]
    assert fail(app, 1, identity="baru@contoh.test", address=ELSEWHERE) == [422]


@pytest.mark.usefixtures("quick")
def test_signing_in_forgets_the_mistakes_before_it(app: Flask) -> None:
    add_person(app, Role.AUDITOR)
    fail(app, FREE_FAILURES - 1)
    assert send(app.test_client(), PASSWORD).status_code == 302

    assert fail(app, FREE_FAILURES) == [422] * FREE_FAILURES


def test_an_unknown_account_answers_word_for_word_like_a_known_one(app: Flask) -> None:
    add_person(app, Role.AUDITOR)
    client = app.test_client()

    known, unknown = send(client, "salah"), send(client, "salah", identity="tak@ada.test")

    masked = [
        page.text.replace(EMAIL, "").replace("tak@ada.test", "").partition('name="csrf_token"')
        for page in (known, unknown)
    ]
    assert masked[0][0] == masked[1][0]
    assert (known.status_code, unknown.status_code) == (422, 422)


@pytest.mark.usefixtures("quick")
def test_codes_are_limited_over_all_networks_but_only_behind_the_password(app: Flask) -> None:
    secret = give_authenticator(app, add_person(app, Role.ADMINISTRATOR))
    client = app.test_client()
    send(client, PASSWORD)

    wrong = [
        fill_in(client, "/admin/sign-in/code", code="000000").status_code
        for _ in range(WRONG_CODES_AN_HOUR)
    ]
    answer = fill_in(client, "/admin/sign-in/code", code=code_for(secret))

    assert set(wrong) == {422}
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 60


@pytest.mark.usefixtures("quick")
def test_the_wait_ends(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app()
    add_person(app, Role.AUDITOR)
    fail(app, FREE_FAILURES)
    assert send(app.test_client(), PASSWORD).status_code == 429
    real = time.time

    monkeypatch.setattr(time, "time", lambda: real() + 6)

    assert send(app.test_client(), PASSWORD).status_code == 302


@pytest.mark.usefixtures("quick")
def test_of_many_attempts_at_once_only_one_passes_while_the_others_wait(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    add_person(app, Role.AUDITOR)
    fail(app, FREE_FAILURES)
    # They all look before the first of them has been counted.
    monkeypatch.setattr(limiter.storage, "get", lambda _: 0)

    assert send(app.test_client(), PASSWORD).status_code == 429


@pytest.mark.usefixtures("quick")
def test_guessing_the_first_code_of_a_new_authenticator_ends_too(make_app: MakeApp) -> None:
    app = make_app()
    add_person(app, Role.MODERATOR)
    client = app.test_client()
    send(client, PASSWORD)
    path = "/admin/sign-in/authenticator"

    codes = [
        fill_in(client, path, code="000000").status_code for _ in range(WRONG_CODES_AN_HOUR + 1)
    ]

    assert codes == [422] * WRONG_CODES_AN_HOUR + [429]
