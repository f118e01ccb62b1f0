"""Sets up a person's authenticator app and makes their recovery codes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.audit_log.service import Actor, append
from portal.accounts.second_factor.app_secrets import AppSecrets
from portal.accounts.second_factor.service import WrongCode, replace_codes
from portal.accounts.sessions.queries import OpenSession, offered_secret
from portal.accounts.sessions.service import drop_sessions, note_offered
from portal.accounts.sign_in.service import ClientContext, SignedIn, finish_sign_in
from portal.accounts.staff.service import set_authenticator
from portal.storage.database import begin_write
from portal.web.access import Act


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The renewed sign-in and the recovery codes, which are shown this once."""

    signed_in: SignedIn
    codes: list[str]


def offer_secret(session: Session, opened: OpenSession, *, app_secrets: AppSecrets) -> str:
    """Return the secret this browser is being shown, a new one the first time, encrypted."""
    offered = offered_secret(session, opened.token_hash)
    if offered is not None and app_secrets.can_read(offered):
        return offered
    begin_write(session)
    secret = app_secrets.new_secret()
    note_offered(session, opened.token_hash, secret=secret)
    session.commit()
    return secret


def confirm_secret(
    session: Session,
    opened: OpenSession,
    *,
    code: str,
    app_secrets: AppSecrets,
    client: ClientContext,
    now: datetime,
) -> Enrolled:
    """Take the offered secret as the account's once its first code is right; other sessions end.

    :raises WrongCode: when it is not, or when nothing was offered.
    """
    secret = offered_secret(session, opened.token_hash)
    counter = secret and app_secrets.counter_of(code, secret=secret, last_counter=None, now=now)
    if not counter:
        raise WrongCode
    person = opened.staff
    begin_write(session)
    set_authenticator(session, person.account_id, secret=secret, counter=counter)
    drop_sessions(session, person.account_id)
    codes = replace_codes(session, person.account_id)
    subject = f"account:{person.account_id}"
    actor = Actor(person.account_id, person.name)
    append(session, Act("authenticator.set", subject, {}), actor=actor, now=now)
    return Enrolled(finish_sign_in(session, person.account_id, client=client, now=now), codes)


def renew_codes(session: Session, *, by: Actor, account_id: int, now: datetime) -> list[str]:
    """Replace all recovery codes of an account and return the new ones to be shown once."""
    begin_write(session)
    codes = replace_codes(session, account_id)
    append(session, Act("recovery_codes.renew", f"account:{account_id}", {}), actor=by, now=now)
    session.commit()
    return codes
