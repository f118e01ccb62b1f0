"""An engine on the test's own database, and people with passwords that cost no time."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from portal.accounts.passwords import credentials
from portal.accounts.second_factor.app_secrets import AppSecrets
from portal.accounts.sign_in.service import ClientContext
from portal.accounts.staff.models import Account
from portal.storage.database import engine_options
from portal.web.access import Role
from tests.staff import add_account

PASSWORD = "payung biru di atap gunung"
AddPerson = Callable[..., Account]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url, **engine_options(database_url))
    yield engine
    engine.dispose()


@pytest.fixture
def app_secrets() -> AppSecrets:
    return AppSecrets("a key of the tests")


@pytest.fixture
def client() -> ClientContext:
    return ClientContext(device="Firefox, Linux", device_token="", old_session=None)


@pytest.fixture
def add_person(session: Session, monkeypatch: pytest.MonkeyPatch) -> AddPerson:
    """Add a person whose password fits without the time that hashing takes."""
    stored = (
        "$argon2id$v=19$m=32768,t=3,p=1"
        "$YSBzYWx0IGZvciB0ZXN0cw$YSBoYXNoIHRoYXQgbm8gcGFzc3dvcmQgZXZlciBmaXQ"
    )
    monkeypatch.setattr(
        credentials, "is_password", lambda given, kept: given == PASSWORD and kept == stored
    )
    monkeypatch.setattr(credentials, "hash_password", lambda given: f"$argon2id${given}")

    def add(*roles: Role, **fields: str | int | None) -> Account:
        account = add_account(session, *roles, **fields)
        account.password_hash = stored
        session.commit()
        return account

    return add
