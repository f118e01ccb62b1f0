"""Remembers the browsers a person has signed in from, so that strangers cannot slow them down."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.accounts.domain.notices import Notice
from portal.accounts.domain.sessions import DEVICE_KNOWN_FOR
from portal.accounts.domain.tokens import new_token, token_hash
from portal.accounts.models.proofs import KnownDevice
from portal.accounts.queries.people import is_anybodys_device, is_known_device
from portal.accounts.service.notices import tell
from portal.storage.validity import is_running


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
