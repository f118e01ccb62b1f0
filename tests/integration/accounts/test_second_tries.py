"""Who comes second, or with an older secret key, gets nothing and breaks nothing."""

import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.administration.service import IdentityTaken, NoSuchAccount, tie_record
from portal.accounts.letters.models import UnsentLetter
from portal.accounts.letters.service import NotSent, enclose_letter, note_first_try
from portal.accounts.links import answering
from portal.accounts.links.domain import AskedFor
from portal.accounts.links.models import AskedLink, OneTimeLink
from portal.accounts.links.service import re_seal_requests
from portal.accounts.second_factor import service as second_factor
from portal.accounts.second_factor.app_secrets import AppSecrets
from portal.accounts.staff.queries import Proofs
from portal.accounts.staff.service import use_counter
from portal.settings import Settings
from portal.web.access import Role
from tests.conftest import settings_for
from tests.factories.people import make_person
from tests.integration.accounts.conftest import AddPerson
from tests.one_time_codes import app_code
from tests.staff import add_account

NOW = datetime(2026, 11, 21, 8, 0, 10, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return settings_for(tmp_path, database_url)


def test_a_record_is_tied_to_one_account_and_an_account_to_one_record(session: Session) -> None:
    first, second = (make_person(session, name).id for name in ("Ayu Contoh", "Budi Contoh"))
    own, other = add_account(session, Role.OFFICER), add_account(session, Role.OFFICER)
    tie_record(session, own.id, officer_id=first)
    own_id, other_id = own.id, other.id
    session.commit()

    with pytest.raises(NoSuchAccount):
        tie_record(session, 99, officer_id=second)
    with pytest.raises(IdentityTaken):
        tie_record(session, own_id, officer_id=second)
    with pytest.raises(IdentityTaken):
        tie_record(session, other_id, officer_id=first)

    tie_record(session, other_id, officer_id=second)


def test_a_code_that_another_browser_used_meanwhile_is_wrong(
    session: Session, add_person: AddPerson, app_secrets: AppSecrets
) -> None:
    account = add_person(Role.OFFICER)
    stored = app_secrets.new_secret()
    account.totp_secret = stored
    session.commit()
    found = Proofs(
        account.id, account.name, True, frozenset({Role.OFFICER}), None, stored, totp_counter=None
    )
    code = app_code(app_secrets.setup(stored, "Sri").typed_secret, NOW.timestamp())
    counter = app_secrets.counter_of(code, secret=stored, last_counter=None, now=NOW)
    assert counter is not None
    assert use_counter(session, account.id, counter=counter, secret=stored)
    session.commit()

    with pytest.raises(second_factor.WrongCode):
        second_factor.spend_code(session, found, code=code, app_secrets=app_secrets, now=NOW)


def test_a_recovery_code_that_another_browser_spent_meanwhile_is_wrong(
    session: Session, add_person: AddPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = add_person(Role.OFFICER)
    found = Proofs(account.id, account.name, True, frozenset(), None, None, totp_counter=None)
    monkeypatch.setattr(second_factor, "has_recovery_code", lambda *_, **__: True)

    with pytest.raises(second_factor.WrongCode):
        second_factor.spend_recovery_code(session, found, code="K7QM-W9XR")

    assert not session.in_transaction()


@pytest.mark.parametrize("failure", [None, NotSent("refused", is_server_away=False)])
def test_a_letter_that_is_gone_is_not_noted(session: Session, failure: NotSent | None) -> None:
    number = enclose_letter(session, b"sealed", now=NOW, useful_until=NOW)
    session.commit()

    note_first_try(session, number + 1, failure=failure, now=NOW)

    assert session.scalars(select(UnsentLetter.failure)).all() == ["not tried yet"]


def test_a_request_under_an_older_secret_key_is_said_and_answered_by_nothing(
    session: Session, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    asked = AskedFor("https://suara.contoh.test/x", "sri@contoh.test", language="id")
    answering.keep(session, asked, settings=settings, now=NOW)
    newer = replace(settings, secret_key="another key for the tests only")

    with caplog.at_level(logging.ERROR):
        assert answering.answer_waiting(session, newer, now=NOW) == 1

    assert "made under another secret key" in caplog.text
    assert "sri@" not in caplog.text
    for table in (AskedLink, OneTimeLink, UnsentLetter):
        assert session.scalars(select(table)).all() == []


def test_requests_that_wait_go_along_with_a_new_secret_key_and_strange_ones_stay(
    session: Session,
    settings: Settings,
    add_person: AddPerson,
    capsys: pytest.CaptureFixture[str],
) -> None:
    add_person(Role.OFFICER, email="sri@contoh.test")
    newer = replace(settings, secret_key="another key for the tests only")
    asked = AskedFor(f"https://suara.contoh.test/{answering.LINK_TOKEN}", "sri@contoh.test")
    answering.keep(session, asked, settings=settings, now=NOW)
    strange = replace(settings, secret_key="a third key for the tests only")
    answering.keep(session, asked, settings=strange, now=NOW)

    count = re_seal_requests(session, old_key=settings.secret_key, new_key=newer.secret_key)

    assert count == 1
    assert answering.answer_waiting(session, newer, now=NOW) == 2
    assert capsys.readouterr().out.count("To: sri@contoh.test") == 1
