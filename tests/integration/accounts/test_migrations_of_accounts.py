"""Links and counts across the migration that brought them, up and down, with data in it."""

from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.app import create_app
from portal.tables import MIGRATIONS
from portal.web.extensions import db
from tests.conftest import close, settings_for

ACCOUNT = (
    "INSERT INTO account (name, email, is_active, created_at)"
    " VALUES ('Sri', 'sri@contoh.test', {true}, '2026-11-01 00:00:00+00:00')"
)
LINK = (
    "INSERT INTO one_time_link (token_hash, account_id, purpose, expires_at)"
    " VALUES (:token, 1, :purpose, '2026-12-01 00:00:00+00:00')"
)
COUNT = (
    "INSERT INTO refusal_count (account_number, hour, kind, times)"
    " VALUES (:number, '2026-11-01 00:00:00+00:00', :kind, :times)"
)


@pytest.fixture
def app(tmp_path: Path, database_url: str) -> Flask:
    return create_app(settings_for(tmp_path, database_url))


def run(statement: str, **values: object) -> list[tuple[object, ...]]:
    result = db.session.execute(text(statement), values)
    rows = [tuple(row) for row in result] if result.returns_rows else []
    db.session.commit()
    return rows


def add_link(number: int, purpose: str) -> None:
    run(LINK, token=bytes([number]) * 32, purpose=purpose)


def test_links_of_before_stay_and_those_of_the_new_kind_go_on_the_way_down(
    app: Flask, database_kind: str
) -> None:
    with app.app_context():
        run(ACCOUNT.format(true="1" if database_kind == "sqlite" else "true"))
        for number, purpose in enumerate(("invitation", "password_reset", "device")):
            add_link(number, purpose)
        with pytest.raises(IntegrityError):
            add_link(9, "something else")
        db.session.rollback()
        run(COUNT, number=1, kind="code", times=3)

        downgrade(directory=str(MIGRATIONS), revision="0022")
        kept = run("SELECT purpose FROM one_time_link ORDER BY purpose")
        with pytest.raises(IntegrityError):
            add_link(9, "device")
        db.session.rollback()
        upgrade(directory=str(MIGRATIONS))

        assert kept == [("invitation",), ("password_reset",)]
        assert run("SELECT * FROM refusal_count") == []
        add_link(9, "device")
    close(app)


@pytest.mark.parametrize(
    "values",
    [
        {"number": -1, "kind": "code", "times": 1},
        {"number": 1, "kind": "address", "times": 1},
        {"number": 1, "kind": "code", "times": 0},
    ],
)
def test_a_count_of_another_kind_is_refused(app: Flask, values: dict[str, object]) -> None:
    with app.app_context():
        with pytest.raises(IntegrityError):
            run(COUNT, **values)
        db.session.rollback()
    close(app)
