"""Starts, renews and ends the sessions of browsers, and records known ones."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.accounts.audit_log.service import Actor, append_and_commit
from portal.accounts.letters.domain import Notice
from portal.accounts.letters.service import tell
from portal.accounts.sessions.domain import (
    DEVICE_KNOWN_FOR,
    HALF_WAY_LASTS,
    SEEN_STEP,
    SESSION_LASTS,
    Stage,
    new_token,
    token_hash,
)
from portal.accounts.sessions.models import KnownDevice, StaffSession
from portal.accounts.sessions.queries import OpenSession, is_anybodys_device, is_known_device
from portal.storage.database import begin_write
from portal.storage.validity import is_running
from portal.web.access import Act


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
    drop_session(session, hashed)
    session.commit()


def drop_session(session: Session, hashed: bytes) -> None:
    """End the session whose cookie has the hash ``hashed``, within the caller's transaction."""
    session.execute(delete(StaffSession).where(StaffSession.token_hash == hashed))


def drop_sessions(session: Session, account_id: int) -> None:
    """End every session of an account within the caller's transaction."""
    session.execute(delete(StaffSession).where(StaffSession.account_id == account_id))


def forget_devices(session: Session, account_id: int) -> None:
    """Forget every browser of an account within the caller's transaction."""
    session.execute(delete(KnownDevice).where(KnownDevice.account_id == account_id))


def note_offered(session: Session, hashed: bytes, *, secret: str) -> None:
    """Keep the encrypted secret that a browser is shown, within the caller's transaction."""
    session.execute(
        update(StaffSession).where(StaffSession.token_hash == hashed).values(offered_secret=secret)
    )


def forget_offered(session: Session) -> None:
    """Forget every secret that is only being shown, within the caller's transaction."""
    session.execute(update(StaffSession).values(offered_secret=None))


def note_seen(session: Session, found: OpenSession, *, now: datetime) -> None:
    """Remember that a session is in use, at most once in a few minutes."""
    if now < found.seen_at + SEEN_STEP:
        return
    begin_write(session)
    session.execute(
        update(StaffSession).where(StaffSession.token_hash == found.token_hash).values(seen_at=now)
    )
    session.commit()


def keep_device(
    session: Session, token: str, *, account_id: int, now: datetime, tells: bool = True
) -> str:
    """Remember the browser within the caller's transaction and return its token.

    A browser that several people share keeps one token; a token that was never given out,
    which somebody may have planted, is replaced. The account's owner is told of a new one,
    unless ``tells`` is false because a letter about the same act says it.
    """
    session.execute(
        delete(KnownDevice).where(
            ~is_running(KnownDevice.expires_at, lasts=DEVICE_KNOWN_FOR, now=now)
        )
    )
    is_known = is_known_device(session, token_hash(token), account_id=account_id, now=now)
    if tells and not is_known:
        tell(session, account_id, notice=Notice.NEW_DEVICE)
    if not is_anybodys_device(session, token_hash(token)):
        token = new_token()
    hashed = token_hash(token)
    session.merge(
        KnownDevice(device_hash=hashed, account_id=account_id, expires_at=now + DEVICE_KNOWN_FOR)
    )
    return token


def end_sessions(
    session: Session, account_id: int, *, by: Actor, now: datetime, keep: bytes | None = None
) -> None:
    """End the sessions of an account, except the one whose cookie has the hash ``keep``."""
    begin_write(session)
    session.execute(
        delete(StaffSession).where(
            StaffSession.account_id == account_id, StaffSession.token_hash != (keep or b"")
        )
    )
    append_and_commit(session, Act("session.end_all", f"account:{account_id}", {}), by=by, now=now)


def end_session_of(
    session: Session, account_id: int, *, hashed: bytes, by: Actor, now: datetime
) -> bool:
    """End one session of an account; return whether it was one of its sessions."""
    begin_write(session)
    ended = session.execute(
        delete(StaffSession)
        .where(StaffSession.token_hash == hashed, StaffSession.account_id == account_id)
        .returning(StaffSession.account_id)
    ).first()
    if ended is None:
        session.rollback()
        return False
    append_and_commit(session, Act("session.end", f"account:{account_id}", {}), by=by, now=now)
    return True
