"""Migration 0055: a published year of the evaluation is kept on the way down and up again."""

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.web.extensions import db
from tests.integration.test_migrations import app, empty_database

__all__ = ["app", "empty_database"]

ROW = (
    "INSERT INTO release (id, kind, edition, period, state, due_on, prepared_on) VALUES "
    "({id}, '{kind}', '{edition}', '2026-12', 'prepared', '2027-06-15', '2027-06-01')"
)


def add(number: int, kind: str, edition: str) -> None:
    db.session.execute(text(ROW.format(id=number, kind=kind, edition=edition)))
    db.session.commit()


def kept() -> list[tuple[str, str]]:
    rows = db.session.execute(text("SELECT kind, edition FROM release ORDER BY id")).all()
    db.session.rollback()
    return [(row.kind, row.edition) for row in rows]


def is_refused(number: int, kind: str, edition: str) -> bool:
    try:
        add(number, kind, edition)
    except IntegrityError:
        db.session.rollback()
        return True
    return False


def test_the_year_is_kept_down_and_up_again(app: Flask) -> None:
    upgrade(revision="0054")
    add(1, "correction", "2025-11")
    assert is_refused(2, "evaluation", "2026")
    upgrade(revision="0055")
    add(2, "evaluation", "2026")

    downgrade(revision="0054")
    assert kept() == [("correction", "2025-11"), ("correction", "evaluation 2026")]
    assert is_refused(3, "evaluation", "2027")
    upgrade(revision="0055")
    assert kept() == [("correction", "2025-11"), ("evaluation", "2026")]
    assert is_refused(3, "unknown", "2027")
