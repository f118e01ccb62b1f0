"""Passwords and one-time codes; the library behind them is loaded when the first is needed."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.accounts.engine import OneTimeCodes


@dataclass(frozen=True, slots=True)
class Setup:
    """What an authenticator app needs: a secret to type, or an address to scan."""

    typed_secret: str
    uri: str


def hash_password(password: str) -> str:
    """Return the argon2id hash of ``password``."""
    # Loading takes most of a second, which neither public pages nor commands should pay.
    from portal.accounts import engine  # noqa: PLC0415 - see above

    return engine.hash_password(password)


def is_password(password: str, stored: str | None) -> bool:
    """Return whether ``password`` fits; an unknown account (None) takes as long as any other."""
    from portal.accounts import engine  # noqa: PLC0415 - see hash_password

    return engine.is_password(password, stored)


def refuse_weak(password: str, *about: str) -> None:
    """Refuse a password that is easy to guess, also from what is known ``about`` its owner.

    :raises portal.accounts.domain.passwords.WeakPassword: with the reason.
    """
    from portal.accounts import engine  # noqa: PLC0415 - see hash_password

    engine.refuse_weak(password, about)


class Authenticators:
    """Secrets of authenticator apps, encrypted with a key made from the portal's secret."""

    def __init__(self, secret_key: str) -> None:
        self._key = hmac.new(secret_key.encode(), b"authenticators", hashlib.sha256).hexdigest()

    def new_secret(self) -> str:
        """Return a fresh secret in the encrypted form that is stored."""
        return str(self._codes().generate_totp_secret())

    def setup(self, secret: str, name: str) -> Setup:
        """Return what the app of the person called ``name`` needs for a stored ``secret``."""
        codes = self._codes()
        return Setup(codes.get_totp_pretty_key(secret), codes.get_totp_uri(name, secret))

    def counter_of(
        self, code: str, *, secret: str, last_counter: int | None, now: datetime
    ) -> int | None:
        """Return the counter of a right and unused ``code``, else None."""
        return self._codes().counter_of(code, secret, last_counter=last_counter, now=now)

    def _codes(self) -> "OneTimeCodes":
        from portal.accounts.engine import one_time_codes  # noqa: PLC0415 - see hash_password

        return one_time_codes(self._key)
