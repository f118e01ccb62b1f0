"""Migration 0034: roles of the evaluation, up and down with grants in the database."""

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.web.extensions import db
from tests.integration.test_migrations import app, empty_database

__all__ = ["app", "empty_database"]


def grant(role: str, *, agency: str) -> None:
    db.session.execute(
        text(f"INSERT INTO role_grant (account_id, role, agency_id) VALUES (1, '{role}', {agency})")
    )
    db.session.commit()


def refused(role: str, *, agency: str) -> bool:
    try:
        grant(role, agency=agency)
    except IntegrityError:
        db.session.rollback()
        return True
    return False


@pytest.fixture
def before(app: Flask) -> None:
    """Somebody with a role that was there before."""
    upgrade(revision="0033")
    for statement in (
        "INSERT INTO agency (id, code, name, kind) VALUES (1, 'dinkes', 'Dinkes', 'dinas')",
        (
            "INSERT INTO account (id, name, email, is_active, created_at) "
            "VALUES (1, 'Sri', 'sri@contoh.test', TRUE, '2026-01-01 00:00:00+00')"
        ),
    ):
        db.session.execute(text(statement))
    db.session.commit()
    grant("auditor", agency="NULL")


def test_new_roles_come_with_their_reach_and_go_again(before: None) -> None:
    assert refused("performance_office", agency="NULL")
    db.session.commit()
    upgrade(revision="0034")

    grant("performance_office", agency="NULL")
    grant("performance_coordinator", agency="1")
    assert refused("mayor", agency="1")
    assert refused("performance_coordinator", agency="NULL")
    db.session.commit()
    downgrade(revision="0033")

    assert list(db.session.scalars(text("SELECT role FROM role_grant"))) == ["auditor"]
    assert refused("mayor", agency="NULL")
    db.session.commit()
    upgrade(revision="0034")
    grant("mayor", agency="NULL")
