"""Steps that change an account within the transaction of a use case; none of them commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from portal.accounts.staff.domain import Identity
from portal.accounts.staff.models import Account, RoleGrant


def new_account(name: str, identity: Identity, *, officer_id: int | None, now: datetime) -> Account:
    """Return the row of an account that is invited; the caller adds it."""
    return Account(
        name=name,
        email=identity.email,
        staff_number=identity.staff_number,
        officer_id=officer_id,
        is_active=True,
        created_at=now,
    )


def grant_roles(
    session: Session, account_id: int, *, grants: Iterable[tuple[str, int | None]]
) -> None:
    """Add roles to an account.

    :param grants: each role with the agency where it counts; None for the whole city.
    """
    session.add_all(
        RoleGrant(account_id=account_id, role=role, agency_id=agency) for role, agency in grants
    )


def take_roles(session: Session, account_id: int) -> None:
    """Take every role from an account."""
    session.execute(delete(RoleGrant).where(RoleGrant.account_id == account_id))


def set_open(session: Session, account_id: int, *, is_open: bool) -> None:
    """Open or close an account."""
    session.execute(update(Account).where(Account.id == account_id).values(is_active=is_open))


def set_password_hash(session: Session, account_id: int, *, stored: str) -> None:
    """Store the hash of a new password."""
    session.execute(update(Account).where(Account.id == account_id).values(password_hash=stored))


def replace_password_hash(session: Session, account_id: int, *, before: str, after: str) -> None:
    """Store another hash of the same password, unless the password was changed meanwhile."""
    session.execute(
        update(Account)
        .where(Account.id == account_id, Account.password_hash == before)
        .values(password_hash=after)
    )


def set_authenticator(
    session: Session, account_id: int, *, secret: str | None, counter: int | None
) -> None:
    """Store the encrypted secret of an app with its last counter; None takes the app away."""
    session.execute(
        update(Account)
        .where(Account.id == account_id)
        .values(totp_secret=secret, totp_counter=counter)
    )


def use_counter(session: Session, account_id: int, *, counter: int, secret: str) -> bool:
    """Note a code's counter as used, with the secret as it is encrypted now.

    :returns: whether the counter is newer than the last one; if not, nothing was changed.
    """
    used = session.execute(
        update(Account)
        .where(
            Account.id == account_id,
            or_(Account.totp_counter.is_(None), Account.totp_counter < counter),
        )
        .values(totp_counter=counter, totp_secret=secret)
        .returning(Account.id)
    )
    return used.first() is not None


def renew_app_secrets(session: Session, renewed: Sequence[tuple[int, str]]) -> None:
    """Store secrets that were encrypted anew, by the numbers of their accounts."""
    if renewed:
        values = [{"id": account_id, "totp_secret": secret} for account_id, secret in renewed]
        session.execute(update(Account), values)
