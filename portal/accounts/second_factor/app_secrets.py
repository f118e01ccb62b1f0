"""Codes of authenticator apps (TOTP, RFC 6238) and the secrets they are made from."""

import base64
import os
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from portal.accounts.second_factor.stored_secrets import (
    UnreadableSecret,
    close_secret,
    is_older_form,
    key_material,
    open_secret,
)

ISSUER = "Suara Loket"
DIGITS = 6
STEP_SECONDS = 30
# A code counts in its own half minute, the one before and the one after.
STEPS_AROUND = 1
SECRET_BYTES = 20
GROUP = 4


@dataclass(frozen=True, slots=True)
class Setup:
    """What an authenticator app needs: a secret to type, or an address to scan."""

    typed_secret: str
    uri: str


class AppSecrets:
    """Secrets of authenticator apps, encrypted with a key made from the portal's secret."""

    def __init__(self, secret_key: str) -> None:
        self._material = key_material(secret_key)

    def new_secret(self) -> str:
        """Return a fresh secret of 160 bits in the encrypted form that is stored."""
        return close_secret(os.urandom(SECRET_BYTES), self._material)

    def setup(self, secret: str, name: str) -> Setup:
        """Return what the app of the person called ``name`` needs for a stored ``secret``.

        :raises UnreadableSecret: when the portal's secret is another one than it was.
        """
        plain = base64.b32encode(open_secret(secret, self._material)).decode().rstrip("=")
        groups = (plain[start : start + GROUP] for start in range(0, len(plain), GROUP))
        label = f"{quote(ISSUER, safe='')}:{quote(name, safe='@')}"
        issuer = quote(ISSUER, safe="")
        return Setup("-".join(groups), f"otpauth://totp/{label}?secret={plain}&issuer={issuer}")

    def counter_of(
        self, code: str, *, secret: str, last_counter: int | None, now: datetime
    ) -> int | None:
        """Return the counter of a right and unused ``code``, else None.

        A counter is the number of half minutes since 1970. None also when ``secret`` cannot be
        read with the portal's secret.

        :param last_counter: the counter of the last code that was used; it and older ones are
            refused. None when no code was used yet.
        """
        typed = "".join(code.split())
        if not (len(typed) == DIGITS and typed.isascii() and typed.isdecimal()):
            return None
        try:
            codes = self._codes(secret)
        except UnreadableSecret:
            return None
        middle = int(now.timestamp()) // STEP_SECONDS
        around = range(middle - STEPS_AROUND, middle + STEPS_AROUND + 1)
        fitting = [counter for counter in around if _fits(codes, typed, counter=counter)]
        return next((c for c in fitting if last_counter is None or c > last_counter), None)

    def example_code(self, secret: str, *, now: datetime) -> str:
        """Return a code of a stored ``secret`` that counts for a minute to a minute and a half.

        For the page of a made-up city that shows the secret itself.

        :raises UnreadableSecret: when the portal's secret is another one than it was.
        """
        counter = int(now.timestamp()) // STEP_SECONDS + STEPS_AROUND
        return self._codes(secret).generate(counter * STEP_SECONDS).decode()

    def today(self, secret: str) -> str:
        """Return a stored ``secret`` in today's form.

        Call this after a code was right: only that shows that an older secret was read with the
        key it was made with.

        :raises UnreadableSecret: when the portal's secret is another one than it was.
        """
        if not is_older_form(secret):
            return secret
        return close_secret(open_secret(secret, self._material), self._material)

    def can_read(self, secret: str) -> bool:
        """Return whether a stored ``secret`` opens with the portal's secret of today."""
        try:
            open_secret(secret, self._material)
        except UnreadableSecret:
            return False
        return True

    def _codes(self, secret: str) -> TOTP:
        return TOTP(
            open_secret(secret, self._material),
            DIGITS,
            SHA1(),  # noqa: S303 - the one hash that every app computes
            STEP_SECONDS,
            enforce_key_length=False,
        )


def _fits(codes: TOTP, typed: str, *, counter: int) -> bool:
    try:
        codes.verify(typed.encode(), counter * STEP_SECONDS)
    except InvalidToken:
        return False
    return True
