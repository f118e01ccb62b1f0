"""People who can really sign in, with a password that was hashed once for all tests."""

import time
from functools import lru_cache

from flask import Flask

from portal.accounts.passwords.credentials import hash_password
from portal.accounts.second_factor.app_secrets import AppSecrets
from portal.accounts.staff.models import Account
from portal.web.access import Role
from portal.web.extensions import db
from tests.one_time_codes import app_code
from tests.staff import add_account

PASSWORD = "payung biru di atap gunung"


@lru_cache(maxsize=1)
def hashed_password() -> str:
    return hash_password(PASSWORD)


def add_person(app: Flask, *roles: Role, email: str = "sri@contoh.test", **fields: object) -> int:
    """Add somebody with a password and return the number of their account."""
    with app.app_context():
        account = add_account(db.session(), *roles, email=email, **fields)
        account.password_hash = hashed_password()
        db.session.commit()
        return account.id


def give_authenticator(app: Flask, account_id: int) -> str:
    """Set up an authenticator for an account and return the secret its owner's app holds."""
    app_secrets = AppSecrets(app.config["SECRET_KEY"])
    secret = app_secrets.new_secret()
    with app.app_context():
        account = db.session.get(Account, account_id)
        assert account is not None
        account.totp_secret = secret
        db.session.commit()
    return app_secrets.setup(secret, "x").typed_secret


def code_for(typed_secret: str, *, steps: int = 0) -> str:
    """Return the code an app shows now, or ``steps`` half minutes later."""
    at = time.time() + 30 * steps
    return app_code(typed_secret, at)
