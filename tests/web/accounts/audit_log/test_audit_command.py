"""`flask audit verify` says in one line whether the log holds."""

from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import text

from portal.accounts.audit_log.service import Actor, append
from portal.storage.database import begin_write
from portal.time import clock
from portal.web.access import Act
from portal.web.extensions import db


def write(app: Flask, *actions: str) -> None:
    with app.app_context():
        session = db.session()
        begin_write(session)
        for action in actions:
            append(session, Act(action, "desk:a", {}), actor=Actor(None, "Sri"), now=clock.now())
        session.commit()


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = FlaskCliRunner(app).invoke(args=["audit", "verify", *arguments])
    return result.exit_code, result.output.strip()


def test_a_log_that_holds_exits_0_and_says_its_head(app: Flask) -> None:
    write(app, "a", "b")

    code, said = run(app)

    assert code == 0
    assert said.startswith("2 entries hold; head 2:")
    assert run(app, "--head", said.rpartition(" ")[2]) == (0, said)


def test_a_changed_entry_exits_1_and_is_named(app: Flask) -> None:
    write(app, "a", "b", "c")
    with app.app_context():
        db.session.execute(text("DROP TRIGGER audit_entry_no_update"))
        db.session.execute(text("UPDATE audit_entry SET action = 'x' WHERE sequence = 2"))
        db.session.commit()

    assert run(app) == (1, "Error: entry 2: its content was changed")


def test_a_log_cut_off_behind_a_noted_head_exits_1(app: Flask) -> None:
    write(app, "a", "b")
    noted = run(app)[1].rpartition(" ")[2]
    with app.app_context():
        db.session.execute(text("DROP TRIGGER audit_entry_no_delete"))
        db.session.execute(text("DELETE FROM audit_entry WHERE sequence = 2"))
        db.session.commit()

    assert run(app)[0] == 0
    assert run(app, "--head", noted) == (1, "Error: entry 2: it is not the one that was noted")


def test_a_head_that_is_no_head_is_wrong_usage(app: Flask) -> None:
    assert run(app, "--head", "2")[0] == 2
    assert run(app, "--head", "2:xyz")[0] == 2
