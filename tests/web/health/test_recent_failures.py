"""A failure that only some requests meet is said for a minute."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.storage.failures import FailureKind
from portal.web import recent_failures
from portal.web.access import public
from portal.web.health import ask
from portal.web.recent_failures import RECENT_FAILURES_PROBE, note_failure


@pytest.fixture
def failing(app: Flask) -> FlaskClient:
    """A client of an app with a page that meets a full disk."""

    def fail() -> str:
        raise OSError(28, "no room")

    app.add_url_rule("/fail", "fail", public(fail))
    return app.test_client()


def state(app: Flask) -> tuple[bool, str, dict[str, object]]:
    with app.app_context():
        found = ask((RECENT_FAILURES_PROBE,))["requests"]
    return found.is_ok, found.state, dict(found.facts)


def test_what_requests_met_is_said_by_kind(app: Flask, failing: FlaskClient) -> None:
    assert state(app) == (True, "ok", {})

    for _ in range(3):
        assert failing.get("/fail").status_code == 503

    assert state(app) == (False, "failing", {"disk_full": 3})


def test_a_minute_later_it_is_forgotten(
    app: Flask, failing: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing.get("/fail")
    monkeypatch.setattr(recent_failures, "REMEMBERED_SECONDS", -1.0)

    assert state(app) == (True, "ok", {})


def test_no_more_than_a_thousand_are_remembered(app: Flask) -> None:
    with app.app_context():
        for _ in range(recent_failures.MOST_REMEMBERED + 5):
            note_failure(FailureKind.LOCK)

    assert state(app)[2] == {"lock": recent_failures.MOST_REMEMBERED}


def test_a_refusal_is_no_failure(app: Flask, client: FlaskClient) -> None:
    assert client.get("/nowhere").status_code == 404

    assert state(app)[0]
