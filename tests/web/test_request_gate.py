"""Places for requests: who waits, who is refused at once, and who needs none."""

import threading
import time
from queue import SimpleQueue

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.web import request_gate
from portal.web.access import public
from portal.web.request_gate import RequestGate, places_for
from tests.web.rating.conftest import ALL_GOOD


def fill(gate: RequestGate) -> None:
    for _ in range(request_gate.PLACES):
        assert gate.enter()


def test_a_free_place_is_taken_at_once_and_given_back() -> None:
    gate = RequestGate(1)

    for _ in range(3):
        assert gate.enter()
        gate.leave()


def test_whoever_finds_no_place_waits_while_requests_move(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_gate, "STUCK_AFTER_SECONDS", 30.0)
    gate = RequestGate()
    fill(gate)
    found: list[bool] = []
    waiting = threading.Thread(target=lambda: found.append(gate.enter()))
    waiting.start()

    gate.leave()
    waiting.join()

    assert found == [True]


def test_places_that_are_stuck_refuse_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = RequestGate()
    fill(gate)
    monkeypatch.setattr(request_gate, "STUCK_AFTER_SECONDS", 0.05)
    assert not gate.enter()
    monkeypatch.setattr(request_gate, "STUCK_AFTER_SECONDS", 0.0)

    began = time.monotonic()
    assert not gate.enter()

    assert time.monotonic() - began < 0.05


def test_whoever_waits_waits_anew_when_others_moved_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(request_gate, "STUCK_AFTER_SECONDS", 0.05)
    gate = RequestGate(1)
    assert gate.enter()
    waits: list[float] = []

    class Watched(SimpleQueue[None]):
        def get(self, block: bool = True, timeout: float | None = None) -> None:
            waits.append(timeout or 0.0)
            if len(waits) == 1:
                gate._moved_at = time.monotonic() + 0.05
            super().get(block, timeout)

    gate._free = Watched()

    assert not gate.enter()
    assert len(waits) >= 2


@pytest.mark.parametrize(("threads", "places"), [(1, 1), (2, 1), (4, 2), (6, 4), (8, 6)])
def test_a_worker_keeps_threads_free(threads: int, places: int) -> None:
    assert places_for(threads) == places


@pytest.fixture
def full(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A client of an app whose only place is stuck."""
    monkeypatch.setattr(request_gate, "STUCK_AFTER_SECONDS", 0.0)
    app.open_places(1)
    assert app.gate.enter()
    return app.test_client()


def test_a_full_portal_says_so_keeps_what_was_sent_and_lives(full: FlaskClient) -> None:
    refused = full.post("/r/ABCD2345", data=ALL_GOOD | {"comment": "Antrean lama sekali"})

    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "5"
    assert "Antrean lama sekali" in refused.text
    assert refused.text.count('value="3">') >= len(ALL_GOOD)
    assert full.get("/city.json").get_json()["status"] == 503
    assert full.get("/healthz").status_code == 200
    assert full.get("/static/portal.css").status_code == 200


def test_a_place_is_given_back_also_after_a_defect(app: Flask) -> None:
    def fail() -> str:
        raise ZeroDivisionError

    app.add_url_rule("/fail", "fail", public(fail))
    app.open_places(1)
    client = app.test_client()

    assert [client.get("/fail").status_code for _ in range(3)] == [500] * 3
