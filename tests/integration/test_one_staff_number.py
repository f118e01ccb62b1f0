"""Migration 0028: stored staff numbers get one form, and two that are one stop it."""

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.organisation.people.number_service import (
    OfficerUnknown,
    StaffNumberTaken,
    renumber_officer,
)
from portal.web.extensions import db
from tests.integration.test_migrations import app, empty_database

__all__ = ["app", "empty_database"]

BEFORE, AFTER = "0024", "0028"


def add_officer(number: str) -> None:
    db.session.execute(
        text(
            "INSERT INTO officer (number, name, badge_name, badge_number) "
            "VALUES (:number, 'Contoh', 'Contoh', '1')"
        ),
        {"number": number},
    )


def add_everything(*numbers: str) -> None:
    """Add officers, and rows that refer to them."""
    for number in numbers:
        add_officer(number)
    db.session.execute(
        text("INSERT INTO agency (code, name, kind) VALUES ('dinkes', 'Dinkes', 'dinas')")
    )
    db.session.execute(
        text("INSERT INTO desk (code, name, agency_id) SELECT 'd-1', 'Loket', id FROM agency")
    )
    db.session.execute(
        text(
            "INSERT INTO posting (desk_id, officer_id, starts_on) "
            "SELECT desk.id, officer.id, '2026-01-01' FROM desk, officer"
        )
    )
    db.session.commit()


def numbers() -> list[str]:
    return list(db.session.scalars(text("SELECT number FROM officer ORDER BY id")))


def test_stored_numbers_get_one_form_and_postings_stay(app: Flask) -> None:
    upgrade(revision=BEFORE)
    add_everything("19900101.2", "THL-007", "thl-8", "199002022020012002")

    upgrade(revision=AFTER)

    assert numbers() == ["199001012", "THL007", "THL8", "199002022020012002"]
    assert db.session.scalar(text("SELECT count(*) FROM posting")) == 4
    db.session.commit()
    with pytest.raises(IntegrityError):
        add_officer("1990.5")
    db.session.rollback()

    downgrade(revision=BEFORE)
    add_officer("1990.5")
    db.session.commit()
    assert len(numbers()) == 5


def test_two_spellings_of_one_number_stop_the_migration_until_a_person_decides(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    upgrade(revision=BEFORE)
    add_everything("1990-01", "1990.01", "7")

    with pytest.raises(SystemExit):
        upgrade(revision=AFTER)

    assert "officer: '1990-01' = '1990.01'" in caplog.text
    assert numbers() == ["1990-01", "1990.01", "7"]
    assert renumber_officer(db.session(), "1990.01", new="1990 02") == "199002"
    upgrade(revision=AFTER)
    assert numbers() == ["199001", "199002", "7"]


def test_a_number_is_changed_unless_nobody_or_somebody_else_has_it(app: Flask) -> None:
    upgrade()
    add_officer("7")
    add_officer("8")
    db.session.commit()

    with pytest.raises(OfficerUnknown):
        renumber_officer(db.session(), "9", new="10")
    with pytest.raises(StaffNumberTaken):
        renumber_officer(db.session(), "7", new="8")
    assert numbers() == ["7", "8"]
