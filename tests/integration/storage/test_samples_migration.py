"""Migrations 0060 and 0070 take away what statistics hold of what was deleted; the rest stays."""

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from portal.web.extensions import db
from tests.integration.storage.test_column_samples import WORD, columns_of_bytes, is_server, sampled
from tests.integration.test_migrations import app, empty_database

__all__ = ["app", "empty_database"]

AGENCY = "INSERT INTO agency (id, code, name, kind) VALUES (1, 'dinas', 'Dinas', 'dinas')"
COMMENT = (
    "INSERT INTO rating_comment (token, period, agency_id, text) "
    "VALUES (:token, '2026-10', 1, :text)"
)
KEPT = "Antrean rapi"


def write(number: int, words: str) -> None:
    db.session.execute(text(COMMENT), {"token": number.to_bytes(16, "big"), "text": words})


def look_and_delete() -> None:
    """Write comments, let the database look at them, and delete all but the first."""
    for number in range(1, 200):
        write(number, f"{WORD} {number}")
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.execute(text(f"DELETE FROM rating_comment WHERE text LIKE '{WORD}%'"))
    db.session.commit()


def comments() -> list[str]:
    found = db.session.scalars(text("SELECT text FROM rating_comment")).all()
    db.session.rollback()
    return list(found)


def test_what_statistics_held_is_gone_and_comments_stay(app: Flask) -> None:
    upgrade(revision="0059")
    db.session.execute(text(AGENCY))
    write(0, KEPT)
    look_and_delete()
    assert sampled(db.session()) is is_server(db.session())
    db.session.rollback()

    upgrade(revision="0060")
    assert not sampled(db.session())
    look_and_delete()
    assert not sampled(db.session())
    assert comments() == [KEPT]

    downgrade(revision="0059")
    look_and_delete()
    assert sampled(db.session()) is is_server(db.session())
    assert comments() == [KEPT]


TRIGGERS = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"


def triggers() -> list[str]:
    found = list(db.session.scalars(text(TRIGGERS))) if is_server(db.session()) else []
    db.session.rollback()
    return found


def test_no_column_of_bytes_has_samples_after_all_migrations(app: Flask) -> None:
    upgrade(revision="0069")
    rules = triggers()
    if is_server(db.session()):
        db.session.execute(text("ALTER TABLE complaint ALTER COLUMN text SET STATISTICS -1"))
        db.session.commit()

    upgrade(revision="0070")
    assert triggers() == rules
    upgrade(revision="head")

    assert columns_of_bytes(db.session(), where="attstattarget IS DISTINCT FROM 0") == []
    db.session.remove()
    downgrade(revision="0069")
    usual = columns_of_bytes(db.session(), where="attstattarget IS DISTINCT FROM 0")
    assert ("complaint.text" in usual) is is_server(db.session())
    assert triggers() == rules
