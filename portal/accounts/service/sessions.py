"""Starts, renews and ends the sessions of browsers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.accounts.domain.sessions import HALF_WAY_LASTS, SEEN_STEP, SESSION_LASTS, Stage
from portal.accounts.domain.tokens import new_token, token_hash
from portal.accounts.models.proofs import StaffSession
from portal.accounts.queries.sessions import OpenSession
from portal.storage.database import begin_write
from portal.storage.validity import is_running


@dataclass(frozen=True, slots=True)
class Browser:
    """Which account a browser belongs to, how far it has come and what it is called."""

    account_id: int
    stage: Stage
    device: str


def add_session(session: Session, browser: Browser, *, now: datetime) -> str:
    """Add a session within the caller's transaction and return the token for the cookie.

    :param now: the moment of the sign-in, aware.
    """
    token = new_token()
    lasts = SESSION_LASTS if browser.stage is Stage.SIGNED_IN else HALF_WAY_LASTS
    session.add(
        StaffSession(
            token_hash=token_hash(token),
            account_id=browser.account_id,
            stage=browser.stage,
            device=browser.device,
            created_at=now,
            proved_at=now,
            seen_at=now,
            expires_at=now + lasts,
        )
    )
    return token


def start_session(session: Session, browser: Browser, *, now: datetime) -> str:
    """Start a session and return the token for the browser's cookie."""
    begin_write(session)
    session.execute(
        delete(StaffSession).where(
            ~is_running(StaffSession.expires_at, lasts=SESSION_LASTS, now=now)
        )
    )
    token = add_session(session, browser, now=now)
    session.commit()
    return token


def end_session(session: Session, hashed: bytes) -> None:
    """End the session whose cookie has the hash ``hashed``; ending it twice changes nothing."""
    begin_write(session)
    session.execute(delete(StaffSession).where(StaffSession.token_hash == hashed))
    session.commit()


def note_seen(session: Session, found: OpenSession, *, now: datetime) -> None:
    """Remember that a session is in use, at most once in a few minutes."""
    if now < found.seen_at + SEEN_STEP:
        return
    begin_write(session)
    session.execute(
        update(StaffSession).where(StaffSession.token_hash == found.token_hash).values(seen_at=now)
    )
    session.commit()
