"""Flask-Security-Too at work: password hashes, strength, and one-time codes.

It runs on an app of its own, because on the portal's it would open the session on every
public page (docs/adr). Import this module only through ``portal.accounts.credentials``.
"""

import secrets
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import flask_security
from flask import Flask
from passlib.exc import TokenError
from zxcvbn import zxcvbn

from portal.accounts.domain.passwords import (
    FEWEST_OWN_LETTERS,
    LOWEST_SCORE,
    Weakness,
    WeakPassword,
    check_length,
    own_letters,
)

# Argon2id with 32 MiB and three passes: well above OWASP's least, about a twentieth of a second.
ARGON2 = {
    "argon2__type": "ID",
    "argon2__memory_cost": 32 * 1024,
    "argon2__time_cost": 3,
    "argon2__parallelism": 1,
}
ISSUER = "Suara Loket"
WINDOW_SECONDS = 30
EXAMINED = 72


class _NoPeople:
    """Accounts are the portal's own; Flask-Security never looks one up."""


class OneTimeCodes(flask_security.Totp):
    """Codes of an authenticator app that refuse to be used twice."""

    def counter_of(
        self, code: str, secret: str, *, last_counter: int | None, now: datetime
    ) -> int | None:
        """Return the counter ``code`` belongs to, or None when it is wrong or was used."""
        try:
            match = self._totp.verify(
                "".join(code.split()),
                secret,
                time=now.timestamp(),
                window=WINDOW_SECONDS,
                last_counter=last_counter,
            )
        except TokenError:
            return None
        return int(match.counter)


@lru_cache(maxsize=1)
def _app() -> Flask:
    app = Flask("portal.accounts.engine", static_folder=None)
    app.config.from_mapping(
        SECRET_KEY=secrets.token_hex(),
        WTF_CSRF_ENABLED=False,
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of the scheme
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=ARGON2,
        SECURITY_PASSWORD_CHECK_BREACHED=False,
    )
    flask_security.Security(app, cast(Any, _NoPeople()), register_blueprint=False)
    return app


def hash_password(password: str) -> str:
    """Return the argon2id hash of ``password``."""
    with _app().app_context():
        return str(flask_security.hash_password(_normalised(password)))


def is_password(password: str, stored: str | None) -> bool:
    """Return whether ``password`` fits the hash; without a hash it takes as long and fails."""
    with _app().app_context():
        fits = bool(flask_security.verify_password(_normalised(password), stored or _nobody()))
    return fits and stored is not None


def refuse_weak(password: str, about: tuple[str, ...]) -> None:
    """Refuse a password that is easy to guess, also from what is known ``about`` its owner.

    :raises WeakPassword: with the reason.
    """
    check_length(password)
    head = password[:EXAMINED]
    known = [*about, *_local_words()]
    found = zxcvbn(head, user_inputs=known, max_length=EXAMINED)
    if found["score"] < LOWEST_SCORE or own_letters(password, known) < FEWEST_OWN_LETTERS:
        raise WeakPassword(Weakness.GUESSABLE)


@lru_cache(maxsize=4)
def one_time_codes(key: str) -> OneTimeCodes:
    """Return the codes whose secrets are stored encrypted with ``key``."""
    return OneTimeCodes({"1": key}, ISSUER)


def _normalised(password: str) -> str:
    return str(_app().extensions["security"].password_util.normalize(password))


@lru_cache(maxsize=1)
def _local_words() -> tuple[str, ...]:
    """Return what a guesser of this city tries first; zxcvbn knows English and common passwords."""
    return tuple((Path(__file__).parent / "local_words.txt").read_text().split())


@lru_cache(maxsize=1)
def _nobody() -> str:
    return hash_password(secrets.token_hex())
