"""Bounds on guessing passwords and codes, and on how many passwords are checked at once.

A password is always looked at. Beyond the bounds it is not enough alone: from a device that the
account does not record, a code of the app or a letter with a link is asked as well, and the answer
to a right password looks like the answer to a wrong one. So strangers keep nobody out, and
guesses beyond the bounds tell nothing. Codes of the app are short: a wrong one makes the next
attempt from the same network wait, ever longer. Known devices count and wait for themselves.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from portal.accounts.refusals.domain import (
    ACCOUNT_FAILURES_AN_HOUR,
    NETWORK_FAILURES_AN_HOUR,
    OWN_FAILURES_AN_HOUR,
    REMEMBERED_SECONDS,
    WRONG_CODES_AN_HOUR,
    delay_seconds,
)
from portal.web.extensions import limiter, moment
from portal.web.guessing import Attempt, GuessBound, client_network, count_attempt

# Of the threads of one process strangers may hold so many with passwords; hashing takes
# 32 MiB and a tenth of a second of a core each time.
STRANGERS_AT_ONCE = 2
BUSY_SECONDS = 2
_checked: set[str] = set()
_lock = threading.Lock()


class TooManyAttempts(Exception):
    """The caller has to wait ``seconds`` before the next attempt."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = max(1, seconds)


class Busy(TooManyAttempts):
    """As many passwords are being checked as may be at once."""

    def __init__(self) -> None:
        super().__init__(BUSY_SECONDS)


@dataclass(frozen=True, slots=True)
class CodeAttempt:
    """An attempt at a code that may be looked at now."""

    key: str
    attempt: Attempt

    def take_back(self) -> None:
        """Forget the wrong codes before a right one."""
        limiter.storage.clear(self.key)
        limiter.storage.clear(f"{self.key}:wait")
        self.attempt.take_back()


@contextmanager
def password_check(*, device: bytes | None) -> Iterator[None]:
    """Let the password be checked within; strangers at once are few, and one of each network.

    :param device: the hash of a device known to the account, which always gets its check.
    :raises Busy: when too many are being checked.
    """
    if device is not None:
        yield
        return
    network = client_network()
    with _lock:
        if network in _checked or len(_checked) >= STRANGERS_AT_ONCE:
            raise Busy
        _checked.add(network)
    try:
        yield
    finally:
        with _lock:
            _checked.discard(network)


def count_password(who: str, *, device: bytes | None) -> Attempt:
    """Count an attempt to sign in as ``who`` before its password is looked at.

    :param device: the hash of a device known to the account; it counts for itself alone.
    """
    if device is not None:
        return count_attempt(
            GuessBound(("password", "device", device.hex(), who), OWN_FAILURES_AN_HOUR)
        )
    network = client_network()
    return count_attempt(
        GuessBound(("password", "own", network, who), OWN_FAILURES_AN_HOUR),
        GuessBound(("password", "network", network), NETWORK_FAILURES_AN_HOUR),
        GuessBound(("password", "account", who), ACCOUNT_FAILURES_AN_HOUR),
    )


def start_attempt(what: str, account_id: int, *, device: bytes | None) -> CodeAttempt:
    """Count an attempt at ``what`` of an account, or refuse while the caller has to wait.

    Only somebody who knows the password, or has a session, gets here.

    :param device: the hash of a device known to the account, which waits for itself alone.
    :raises TooManyAttempts: while the caller's network, or device, has to wait, and when all
        networks together have tried too often within the hour.
    """
    lane = f"device {device.hex()}" if device is not None else f"network {client_network()}"
    key = GuessBound((what, lane, str(account_id)), 0).key
    _refuse_while_waiting(key)
    delay = delay_seconds(limiter.storage.incr(key, REMEMBERED_SECONDS))
    if delay and limiter.storage.incr(f"{key}:wait", delay) > 1:
        raise TooManyAttempts(_seconds_left(f"{key}:wait"))
    if device is not None:
        return CodeAttempt(key, Attempt(is_within=True, keys=()))
    attempt = count_attempt(GuessBound((what, "account", str(account_id)), WRONG_CODES_AN_HOUR))
    if not attempt.is_within:
        raise TooManyAttempts(attempt.seconds_left)
    return CodeAttempt(key, attempt)


def _refuse_while_waiting(key: str) -> None:
    if limiter.storage.get(f"{key}:wait"):
        raise TooManyAttempts(_seconds_left(f"{key}:wait"))


def _seconds_left(key: str) -> int:
    return int(limiter.storage.get_expiry(key) - moment().timestamp()) + 1
