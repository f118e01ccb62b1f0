"""`/healthz` and `/readyz`: what they ask, and what they answer when a part fails."""

import sqlite3
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from portal.storage.waiting import GAVE_UP, REQUEST, current_limits, give_up
from portal.web.extensions import db
from portal.web.health import Probe, ProbeResult, probes_of, register_probe
from portal.web.health_routes import install_health

PARTS = {"clock", "database", "https", "keys", "limiter", "secret_key", "texts_key"}


def fails() -> ProbeResult:
    raise RuntimeError("postgresql://portal:hidden@database/portal")


def test_every_fast_part_stands_in_the_answer(app: Flask) -> None:
    answer = app.test_client().get("/readyz")

    assert set(answer.json) == PARTS | {"status"}
    assert {probe.name for probe in probes_of(app) if probe.is_fast} == PARTS


def test_a_package_adds_a_part_that_health_does_not_know(app: Flask) -> None:
    register_probe(app, Probe("pump", lambda: ProbeResult(False, "no water"), is_fast=True))
    register_probe(app, Probe("slow", fails, is_fast=False))

    answer = app.test_client().get("/readyz")

    assert (answer.status_code, answer.json["pump"]) == (503, "no water")
    assert "slow" not in answer.json


def test_two_parts_of_one_name_are_a_mistake(app: Flask) -> None:
    with pytest.raises(ValueError, match="two probes of the name database"):
        register_probe(app, Probe("database", fails, is_fast=True))


def test_a_part_that_raises_is_unavailable_and_the_others_are_asked(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    register_probe(app, Probe("broken", fails, is_fast=True))
    register_probe(app, Probe("next", lambda: ProbeResult(True), is_fast=True))

    answer = app.test_client().get("/readyz")

    assert (answer.json["broken"], answer.json["next"]) == ("unavailable", "ok")
    assert caplog.messages == ["part not usable: name=broken kind=RuntimeError"]
    assert "hidden" not in answer.text + caplog.text


def test_what_needs_a_part_that_fails_is_unknown(app: Flask) -> None:
    register_probe(app, Probe("broken", fails, is_fast=True))
    register_probe(app, Probe("above", lambda: ProbeResult(True), is_fast=True, needs="broken"))

    assert app.test_client().get("/readyz").json["above"] == "unknown"


def test_each_part_has_a_session_of_its_own(app: Flask) -> None:
    sessions = []

    def note() -> ProbeResult:
        sessions.append(db.session())
        return ProbeResult(True)

    for name in ("one", "two"):
        register_probe(app, Probe(name, note, is_fast=True))
    with app.app_context():
        outside = db.session()
        app.test_client().get("/readyz")

        assert len({id(session) for session in (*sessions, outside)}) == 3


@pytest.mark.parametrize(
    ("variables", "state"),
    [
        ({"DEMO": "0"}, "not https"),
        ({"DEMO": "0", "PUBLIC_URL": "https://suara.example.go.id"}, "ok"),
        ({"DEMO": "1"}, "ok"),
    ],
)
def test_a_real_portal_without_https_is_named(
    make_app: Callable[..., Flask], variables: dict[str, str], state: str
) -> None:
    assert make_app(**variables).test_client().get("/readyz").json["https"] == state


def test_health_can_be_installed_after_the_first_probe() -> None:
    app = Flask(__name__)
    register_probe(app, Probe("early", lambda: ProbeResult(True), is_fast=True))
    install_health(app)

    assert app.test_client().get("/readyz").json == {"status": "ok", "early": "ok"}


def test_after_a_wait_in_vain_no_part_waits_again(app: Flask) -> None:
    """A locked table made the full look last half a minute, longer than monitoring waits."""
    waits = []

    def wait_in_vain() -> ProbeResult:
        waits.append(current_limits().lock)
        give_up()
        raise OperationalError("SELECT", {}, sqlite3.OperationalError("database is locked"))

    register_probe(app, Probe("first", wait_in_vain, is_fast=True))
    register_probe(app, Probe("second", wait_in_vain, is_fast=True))
    app.test_client().get("/readyz")
    app.test_client().get("/readyz")

    assert waits == [REQUEST.lock, GAVE_UP.lock] * 2
