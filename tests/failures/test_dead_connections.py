"""A connection that breaks within a request: a page all the same, and nothing is left behind."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from portal.storage.database import begin_write
from portal.web.access import public
from portal.web.extensions import db


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


def kill_own_connection() -> None:
    """Let the server end the connection that the request holds, behind its back."""
    number = db.session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    with db.engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})


def test_a_page_that_is_finished_is_sent_although_the_connection_died(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def view() -> str:
        begin_write(db.session())
        kill_own_connection()
        return "finished"

    app.add_url_rule("/dying", "dying", public(view))
    client = app.test_client()

    with caplog.at_level(logging.WARNING):
        answers = [client.get("/dying") for _ in range(3)]

    assert [(answer.status_code, answer.text) for answer in answers] == [(200, "finished")] * 3
    assert client.get("/readyz").json["database"] == "ok"


def test_a_request_whose_connection_died_gets_the_page_of_a_storage_that_is_away(
    app: Flask,
) -> None:
    def view() -> str:
        begin_write(db.session())
        kill_own_connection()
        return str(db.session.execute(text("SELECT 1")).scalar_one())

    app.add_url_rule("/dying", "dying", public(view))
    client = app.test_client()

    assert [client.get("/dying").status_code for _ in range(3)] == [503] * 3
    assert client.get("/readyz").json["database"] == "ok"


@pytest.mark.parametrize("is_storage", [True, False])
def test_a_session_that_cannot_be_closed_is_left_behind_only_for_a_storage(
    app: Flask, monkeypatch: pytest.MonkeyPatch, is_storage: bool
) -> None:
    error: Exception = OSError(28, "full") if is_storage else ZeroDivisionError("a defect")

    def fail() -> None:
        raise error

    with app.app_context():
        db.session()
        monkeypatch.setattr(db.session, "remove", fail)
        leave: Callable[[], None] = db.leave
        if is_storage:
            leave()
            assert not db.session.registry.has()
        else:
            with pytest.raises(ZeroDivisionError):
                leave()
        monkeypatch.undo()
