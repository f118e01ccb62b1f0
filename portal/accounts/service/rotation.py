"""Encrypts authenticators and unsent letters anew when PORTAL_SECRET_KEY changes."""

from collections.abc import Sequence
from contextlib import suppress

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.domain.asked_links import SEALED_FOR as ASKED_FOR
from portal.accounts.domain.letters import SEALED_FOR
from portal.accounts.models.account import Account
from portal.accounts.models.asked_links import AskedLink
from portal.accounts.models.letters import UnsentLetter
from portal.accounts.models.proofs import StaffSession
from portal.accounts.stored_secrets import (
    FORM,
    UnreadableSecret,
    close_secret,
    is_older_form,
    key_material,
    open_secret,
)
from portal.storage.database import begin_write
from portal.storage.derived_keys import derived_key


def re_encrypt_authenticators(session: Session, *, old_key: str, new_key: str) -> int:
    """Encrypt every authenticator's secret with ``new_key``, and return how many there were.

    Secrets that are only being shown (half-way through setting up) are dropped: the person is
    shown a new one. Nothing is changed when one secret can be read with neither key; what is
    encrypted with ``new_key`` already stays, so that a change that was broken off goes on.
    Secrets in the older form do not show a wrong key, so the caller makes sure that ``old_key``
    is the one the portal ran with.

    :raises portal.accounts.stored_secrets.UnreadableSecret: when a secret opens with neither key.
    """
    before, after = key_material(old_key), key_material(new_key)
    begin_write(session)
    rows = session.execute(
        select(Account.id, Account.totp_secret).where(Account.totp_secret.is_not(None))
    ).all()
    renewed = [
        {"id": account_id, "totp_secret": close_secret(open_secret(stored, before), after)}
        for account_id, stored in rows
        if stored is not None and not _is_made_with(after, stored)
    ]
    if renewed:
        session.execute(update(Account), renewed)
    session.execute(update(StaffSession).values(offered_secret=None))
    session.commit()
    return len(renewed)


def re_seal_letters(session: Session, *, old_key: str, new_key: str) -> int:
    """Seal what waits to be sent with ``new_key``, and return how many letters there were.

    Those are letters, and requests for a link that are answered by one. What opens with neither
    key stays as it is: it is given up when its time is over. Commits.
    """
    begin_write(session)
    letters: Sequence[UnsentLetter | AskedLink] = session.scalars(
        select(UnsentLetter).where(UnsentLetter.sealed.is_not(None))
    ).all()
    asked: Sequence[UnsentLetter | AskedLink] = session.scalars(select(AskedLink)).all()
    count = 0
    for purpose, rows in ((SEALED_FOR, letters), (ASKED_FOR, asked)):
        before, after = (SecretBox(derived_key(key, purpose=purpose)) for key in (old_key, new_key))
        for row in rows:
            with suppress(CryptoError):
                row.sealed = bytes(after.encrypt(before.decrypt(row.sealed or b"")))
                count += 1
    session.commit()
    return count


def opens_authenticators(session: Session, secret_key: str) -> bool | None:
    """Return whether a stored secret opens with ``secret_key``; None without one that would tell.

    Secrets in the older form do not show a wrong key.
    """
    stored = session.scalar(
        select(Account.totp_secret).where(Account.totp_secret.startswith(FORM)).limit(1)
    )
    return None if stored is None else _is_made_with(key_material(secret_key), stored)


def _is_made_with(material: str, stored: str) -> bool:
    if is_older_form(stored):
        return False
    try:
        open_secret(stored, material)
    except UnreadableSecret:
        return False
    return True
