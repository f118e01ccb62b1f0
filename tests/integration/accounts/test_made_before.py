"""Accounts whose proofs were made with Flask-Security-Too 5.9.2 and passlib go on signing in.

``made_before/accounts.json`` was written by the portal's own code of before, with those
libraries; nothing in it belongs to a person.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from portal.accounts.passwords import credentials
from portal.accounts.passwords import hashing as passwords
from portal.accounts.second_factor.app_secrets import AppSecrets
from portal.accounts.second_factor.models import RecoveryCode
from portal.accounts.second_factor.service import WrongCode, re_encrypt_authenticators
from portal.accounts.second_factor.stored_secrets import UnreadableSecret, is_older_form
from portal.accounts.sessions.domain import Stage, token_hash
from portal.accounts.sessions.models import StaffSession
from portal.accounts.sessions.queries import OpenSession, open_session
from portal.accounts.sign_in import service
from portal.accounts.sign_in.service import ClientContext
from portal.accounts.staff.domain import Identity
from portal.accounts.staff.models import Account
from portal.web.access import Role
from tests.one_time_codes import app_code
from tests.staff import add_account

MADE: dict[str, Any] = json.loads(
    (Path(__file__).parent / "made_before" / "accounts.json").read_text()
)
NOW = datetime.fromisoformat(MADE["now"])
BEFORE = AppSecrets(MADE["secret_key"])
CLIENT = ClientContext(device="Firefox, Linux", device_token="", old_session=None)
NEW_KEY = "the key after the change"
Person = dict[str, Any]


def add(session: Session, made: Person) -> Account:
    """Add the person as the tables held them before."""
    account = add_account(session, Role.SUPERVISOR, email=made["email"], name=made["name"])
    account.password_hash = made["password_hash"]
    account.totp_secret = made["totp_secret"]
    for stored in made["recovery_hashes"]:
        session.add(RecoveryCode(code_hash=bytes.fromhex(stored), account_id=account.id))
    session.commit()
    return account


def after_password(session: Session, made: Person, *, now: datetime = NOW) -> OpenSession:
    """Give the person's password and return the half-way session."""
    signed_in = service.sign_in(
        session, Identity(email=made["email"]), password=made["password"], client=CLIENT, now=now
    )
    assert signed_in.stage is Stage.SECOND_FACTOR
    found = open_session(session, token_hash(signed_in.token), now=now)
    assert found is not None
    return found


def give(
    session: Session, made: Person, code: str, *, codes: AppSecrets = BEFORE, now: datetime
) -> service.SignedIn:
    return service.give_code(
        session,
        after_password(session, made, now=now),
        code=code,
        app_secrets=codes,
        client=CLIENT,
        now=now,
    )


@pytest.mark.parametrize("made", MADE["people"], ids=lambda made: made["email"])
def test_passwords_in_every_alphabet_still_fit_and_others_do_not(made: Person) -> None:
    assert credentials.is_password(made["password"], made["password_hash"])
    assert not credentials.is_password(made["password"] + "x", made["password_hash"])
    assert not credentials.is_outdated(made["password_hash"])


@pytest.mark.parametrize("made", MADE["people"], ids=lambda made: made["email"])
def test_authenticators_show_the_same_setup_and_take_the_same_codes(made: Person) -> None:
    secret = made["totp_secret"]

    setup = BEFORE.setup(secret, made["name"])

    assert (setup.typed_secret, setup.uri) == (made["typed_secret"], made["uri"])
    for shown in made["codes"]:
        at = datetime.fromtimestamp(shown["at"], UTC)
        counter = BEFORE.counter_of(shown["code"], secret=secret, last_counter=None, now=at)
        assert counter == shown["at"] // 30
        assert app_code(made["typed_secret"], shown["at"]) == shown["code"]


def test_everybody_signs_in_with_password_and_code_and_then_with_todays_form(
    session: Session,
) -> None:
    for made in MADE["people"][:3]:
        account = add(session, made)

        first, last = made["codes"][0], made["codes"][-1]
        for shown in (first, last):
            at = datetime.fromtimestamp(shown["at"], UTC)
            assert give(session, made, shown["code"], now=at).stage is Stage.SIGNED_IN
            session.refresh(account)
            assert not is_older_form(account.totp_secret or "")
            with pytest.raises(WrongCode):
                give(session, made, shown["code"], now=at)


def test_recovery_codes_printed_before_still_count_once(session: Session) -> None:
    made = MADE["people"][0]
    account = add(session, made)

    for code in made["recovery_codes"]:
        half_way = after_password(session, made)
        signed_in = service.give_recovery_code(session, half_way, code=code, client=CLIENT, now=NOW)
        assert signed_in.stage is Stage.SIGNED_IN

    left = select(func.count()).where(RecoveryCode.account_id == account.id)
    assert session.scalar(left) == 0


def test_with_another_portal_secret_codes_no_longer_fit_and_recovery_codes_do(
    session: Session,
) -> None:
    made = MADE["people"][0]
    add(session, made)
    other, shown = AppSecrets("another"), made["codes"][1]["code"]

    with pytest.raises(WrongCode):
        give(session, made, shown, codes=other, now=NOW)

    half_way, code = after_password(session, made), made["recovery_codes"][0]
    done = service.give_recovery_code(session, half_way, code=code, client=CLIENT, now=NOW)
    assert done.stage is Stage.SIGNED_IN


def test_a_changed_portal_secret_takes_the_authenticators_along(
    engine: Engine, session: Session
) -> None:
    people = MADE["people"][:3]
    for made in people:
        add(session, made)
    at = datetime.fromtimestamp(people[0]["codes"][0]["at"], UTC)
    give(session, people[0], people[0]["codes"][0]["code"], now=at)  # now in today's form
    session.execute(StaffSession.__table__.update().values(offered_secret="half-way"))
    session.commit()

    with pytest.raises(UnreadableSecret):
        re_encrypt_authenticators(session, old_key="not the old key", new_key=NEW_KEY)
    session.rollback()
    count = re_encrypt_authenticators(session, old_key=MADE["secret_key"], new_key=NEW_KEY)

    assert count == 3
    assert session.scalar(select(func.count(StaffSession.offered_secret))) == 0
    with Session(engine, expire_on_commit=False) as later:
        for made in people:
            shown = made["codes"][-1]
            at = datetime.fromtimestamp(shown["at"], UTC)
            with pytest.raises(WrongCode):
                give(later, made, shown["code"], now=at)
            new = AppSecrets(NEW_KEY)
            assert give(later, made, shown["code"], codes=new, now=at).stage is Stage.SIGNED_IN


def test_a_changed_portal_secret_without_authenticators_changes_nothing(session: Session) -> None:
    assert re_encrypt_authenticators(session, old_key="old", new_key="new") == 0


def test_a_right_password_of_other_costs_is_stored_anew(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = MADE["people"][0]
    account = add(session, made)
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8 * 1024))

    with pytest.raises(service.WrongCredentials):
        after_password(session, {**made, "password": "salah"})
    session.refresh(account)
    assert account.password_hash == made["password_hash"]
    after_password(session, made)

    session.refresh(account)
    assert (account.password_hash or "").startswith("$argon2id$v=19$m=8192,t=1,")
    after_password(session, made)
