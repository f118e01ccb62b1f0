"""Issues one-time links and lets their holder choose a password."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.audit_log.service import Actor, append
from portal.accounts.links.domain import LINK_LASTS, SEALED_FOR, LinkPurpose
from portal.accounts.links.models import AskedLink, OneTimeLink
from portal.accounts.links.queries import is_link_running, latest_expiry, live_link
from portal.accounts.passwords import credentials
from portal.accounts.sessions.domain import new_token, token_hash
from portal.accounts.sessions.service import drop_sessions, keep_device
from portal.accounts.staff.domain import Identity
from portal.accounts.staff.queries import proofs_by_identity
from portal.accounts.staff.service import set_password_hash
from portal.storage.database import begin_write
from portal.storage.lasting_keys.keys import derived_key
from portal.storage.validity import is_running
from portal.web.access import Act

# A second request within this time sends no second message, so that nobody's box is flooded.
QUIET_FOR = timedelta(minutes=5)


class LinkNotUsable(Exception):
    """The link does not exist, was used, is over, or its account is closed."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A fresh link: its token, shown or sent once, and when it ends."""

    token: str
    expires_at: datetime


def add_link(session: Session, account_id: int, *, purpose: LinkPurpose, now: datetime) -> Issued:
    """Add a link within the caller's transaction; older ones for the same purpose end."""
    session.execute(
        delete(OneTimeLink).where(
            ~is_link_running(now)
            | ((OneTimeLink.account_id == account_id) & (OneTimeLink.purpose == purpose))
        )
    )
    issued = Issued(new_token(), now + LINK_LASTS[purpose])
    session.add(
        OneTimeLink(
            token_hash=token_hash(issued.token),
            account_id=account_id,
            purpose=purpose,
            expires_at=issued.expires_at,
        )
    )
    return issued


def drop_links(session: Session, account_id: int) -> None:
    """End every link of an account within the caller's transaction."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.account_id == account_id))


def request_reset(session: Session, identity: Identity, *, now: datetime) -> Issued | None:
    """Add a link for the account's e-mail address within the caller's transaction, if one may be.

    None for unknown, closed and never used accounts, for people without an e-mail address,
    and when a link was sent a moment ago.
    """
    found = proofs_by_identity(session, identity)
    if found is None or not found.is_active or found.password_hash is None or not identity.email:
        return None
    return _add_link_in_quiet(
        session, found.account_id, purpose=LinkPurpose.PASSWORD_RESET, now=now
    )


def request_device_link(session: Session, account_id: int, *, now: datetime) -> Issued | None:
    """Add a link that makes a browser known, as above; None when one was sent just now."""
    return _add_link_in_quiet(session, account_id, purpose=LinkPurpose.DEVICE, now=now)


def make_device_known(session: Session, token: str, *, device_token: str, now: datetime) -> str:
    """Make the browser known to the link's account; the link ends. Return the browser's token.

    Nobody is signed in by it.

    :raises LinkNotUsable: when the link may not be used (any more), or is for something else.
    """
    hashed = token_hash(token)
    link = live_link(session, hashed, now=now)
    if link is None or link.purpose is not LinkPurpose.DEVICE:
        raise LinkNotUsable
    begin_write(session)
    _spend(session, hashed, now=now)
    kept = keep_device(session, device_token, account_id=link.account_id, now=now)
    act = Act("device.known", f"account:{link.account_id}", {})
    append(session, act, actor=Actor(link.account_id, link.name), now=now)
    session.commit()
    return kept


def choose_password(
    session: Session, token: str, *, password: str, now: datetime, device_token: str = ""
) -> str:
    """Set the password of the link's account; the link, other links and all sessions end.

    The browser is known to the account from then on, so that somebody who is kept from signing
    in by guessers gets in with the link of an administrator. Return the browser's token.

    :raises LinkNotUsable: when the link may not be used (any more).
    :raises portal.accounts.passwords.domain.WeakPassword: when the password is too weak;
        the link stays usable.
    """
    hashed = token_hash(token)
    link = live_link(session, hashed, now=now)
    if link is None or link.purpose is LinkPurpose.DEVICE:
        raise LinkNotUsable
    credentials.refuse_weak(password, link.name, link.contact)
    stored = credentials.hash_password(password)
    begin_write(session)
    _spend(session, hashed, now=now)
    _set_password(session, link.account_id, stored=stored)
    kept = keep_device(session, device_token, account_id=link.account_id, now=now, tells=False)
    act = Act("password.set", f"account:{link.account_id}", {"by": link.purpose.value})
    append(session, act, actor=Actor(link.account_id, link.name), now=now)
    session.commit()
    return kept


def change_password(
    session: Session, *, by: Actor, account_id: int, password: str, about: str, now: datetime
) -> None:
    """Set a new password for a signed-in person; all their sessions end.

    :raises portal.accounts.passwords.domain.WeakPassword: when it is too weak.
    """
    credentials.refuse_weak(password, by.name, about)
    stored = credentials.hash_password(password)
    begin_write(session)
    _set_password(session, account_id, stored=stored)
    append(session, Act("password.change", f"account:{account_id}", {}), actor=by, now=now)
    session.commit()


def _add_link_in_quiet(
    session: Session, account_id: int, *, purpose: LinkPurpose, now: datetime
) -> Issued | None:
    expiry = latest_expiry(session, account_id, purpose=purpose)
    quiet_until = None if expiry is None else expiry - LINK_LASTS[purpose] + QUIET_FOR
    if quiet_until is not None and is_running(quiet_until, lasts=QUIET_FOR, now=now):
        return None
    return add_link(session, account_id, purpose=purpose, now=now)


def _spend(session: Session, hashed: bytes, *, now: datetime) -> None:
    spent = session.execute(
        delete(OneTimeLink)
        .where(OneTimeLink.token_hash == hashed, is_link_running(now))
        .returning(OneTimeLink.account_id)
    ).first()
    if spent is None:
        session.rollback()
        raise LinkNotUsable


def _set_password(session: Session, account_id: int, *, stored: str) -> None:
    set_password_hash(session, account_id, stored=stored)
    drop_links(session, account_id)
    drop_sessions(session, account_id)


def re_seal_requests(session: Session, *, old_key: str, new_key: str) -> int:
    """Seal the requests that wait with ``new_key``, and return how many there were; commits.

    What opens with neither key stays as it is: it goes when its time is over.
    """
    before, after = (SecretBox(derived_key(key, purpose=SEALED_FOR)) for key in (old_key, new_key))
    begin_write(session)
    count = 0
    for row in session.scalars(select(AskedLink)).all():
        with suppress(CryptoError):
            row.sealed = bytes(after.encrypt(before.decrypt(row.sealed)))
            count += 1
    session.commit()
    return count
