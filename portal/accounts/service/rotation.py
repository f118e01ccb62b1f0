"""Encrypts the secrets of all authenticators anew when PORTAL_SECRET_KEY changes."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.models.account import Account
from portal.accounts.models.proofs import StaffSession
from portal.accounts.stored_secrets import close_secret, key_material, open_secret
from portal.database import begin_write


def re_encrypt_authenticators(session: Session, *, old_key: str, new_key: str) -> int:
    """Encrypt every authenticator's secret with ``new_key``, and return how many there were.

    Secrets that are only being shown (half-way through setting up) are dropped: the person is
    shown a new one. Nothing is changed when one secret cannot be read with ``old_key``.
    Secrets in the older form do not show a wrong key, so the caller makes sure that ``old_key``
    is the one the portal ran with.

    :raises portal.accounts.stored_secrets.UnreadableSecret: when ``old_key`` is another key.
    """
    before, after = key_material(old_key), key_material(new_key)
    begin_write(session)
    rows = session.execute(
        select(Account.id, Account.totp_secret).where(Account.totp_secret.is_not(None))
    ).all()
    renewed = [
        {"id": account_id, "totp_secret": close_secret(open_secret(stored, before), after)}
        for account_id, stored in rows
        if stored is not None
    ]
    if renewed:
        session.execute(update(Account), renewed)
    session.execute(update(StaffSession).values(offered_secret=None))
    session.commit()
    return len(renewed)
