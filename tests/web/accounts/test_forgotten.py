"""Asking for a new password does the same work for everybody, so that its time tells nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from portal.access import Role
from portal.accounts import later
from portal.accounts.later import MOST_WAITING, do_later, wait_until_done
from portal.extensions import db
from tests.web.accounts.forms import hidden_fields
from tests.web.accounts.people import add_person

KNOWN, UNKNOWN = "sri@contoh.test", "tak@ada.test"


@pytest.fixture
def work(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Hold back what is done after the answer, and note every statement of the answer itself."""
    said: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    # Put back here: what else is torn down waits for the real pool.
    with monkeypatch.context() as held:
        held.setattr(later, "_pool", Held())
        yield said
    event.remove(Engine, "before_cursor_execute", note)


class Held:
    """Takes work and never does it."""

    def submit(self, *work: object) -> None:
        later._places.release()


def statements(app: Flask, work: list[str], identity: str) -> list[str]:
    client = app.test_client()
    token = hidden_fields(client.get("/admin/forgot").text)["csrf_token"]
    work.clear()
    answer = client.post("/admin/forgot", data={"csrf_token": token, "identity": identity})
    assert answer.status_code == 200
    return list(work)


def test_the_answer_asks_the_database_nothing_about_anybody(app: Flask, work: list[str]) -> None:
    add_person(app, Role.SUPERVISOR)

    statements(app, work, UNKNOWN)  # the first form of a process looks at its keys

    known, unknown = statements(app, work, KNOWN), statements(app, work, UNKNOWN)

    assert known == unknown
    assert not any("account" in said or "one_time_link" in said for said in known)


def test_the_letter_is_written_afterwards(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    add_person(app, Role.SUPERVISOR)
    client = app.test_client()
    token = hidden_fields(client.get("/admin/forgot").text)["csrf_token"]

    for identity in (UNKNOWN, KNOWN):
        client.post("/admin/forgot", data={"csrf_token": token, "identity": identity})
    wait_until_done()

    assert capsys.readouterr().out.count("To: ") == 1


def test_work_that_fails_says_its_kind_and_the_next_is_done(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise ValueError("a secret text")

    do_later(app, fail)
    do_later(app, lambda: done.append(str(db.engine.name)))
    wait_until_done()

    assert len(done) == 1
    assert "kind=ValueError" in caplog.text
    assert "a secret text" not in caplog.text


def test_more_work_than_may_wait_is_dropped(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[object] = []

    class Full:
        def submit(self, *work: object) -> None:
            taken.append(work)

    wait_until_done()
    with monkeypatch.context() as full:
        full.setattr(later, "_pool", Full())
        for _ in range(MOST_WAITING + 5):
            do_later(app, lambda: None)
    for _ in taken:
        later._places.release()

    assert len(taken) == MOST_WAITING
    assert caplog.text.count("work for accounts was dropped") == 5
