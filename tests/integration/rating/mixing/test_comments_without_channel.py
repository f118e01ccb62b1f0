"""What comments said of the way their rating came in is taken away, and nothing else is."""

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from portal.web.extensions import db
from tests.factories.organisation import make_agency, make_desk
from tests.factories.ratings import token
from tests.integration.test_migrations import app, empty_database

__all__ = ["app", "empty_database"]  # fixtures
BEFORE = "0038"
WAYS = ("ticket", "presence", "open")


def said() -> list[str]:
    found = db.session.scalars(text("SELECT text FROM rating_comment ORDER BY text"))
    return list(found)


def columns() -> set[str]:
    return {column["name"] for column in inspect(db.engine).get_columns("rating_comment")}


def test_comments_lose_the_way_in_and_keep_their_words(app: Flask) -> None:
    with app.app_context():
        upgrade(revision=BEFORE)
        agency = make_agency(db.session())
        desk = make_desk(db.session(), agency, "loket")
        insert = text(
            "INSERT INTO rating_comment (token, period, agency_id, desk_id, channel, text) "
            "VALUES (:token, '2026-03', :agency, :desk, :channel, :words)"
        )
        for way in WAYS:
            place = {"agency": agency.id, "desk": desk.id}
            db.session.execute(insert, {"token": token(), "channel": way, "words": way, **place})
        db.session.commit()

        upgrade()
        assert "channel" not in columns()
        assert said() == sorted(WAYS)
        db.session.rollback()
        downgrade(revision=BEFORE)
        ways = set(db.session.scalars(text("SELECT channel FROM rating_comment")))
        assert (ways, said()) == ({"open"}, sorted(WAYS))
        with pytest.raises(DatabaseError):
            db.session.execute(
                insert, {"token": token(), "channel": "phone", "words": "x", **place}
            )
        db.session.rollback()
        upgrade()
        assert said() == sorted(WAYS)
        if db.engine.dialect.name == "sqlite":
            made = "SELECT sql FROM sqlite_master WHERE name = 'rating_comment'"
            assert "WITHOUT ROWID" in str(db.session.scalar(text(made)))
        db.session.rollback()
