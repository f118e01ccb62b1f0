"""Sets up a person's authenticator app and makes their recovery codes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.accounts.authenticators import Authenticators
from portal.accounts.domain.codes import code_hash, new_codes
from portal.accounts.models.account import Account
from portal.accounts.models.proofs import RecoveryCode, StaffSession
from portal.accounts.queries.sessions import OpenSession, offered_secret
from portal.accounts.service.audit import Actor, append
from portal.accounts.service.sign_in import Door, SignedIn, WrongCode, finish_sign_in
from portal.storage.database import begin_write
from portal.web.access import Act


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The renewed sign-in and the recovery codes, which are shown this once."""

    signed_in: SignedIn
    codes: list[str]


def offer_secret(session: Session, opened: OpenSession, *, authenticators: Authenticators) -> str:
    """Return the secret this browser is being shown, a new one the first time, encrypted."""
    offered = offered_secret(session, opened.token_hash)
    if offered is not None and authenticators.can_read(offered):
        return offered
    begin_write(session)
    secret = authenticators.new_secret()
    session.execute(
        update(StaffSession)
        .where(StaffSession.token_hash == opened.token_hash)
        .values(offered_secret=secret)
    )
    session.commit()
    return secret


def confirm_secret(
    session: Session,
    opened: OpenSession,
    *,
    code: str,
    authenticators: Authenticators,
    door: Door,
    now: datetime,
) -> Enrolled:
    """Take the offered secret as the account's once its first code is right; other sessions end.

    :raises WrongCode: when it is not, or when nothing was offered.
    """
    secret = offered_secret(session, opened.token_hash)
    counter = secret and authenticators.counter_of(code, secret=secret, last_counter=None, now=now)
    if not counter:
        raise WrongCode
    person = opened.staff
    begin_write(session)
    session.execute(
        update(Account)
        .where(Account.id == person.account_id)
        .values(totp_secret=secret, totp_counter=counter)
    )
    session.execute(delete(StaffSession).where(StaffSession.account_id == person.account_id))
    codes = _replace_codes(session, person.account_id)
    subject = f"account:{person.account_id}"
    actor = Actor(person.account_id, person.name)
    append(session, Act("authenticator.set", subject, {}), actor=actor, now=now)
    return Enrolled(finish_sign_in(session, person.account_id, door=door, now=now), codes)


def renew_codes(session: Session, *, by: Actor, account_id: int, now: datetime) -> list[str]:
    """Replace all recovery codes of an account and return the new ones to be shown once."""
    begin_write(session)
    codes = _replace_codes(session, account_id)
    append(session, Act("recovery_codes.renew", f"account:{account_id}", {}), actor=by, now=now)
    session.commit()
    return codes


def _replace_codes(session: Session, account_id: int) -> list[str]:
    codes = new_codes()
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    session.add_all(
        RecoveryCode(code_hash=code_hash(code), account_id=account_id) for code in codes
    )
    return codes
