"""Who a browser's cookie belongs to, and which browsers a person is known by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.sessions.domain import DEVICE_KNOWN_FOR, Stage, is_alive
from portal.accounts.sessions.models import KnownDevice, StaffSession
from portal.accounts.staff.queries import (
    roles_of,
    staff_of,
    with_account,
    with_person,
)
from portal.storage.prepared import Question, columns_of, prepared
from portal.storage.validity import is_running
from portal.web.access import Role, Staff


def is_known_device(
    session: Session, device_hash: bytes, *, account_id: int, now: datetime
) -> bool:
    """Return whether the account has signed in from this device before."""
    found = session.get(KnownDevice, (device_hash, account_id))
    if found is None:
        return False
    return is_running(found.expires_at, lasts=DEVICE_KNOWN_FOR, now=now)


def is_anybodys_device(session: Session, device_hash: bytes) -> bool:
    """Return whether this device was ever given its token by the portal."""
    found = select(KnownDevice.account_id).where(KnownDevice.device_hash == device_hash).limit(1)
    return session.scalar(found) is not None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser's session with its person; half-way ones are not signed in yet."""

    token_hash: bytes
    stage: Stage
    staff: Staff
    device: str
    created_at: datetime
    proved_at: datetime
    seen_at: datetime


@prepared()
def _of_browser(token_hash: Any) -> Question:
    """Ask for a browser's session with its open account, one row for each role."""
    every = with_person(select(*columns_of(StaffSession)), StaffSession.account_id)
    return every.where(StaffSession.token_hash == token_hash)


def open_session(session: Session, token_hash: bytes, *, now: datetime) -> OpenSession | None:
    """Return the session of an active account that has not expired, or None.

    :param token_hash: the 32 bytes stored for the browser's cookie.
    """
    rows = _of_browser.rows(session, token_hash=token_hash).all()
    if not rows:
        return None
    staff = staff_of(rows)
    if not _is_alive(rows[0], roles=staff.roles, now=now):
        return None
    return _as_result(rows[0], staff=staff)


def sessions_of(session: Session, account_id: int, *, now: datetime) -> list[OpenSession]:
    """Return the signed-in sessions that have not expired of an account, the latest seen first."""
    roles = roles_of(session, account_id)
    rows = session.execute(
        with_account(select(StaffSession), StaffSession.account_id)
        .where(StaffSession.account_id == account_id, StaffSession.stage == Stage.SIGNED_IN)
        .order_by(StaffSession.seen_at.desc(), StaffSession.token_hash)
    )
    return [
        _as_result(
            row, staff=Staff(account.id, account.name, frozenset(), officer_id=account.officer_id)
        )
        for row, account in rows
        if _is_alive(row, roles=roles, now=now)
    ]


def offered_secret(session: Session, token_hash: bytes) -> str | None:
    """Return the authenticator secret a browser is being shown, encrypted, or None."""
    return session.scalar(
        select(StaffSession.offered_secret).where(StaffSession.token_hash == token_hash)
    )


def _is_alive(row: Any, *, roles: Iterable[Role], now: datetime) -> bool:
    return is_alive(
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
        roles=roles,
        now=now,
    )


def _as_result(row: Any, *, staff: Staff) -> OpenSession:
    return OpenSession(
        token_hash=row.token_hash,
        stage=Stage(row.stage),
        staff=staff,
        device=row.device,
        created_at=row.created_at,
        proved_at=row.proved_at,
        seen_at=row.seen_at,
    )
