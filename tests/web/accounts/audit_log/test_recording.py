"""Acts of staff reach the audit log together with what they did, or not at all."""

import pytest
from flask import Flask, abort
from flask.testing import FlaskCliRunner
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.audit_log.queries import entries, first_broken
from portal.accounts.sessions.domain import SEEN_STEP
from portal.accounts.staff.models import Account
from portal.storage.database import begin_write
from portal.storage.hash_chain import Head
from portal.time import clock
from portal.web.access import Role, requires
from portal.web.extensions import csrf, db, record_act
from tests.staff import Person, signed_in


def rename(session: Session, name: str, *, is_failing: bool = False) -> None:
    """Stand in for a service: one transaction, committed last."""
    begin_write(session)
    session.execute(update(Account).values(name=name))
    if is_failing:
        session.rollback()
        raise ValueError(name)
    session.commit()


def act_before() -> str:
    record_act("name.change", "account:1", to="Ana")
    rename(db.session(), "Ana")
    return "done"


def act_after() -> str:
    rename(db.session(), "Ana")
    record_act("name.change", "account:1", to="Ana")
    return "done"


def act_that_fails() -> str:
    record_act("name.change", "account:1", to="Ana")
    with pytest.raises(ValueError, match="Ana"):
        rename(db.session(), "Ana", is_failing=True)
    return "try again"


def act_refused_by_a_rule() -> str:
    record_act("name.change", "account:1", to="Ana")
    return "nothing was written"


def act_then_error() -> str:
    rename(db.session(), "Ana")
    record_act("name.change", "account:1", to="Ana")
    abort(409)


def look() -> str:
    record_act("text.view", "comment:7")
    return "raw text"


def act_around_a_part() -> str:
    session = db.session()
    record_act("name.change", "account:1", to="Ana")
    begin_write(session)
    with session.begin_nested():
        session.execute(update(Account).values(name="Ana"))
    part = session.begin_nested()
    session.execute(update(Account).values(name="Budi"))
    part.rollback()
    session.commit()
    return "done"


VIEWS = (
    act_before,
    act_after,
    act_that_fails,
    act_refused_by_a_rule,
    act_then_error,
    act_around_a_part,
    look,
)


@pytest.fixture
def staff_app(app: Flask) -> Flask:
    for view in VIEWS:
        marked = csrf.exempt(requires(Role.MODERATOR)(view))
        app.add_url_rule(f"/{view.__name__}", view.__name__, marked, methods=["GET", "POST"])
    return app


@pytest.fixture
def person(staff_app: Flask) -> Person:
    return signed_in(staff_app, Role.MODERATOR)


def log_of(app: Flask) -> list[tuple[str, str, str, int | None]]:
    with app.app_context():
        return [
            (s.entry.actor, s.entry.action, s.entry.subject, s.entry.account_id)
            for s in entries(db.session())
        ]


def name_of(app: Flask) -> str | None:
    with app.app_context():
        return db.session.scalar(select(Account.name))


@pytest.mark.parametrize("view", ["act_before", "act_after", "act_around_a_part"])
def test_an_act_is_written_whether_it_is_said_before_or_after(
    staff_app: Flask, person: Person, view: str
) -> None:
    assert person.client.post(f"/{view}").text == "done"

    assert log_of(staff_app) == [("Sri Contoh", "name.change", "account:1", person.account_id)]
    assert name_of(staff_app) == "Ana"


@pytest.mark.parametrize("view", ["act_that_fails", "act_refused_by_a_rule"])
def test_what_did_not_happen_is_not_written(staff_app: Flask, person: Person, view: str) -> None:
    assert person.client.post(f"/{view}").status_code == 200

    assert log_of(staff_app) == []
    assert name_of(staff_app) == "Sri Contoh"


def test_noting_that_a_session_is_in_use_is_no_act(
    staff_app: Flask, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + SEEN_STEP)

    assert person.client.post("/act_refused_by_a_rule").status_code == 200

    assert log_of(staff_app) == []


def test_an_act_said_by_a_page_that_then_refuses_is_dropped(
    staff_app: Flask, person: Person
) -> None:
    assert person.client.post("/act_then_error").status_code == 409

    assert log_of(staff_app) == []


def test_an_act_lives_and_dies_with_its_transaction(
    staff_app: Flask, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr("portal.accounts.audit_log.recording.append", refuse)

    assert person.client.post("/act_before").status_code == 500

    assert name_of(staff_app) == "Sri Contoh"


def test_looking_at_raw_text_is_written_before_it_is_shown(
    staff_app: Flask, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert person.client.get("/look").text == "raw text"
    assert log_of(staff_app) == [("Sri Contoh", "text.view", "comment:7", person.account_id)]

    def refuse(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr("portal.accounts.audit_log.recording.append", refuse)
    assert person.client.get("/look").status_code == 500


def test_a_command_acts_under_its_own_name(staff_app: Flask) -> None:
    @staff_app.cli.command("rename")
    def command() -> None:
        rename(db.session(), "Ana")
        record_act("name.change", "account:1")

    FlaskCliRunner(staff_app).invoke(args=["rename"], catch_exceptions=False)

    assert log_of(staff_app) == [("command line", "name.change", "account:1", None)]


def test_the_log_of_all_this_holds(staff_app: Flask, person: Person) -> None:
    for view in ("act_before", "act_after", "act_that_fails"):
        person.client.post(f"/{view}")
    person.client.get("/look")

    with staff_app.app_context():
        head = first_broken(db.session())

    assert isinstance(head, Head)
    assert head.sequence == 3
