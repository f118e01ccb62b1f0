"""Decisions on the city's settings: the newest holds, each stays, none is doubtful."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from portal.organisation.city_settings.queries import changes, choices
from portal.organisation.city_settings.service import (
    DecideSetting,
    NothingDecided,
    decide_setting,
)
from portal.setting_values import InvalidSetting
from portal.settings import Settings
from portal.web.decided_settings import DecidedSettings

TODAY = date(2026, 11, 21)
OPERATOR = Settings.from_env({"PORTAL_CITY_NAME": "Kota Awal"})


def decide(session: Session, name: str, value: str, *, reason: str = "Keputusan nomor 7") -> None:
    command = DecideSetting(name, value, reason=reason, decided_by="Ratna")
    decide_setting(session, command, today=TODAY, operator=OPERATOR)


def test_the_newest_decision_holds_and_every_one_stays(session: Session) -> None:
    decide(session, "CITY_NAME", "Kota Melati")
    decide(session, "COMPLAINT_VERIFY_DAYS", "4")
    decide(session, "CITY_NAME", "Kota Kenanga")

    settings = OPERATOR.with_choices(choices(session))
    assert (settings.city_name, settings.complaint_verify_days) == ("Kota Kenanga", 4)
    assert [each.value for each in changes(session)] == ["Kota Kenanga", "4", "Kota Melati"]


def test_what_was_not_decided_stays_with_the_operator(session: Session) -> None:
    decide(session, "COMPLAINT_VERIFY_DAYS", "4")

    settings = OPERATOR.with_choices(choices(session))
    assert settings.city_name == "Kota Awal"
    assert settings.secret_key == OPERATOR.secret_key


@pytest.mark.parametrize(
    ("name", "value"),
    [("COMPLAINT_VERIFY_DAYS", "0"), ("CITY_NAME", "<script>"), ("INSPECTORATE", "Nama Kantor")],
)
def test_a_value_that_a_variable_may_not_hold_is_refused(
    session: Session, name: str, value: str
) -> None:
    with pytest.raises(InvalidSetting):
        decide(session, name, value)
    assert changes(session) == ()


def test_only_the_citys_own_settings_are_decided(session: Session) -> None:
    with pytest.raises(ValueError, match="SECRET_KEY"):
        decide(session, "SECRET_KEY", "x" * 40)


def test_a_decision_that_says_the_same_is_none(session: Session) -> None:
    decide(session, "CITY_NAME", "Kota Melati")
    with pytest.raises(NothingDecided):
        decide(session, "CITY_NAME", "Kota Melati")


@pytest.mark.parametrize(
    "change",
    ["UPDATE city_setting_change SET value = 'x'", "DELETE FROM city_setting_change"],
)
def test_the_database_refuses_to_change_a_decision(session: Session, change: str) -> None:
    decide(session, "CITY_NAME", "Kota Melati")

    with pytest.raises(SQLAlchemyError, match="never changed"):
        session.execute(text(change))
    session.rollback()


@pytest.mark.parametrize(
    ("name", "reason", "by"),
    [
        ("SECRET_KEY", "long enough a reason", "Ratna"),
        ("CITY_NAME", "short", "Ratna"),
        ("CITY_NAME", "long enough a reason", ""),
    ],
)
def test_the_database_refuses_what_no_page_may_write(
    session: Session, name: str, reason: str, by: str
) -> None:
    statement = text(
        "INSERT INTO city_setting_change (name, value, reason, decided_on, decided_by)"
        " VALUES (:name, 'x', :reason, '2026-11-21', :by)"
    )
    with pytest.raises(IntegrityError):
        session.execute(statement, {"name": name, "reason": reason, "by": by})
    session.rollback()


def test_without_the_table_the_operators_settings_hold(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    held = DecidedSettings(OPERATOR)
    held.register(choices)

    held.read(engine)

    assert (held.known, held.is_unread) == (OPERATOR, False)
    engine.dispose()


def test_what_was_known_stays_when_the_database_goes(session: Session, tmp_path: Path) -> None:
    decide(session, "CITY_NAME", "Kota Melati")
    held = DecidedSettings(OPERATOR)
    held.register(choices)
    held.read(session.get_bind().engine)
    gone = create_engine(f"sqlite:///{tmp_path / 'empty.db'}")

    held.read(gone)

    assert held.known.city_name == "Kota Melati"
    gone.dispose()
