"""Whether the secret key is the one the database records; if not, what needs it is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, request
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.storage.lasting_keys.keys import (
    KeyName,
    KeyState,
    KeyUnusable,
    is_right_key,
    known_key,
    record_key,
)
from portal.time import clock
from portal.web.access import Staff
from portal.web.extensions import current_settings, db
from portal.web.health import OK, Probe, ProbeResult
from portal.web.navigation import PendingTask, add_next_steps

GUARD = "portal_secret_guard"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
FRESH_SECONDS = 2.0
LONG_AGO = float("-inf")
NAME = KeyName.SECRET
# Programs with keys of their own send no form that the secret key signs.
OF_PROGRAMS = "/api/"

WORDS = {
    str(KeyState.MISSING): _l("Berkas kunci ini hilang."),
    str(KeyState.OTHER): _l("Kunci ini bukan kunci yang dikenal basis data."),
    str(KeyState.UNREADABLE): _l("Berkas kunci ini tidak dapat dibaca oleh portal."),
    str(KeyState.OPEN): _l("Berkas kunci ini dapat dibaca pengguna lain di server."),
    str(KeyState.DAMAGED): _l("Berkas kunci ini rusak atau tidak utuh."),
}


@dataclass(slots=True)
class SecretGuard:
    """The state of the secret key, read from the database at most every two seconds."""

    #: What the key's file said when the process started.
    file_state: KeyState
    #: Whether data that is there opens with the key: None when there is nothing to try.
    opens: Callable[[Session, str], bool | None]
    state: KeyState = KeyState.OK
    asked_at: float = LONG_AGO

    def now(self, *, secret_key: str) -> KeyState:
        """Return what can be said of the key; what was known last while the database is away."""
        if self.file_state is not KeyState.OK:
            return self.file_state
        if clock.ticking_seconds() - self.asked_at >= FRESH_SECONDS:
            try:
                with Session(db.engine) as session:
                    self.state = self._asked(session, secret_key)
            except (SQLAlchemyError, OSError):
                return self.state
            self.asked_at = clock.ticking_seconds()
        return self.state

    def _asked(self, session: Session, secret_key: str) -> KeyState:
        if known_key(session, NAME) is None:
            if self.opens(session, secret_key) is False:
                return KeyState.OTHER
            record_key(session, NAME, key=secret_key.encode())
        is_right = is_right_key(session, NAME, key=secret_key.encode())
        return KeyState.OK if is_right else KeyState.OTHER


def install_secret_guard(
    app: Flask, *, file_state: KeyState, opens: Callable[[Session, str], bool | None]
) -> None:
    """Refuse whatever is sent while the secret key is not the right one; pages are still read."""
    app.extensions[GUARD] = SecretGuard(file_state, opens)
    app.before_request(_refuse_what_is_sent)
    add_next_steps(app, _secret_steps)


def secret_state() -> KeyState:
    """Return what can be said of the secret key now."""
    guard = cast(SecretGuard, current_app.extensions[GUARD])
    return guard.now(secret_key=current_settings().secret_key)


def require_secret() -> None:
    """Refuse to go on without the right secret key.

    :raises portal.storage.lasting_keys.keys.KeyUnusable: with what is wrong with it.
    """
    state = secret_state()
    if state is not KeyState.OK:
        raise KeyUnusable(NAME, state)


def _refuse_what_is_sent() -> None:
    if request.method not in READING and not request.path.startswith(OF_PROGRAMS):
        require_secret()


def step_of_key(title: object, state: KeyState) -> PendingTask:
    """Return the line of every staff member's first page that names a key and what is wrong."""
    return PendingTask(f"{title}: {WORDS[str(state)]}", "accounts.home")


def _secret_steps(session: Session, staff: Staff) -> list[PendingTask]:
    state = secret_state()
    return [] if state is KeyState.OK else [step_of_key(SECRET_PROBE.title, state)]


def _probed() -> ProbeResult:
    state = secret_state()
    return ProbeResult(state is KeyState.OK, OK if state is KeyState.OK else str(state))


SECRET_PROBE = Probe(
    "secret_key",
    _probed,
    is_fast=True,
    needs="database",
    title=_l("Kunci rahasia portal"),
    words=WORDS,
    remedy=_l("Kembalikan kunci PORTAL_SECRET_KEY atau berkas secret_key, lalu mulai ulang."),
)
