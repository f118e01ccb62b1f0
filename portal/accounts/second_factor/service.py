"""Spends codes, makes recovery codes, encrypts the secrets of apps anew."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from portal.accounts.second_factor.app_secrets import AppSecrets
from portal.accounts.second_factor.domain import code_hash, new_codes
from portal.accounts.second_factor.models import RecoveryCode
from portal.accounts.second_factor.queries import has_recovery_code
from portal.accounts.second_factor.stored_secrets import (
    FORM,
    UnreadableSecret,
    close_secret,
    is_older_form,
    key_material,
    open_secret,
)
from portal.accounts.sessions.models import StaffSession
from portal.accounts.staff.models import Account
from portal.accounts.staff.queries import Proofs
from portal.storage.database import begin_write


class WrongCode(Exception):
    """The code is wrong, was used before, or belongs to another account."""


def spend_code(
    session: Session, found: Proofs, *, code: str, app_secrets: AppSecrets, now: datetime
) -> None:
    """Mark a code as used within the caller's transaction; the database decides who was first.

    :raises WrongCode: when it does not fit or is not newer than the last one used.
    """
    secret = found.totp_secret
    counter = secret and app_secrets.counter_of(
        code, secret=secret, last_counter=found.totp_counter, now=now
    )
    if not (secret and counter):
        session.rollback()
        raise WrongCode
    spent = session.execute(
        update(Account)
        .where(
            Account.id == found.account_id,
            or_(Account.totp_counter.is_(None), Account.totp_counter < counter),
        )
        .values(totp_counter=counter, totp_secret=app_secrets.today(secret))
        .returning(Account.id)
    ).first()
    if spent is None:
        session.rollback()
        raise WrongCode


def spend_right_code(
    session: Session, found: Proofs, *, code: str, app_secrets: AppSecrets, now: datetime
) -> None:
    """Mark a right code of the app as used; a wrong one takes no write turn, so no time.

    :raises WrongCode: as ``spend_code``.
    """
    secret = found.totp_secret
    if secret is None or not app_secrets.counter_of(
        code, secret=secret, last_counter=found.totp_counter, now=now
    ):
        raise WrongCode
    begin_write(session)
    spend_code(session, found, code=code, app_secrets=app_secrets, now=now)


def spend_recovery_code(session: Session, found: Proofs, *, code: str) -> None:
    """Delete a recovery code within the caller's transaction; a wrong one takes no write turn.

    :raises WrongCode: when it is none of the account's unused codes.
    """
    hashed = code_hash(code)
    if not has_recovery_code(session, found.account_id, hashed=hashed):
        raise WrongCode
    begin_write(session)
    spent = session.execute(
        delete(RecoveryCode)
        .where(RecoveryCode.code_hash == hashed, RecoveryCode.account_id == found.account_id)
        .returning(RecoveryCode.code_hash)
    ).first()
    if spent is None:
        session.rollback()
        raise WrongCode


def replace_codes(session: Session, account_id: int) -> list[str]:
    """Replace all recovery codes within the caller's transaction and return the new ones."""
    codes = new_codes()
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    session.add_all(
        RecoveryCode(code_hash=code_hash(code), account_id=account_id) for code in codes
    )
    return codes


def re_encrypt_authenticators(session: Session, *, old_key: str, new_key: str) -> int:
    """Encrypt every authenticator's secret with ``new_key``, and return how many there were.

    Secrets that are only being shown (half-way through setting up) are dropped: the person is
    shown a new one. Nothing is changed when one secret can be read with neither key; what is
    encrypted with ``new_key`` already stays, so that a change that was broken off goes on.
    Secrets in the older form do not show a wrong key, so the caller makes sure that ``old_key``
    is the one the portal ran with.

    :raises UnreadableSecret: when a secret opens with neither key.
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
