"""Asking for a new password does the same work for everybody, so that its time tells nothing."""

from collections.abc import Callable, Iterator
from threading import BoundedSemaphore

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from portal.accounts.links import background as later
from portal.accounts.links.background import MOST_WAITING, do_later, wait_until_done
from portal.web.access import Role
from portal.web.extensions import db
from tests.failures.breaking import alter, take_away, url_of
from tests.web.accounts.forms import fill_in, hidden_fields
from tests.web.accounts.people import add_person


def make_unwritable(app: Flask) -> None:
    """Let reads go on and every write fail."""
    with app.app_context():
        if url_of(app).startswith("sqlite"):
            event.listen(db.engine, "connect", lambda raw, _: raw.execute("PRAGMA query_only = 1"))
        else:
            alter(app, "SET default_transaction_read_only = on")
        db.engine.dispose()


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


@pytest.mark.parametrize("hurt", [take_away, make_unwritable])
def test_without_a_database_nobody_is_told_that_a_letter_comes(
    app: Flask, work: list[str], hurt: Callable[[Flask], None]
) -> None:
    add_person(app, Role.SUPERVISOR)
    client = app.test_client()
    token = hidden_fields(client.get("/admin/forgot").text)["csrf_token"]
    hurt(app)

    said = {}
    for identity in (KNOWN, UNKNOWN):
        work.clear()
        answer = client.post("/admin/forgot", data={"csrf_token": token, "identity": identity})
        assert answer.status_code == 503
        assert f'value="{identity}"' in answer.text
        said[identity] = list(work)

    assert said[KNOWN] == said[UNKNOWN]


def test_nobody_is_told_that_a_letter_comes_when_too_much_waits(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(later, "_places", BoundedSemaphore(1))
    later._places.acquire()

    answer = fill_in(app.test_client(), "/admin/forgot", identity=KNOWN)

    later._places.release()
    assert answer.status_code == 503
    assert f'value="{KNOWN}"' in answer.text


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
