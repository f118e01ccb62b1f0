"""Spends codes, makes recovery codes, encrypts the secrets of apps anew."""

from datetime import datetime

from sqlalchemy import delete
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
from portal.accounts.sessions.service import forget_offered
from portal.accounts.staff.list_queries import app_secret_in_form, app_secrets_kept
from portal.accounts.staff.queries import Proofs
from portal.accounts.staff.service import renew_app_secrets, use_counter
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
    renewed = app_secrets.today(secret)
    if not use_counter(session, found.account_id, counter=counter, secret=renewed):
        session.rollback()
        raise WrongCode


def spend_right_code(
    session: Session, found: Proofs, *, code: str, app_secrets: AppSecrets, now: datetime
) -> None:
    """Mark a right code of the app as used; a wrong one takes no write lock, so no time.

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
    """Delete a recovery code within the caller's transaction; a wrong one takes no write lock.

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


def drop_codes(session: Session, account_id: int) -> None:
    """Delete all recovery codes of an account within the caller's transaction."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def replace_codes(session: Session, account_id: int) -> list[str]:
    """Replace all recovery codes within the caller's transaction and return the new ones."""
    codes = new_codes()
    drop_codes(session, account_id)
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
    renewed = [
        (account_id, close_secret(open_secret(stored, before), after))
        for account_id, stored in app_secrets_kept(session)
        if not _is_made_with(after, stored)
    ]
    renew_app_secrets(session, renewed)
    forget_offered(session)
    session.commit()
    return len(renewed)


def opens_authenticators(session: Session, secret_key: str) -> bool | None:
    """Return whether a stored secret opens with ``secret_key``; None without one that would tell.

    Secrets in the older form do not show a wrong key.
    """
    stored = app_secret_in_form(session, FORM)
    return None if stored is None else _is_made_with(key_material(secret_key), stored)


def _is_made_with(material: str, stored: str) -> bool:
    if is_older_form(stored):
        return False
    try:
        open_secret(stored, material)
    except UnreadableSecret:
        return False
    return True
