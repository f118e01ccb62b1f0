"""Signs a person in: password first, then, where asked, a code or a recovery code."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.audit_log.service import Actor, append
from portal.accounts.passwords import credentials
from portal.accounts.second_factor.app_secrets import AppSecrets
from portal.accounts.second_factor.domain import code_hash, is_app_code
from portal.accounts.second_factor.queries import has_recovery_code
from portal.accounts.second_factor.service import (
    WrongCode,
    spend_code,
    spend_recovery_code,
    spend_right_code,
)
from portal.accounts.sessions.domain import Stage
from portal.accounts.sessions.queries import OpenSession
from portal.accounts.sessions.service import Browser, add_session, drop_session, keep_device
from portal.accounts.staff.domain import Identity, needs_second_factor
from portal.accounts.staff.queries import Proofs, proofs, proofs_by_identity
from portal.accounts.staff.service import replace_password_hash
from portal.storage.database import begin_write
from portal.web.access import Act


class WrongCredentials(Exception):
    """Nobody active has this identity and password; which of it is wrong is not said."""


class NotEnough(Exception):
    """Beyond the bounds on guessing, what was given does not sign in; the page says no more.

    ``account_id`` is the account whose password was right, None when it was wrong; it is for a
    letter to the owner, never for the answer.
    """

    def __init__(self, account_id: int | None) -> None:
        super().__init__()
        self.account_id = account_id


@dataclass(frozen=True, slots=True)
class ClientContext:
    """The browser somebody signs in with: its name, its known-device token, its old cookie."""

    device: str
    device_token: str
    old_session: bytes | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """How far the browser has come, the tokens for its cookies and whose they are."""

    account_id: int
    stage: Stage
    token: str
    device_token: str


def sign_in(
    session: Session, identity: Identity, *, password: str, client: ClientContext, now: datetime
) -> SignedIn:
    """Check a password and start a session, half-way where a second factor is asked.

    :raises WrongCredentials: when it does not fit, after the same time for everybody.
    """
    found = proofs_by_identity(session, identity)
    fits = credentials.is_password(password, found.password_hash if found else None)
    if not (found and fits and found.is_active):
        raise WrongCredentials
    _renew_hash(session, found, password=password)
    begin_write(session)
    return _open(session, found, stage=_stage_after_password(found), client=client, now=now)


def sign_in_beyond_bounds(
    session: Session,
    identity: Identity,
    *,
    password: str,
    code: str,
    app_secrets: AppSecrets,
    client: ClientContext,
    may_try_code: Callable[[int], bool],
    now: datetime,
) -> SignedIn:
    """Start a session by password and code together, where a password alone is guessed too often.

    :param code: a code of the app or a recovery code, or empty.
    :param may_try_code: asked with the account once the password is right; counts the attempt.
    :raises NotEnough: when one of the two does not fit, and where there is no authenticator.
    """
    found = proofs_by_identity(session, identity)
    # Everything that is asked of the database is asked before the password is known to be right.
    has_code = has_recovery_code(session, found.account_id if found else 0, hashed=code_hash(code))
    fits = credentials.is_password(password, found.password_hash if found else None)
    if not (found and fits and found.is_active):
        raise NotEnough(None)
    try:
        if has_code:
            spend_recovery_code(session, found, code=code)
        elif is_app_code(code) and may_try_code(found.account_id):
            spend_right_code(session, found, code=code, app_secrets=app_secrets, now=now)
        else:
            raise WrongCode
    except WrongCode as error:
        raise NotEnough(found.account_id) from error
    return _open(session, found, stage=Stage.SIGNED_IN, client=client, now=now, how="both at once")


def give_code(
    session: Session,
    half_way: OpenSession,
    *,
    code: str,
    app_secrets: AppSecrets,
    client: ClientContext,
    now: datetime,
) -> SignedIn:
    """Finish a sign-in with a code of the authenticator app.

    :raises WrongCode: when it is wrong or was used before, also by a request at the same time.
    """
    found = _proofs_of(session, half_way)
    begin_write(session)
    spend_code(session, found, code=code, app_secrets=app_secrets, now=now)
    return _open(session, found, stage=Stage.SIGNED_IN, client=client, now=now)


def give_recovery_code(
    session: Session, half_way: OpenSession, *, code: str, client: ClientContext, now: datetime
) -> SignedIn:
    """Finish a sign-in with a recovery code, which is gone afterwards.

    :raises WrongCode: when it is none of the account's unused codes.
    """
    found = _proofs_of(session, half_way)
    spend_recovery_code(session, found, code=code)
    return _open(session, found, stage=Stage.SIGNED_IN, client=client, now=now, how="recovery code")


def prove_again(
    session: Session,
    current: OpenSession,
    *,
    password: str,
    code: str,
    app_secrets: AppSecrets,
    client: ClientContext,
    now: datetime,
) -> SignedIn:
    """Renew a sign-in before a dangerous act; the browser gets a new cookie.

    :raises WrongCredentials: when the password does not fit.
    :raises WrongCode: when the account has an authenticator and the code does not fit.
    """
    found = _proofs_of(session, current)
    if not credentials.is_password(password, found.password_hash):
        raise WrongCredentials
    begin_write(session)
    if found.totp_secret is not None:
        spend_code(session, found, code=code, app_secrets=app_secrets, now=now)
    return _open(session, found, stage=Stage.SIGNED_IN, client=client, now=now, how="again")


def finish_sign_in(
    session: Session, account_id: int, *, client: ClientContext, now: datetime
) -> SignedIn:
    """Give the browser a full session within a transaction that writes, and commit.

    :raises WrongCredentials: when the account does not exist.
    """
    found = proofs(session, account_id)
    if found is None:
        raise WrongCredentials
    return _open(session, found, stage=Stage.SIGNED_IN, client=client, now=now)


def _stage_after_password(found: Proofs) -> Stage:
    if found.totp_secret is not None:
        return Stage.SECOND_FACTOR
    return Stage.ENROLMENT if needs_second_factor(found.roles) else Stage.SIGNED_IN


def _renew_hash(session: Session, found: Proofs, *, password: str) -> None:
    """Store a right password with today's costs when its hash was made with others."""
    if found.password_hash is None or not credentials.is_outdated(found.password_hash):
        return
    renewed = credentials.hash_password(password)
    begin_write(session)
    before = found.password_hash
    replace_password_hash(session, found.account_id, before=before, after=renewed)
    session.commit()


def _proofs_of(session: Session, opened: OpenSession) -> Proofs:
    found = proofs(session, opened.staff.account_id)
    if found is None:
        raise WrongCredentials
    return found


def _open(
    session: Session,
    found: Proofs,
    *,
    stage: Stage,
    client: ClientContext,
    now: datetime,
    how: str = "",
) -> SignedIn:
    """Give the browser a new cookie in place of its old one, and commit."""
    if client.old_session is not None:
        drop_session(session, client.old_session)
    browser = Browser(account_id=found.account_id, stage=stage, device=client.device)
    token = add_session(session, browser, now=now)
    device_token = client.device_token
    if stage is Stage.SIGNED_IN:
        device_token = keep_device(
            session, client.device_token, account_id=found.account_id, now=now
        )
        act = Act("session.start", f"account:{found.account_id}", {"how": how} if how else {})
        append(session, act, actor=Actor(found.account_id, found.name), now=now)
    session.commit()
    return SignedIn(found.account_id, stage, token, device_token)
