"""Migration 0033: people day by day, up and down with today's people in the database."""

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from portal.web.extensions import db
from tests.integration.test_migrations import app, empty_database
from tests.integration.test_one_staff_number import add_everything, add_officer, numbers

__all__ = ["app", "empty_database"]

BEFORE, AFTER = "0032", "0033"


def kept_numbers() -> list[str]:
    return list(db.session.scalars(text("SELECT number FROM staff_number ORDER BY person_id")))


def test_todays_people_keep_number_posting_and_account(app: Flask) -> None:
    upgrade(revision=BEFORE)
    add_everything("199001012", "THL7")

    upgrade(revision=AFTER)

    assert kept_numbers() == ["199001012", "THL7"]
    assert db.session.scalar(text("SELECT count(*) FROM posting")) == 2
    assert list(db.session.scalars(text("SELECT kind FROM officer"))) == [None, None]
    db.session.commit()
    downgrade(revision=BEFORE)
    assert numbers() == ["199001012", "THL7"]
    add_officer("8")
    db.session.commit()
    upgrade(revision=AFTER)
    assert kept_numbers() == ["199001012", "THL7", "8"]


def test_spellings_that_the_earlier_form_let_through_are_listed_and_nothing_is_merged(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    upgrade(revision=BEFORE)
    add_everything("19900101", "1990\u200b0101", "7\u2019")

    with pytest.raises(SystemExit):
        upgrade(revision=AFTER)

    assert r"officer: '19900101' = '1990\u200b0101'" in caplog.text
    assert numbers() == ["19900101", "1990\u200b0101", "7\u2019"]
    db.session.execute(text("UPDATE officer SET number = '5' WHERE id = 2"))
    db.session.commit()
    upgrade(revision=AFTER)
    assert numbers() == ["19900101", "5", "7"]


def test_somebody_without_a_number_holds_the_way_down(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    upgrade(revision=AFTER)
    db.session.execute(
        text("INSERT INTO officer (name, badge_name, badge_number) VALUES ('Wali Kota', '', '')")
    )
    db.session.commit()

    with pytest.raises(SystemExit):
        downgrade(revision=BEFORE)

    assert "1 people have no staff number" in caplog.text
    assert db.session.scalar(text("SELECT count(*) FROM reporting_line")) == 0
