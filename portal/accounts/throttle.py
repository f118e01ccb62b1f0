"""Counts failed sign-ins where limits are counted, under pseudonyms, and makes guessers wait.

Each pair of account and network waits on its own, and so does each known device: nobody can
keep another person out from elsewhere. An attempt is counted before the password is looked
at, so that many at once gain nothing.
"""

import hashlib

from flask import current_app

from portal import clock
from portal.accounts.domain.delays import (
    HOUR_SECONDS,
    NETWORK_FAILURES_AN_HOUR,
    REMEMBERED_SECONDS,
    WRONG_CODES_AN_HOUR,
    delay_seconds,
)
from portal.extensions import CLIENT_KEY, limiter


class TooManyAttempts(Exception):
    """The caller has to wait ``seconds`` before the next attempt."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = max(1, seconds)


def attempt(who: str, *, device: bytes | None) -> str:
    """Count an attempt to sign in as ``who`` and return the key to forget it by.

    :param device: the hash of a device known to the account, which waits only for itself.
    :raises TooManyAttempts: while the caller has to wait.
    """
    network = str(current_app.extensions[CLIENT_KEY]())
    key = _key("device", device.hex(), who) if device else _key("network", network, who)
    failures = _key("failures", network)
    if device is None and limiter.storage.get(failures) >= NETWORK_FAILURES_AN_HOUR:
        raise TooManyAttempts(_seconds_left(failures))
    _refuse_while_waiting(key)
    delay = delay_seconds(limiter.storage.incr(key, REMEMBERED_SECONDS))
    if delay and limiter.storage.incr(f"{key}:wait", delay) > 1:
        raise TooManyAttempts(_seconds_left(f"{key}:wait"))
    return key


def failed() -> None:
    """Count a failure against the caller's network."""
    network = str(current_app.extensions[CLIENT_KEY]())
    limiter.storage.incr(_key("failures", network), HOUR_SECONDS)


def succeeded(key: str) -> None:
    """Forget the failures counted under ``key``."""
    limiter.storage.clear(key)
    limiter.storage.clear(f"{key}:wait")


def count_code(account_id: int) -> None:
    """Count a one-time code typed for an account whose password was right.

    Only somebody who knows the password gets here, so this limit holds over all networks.

    :raises TooManyAttempts: when too many were typed within the hour.
    """
    key = _key("codes", str(account_id))
    if limiter.storage.incr(key, HOUR_SECONDS) > WRONG_CODES_AN_HOUR:
        raise TooManyAttempts(_seconds_left(key))


def forget_codes(account_id: int) -> None:
    """Forget the wrong codes of an account after a right one."""
    limiter.storage.clear(_key("codes", str(account_id)))


def _key(*parts: str) -> str:
    """Return a storage key that names neither account nor network."""
    return "portal:sign-in:" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _refuse_while_waiting(key: str) -> None:
    if limiter.storage.get(f"{key}:wait"):
        raise TooManyAttempts(_seconds_left(f"{key}:wait"))


def _seconds_left(key: str) -> int:
    return int(limiter.storage.get_expiry(key) - clock.now().timestamp()) + 1
