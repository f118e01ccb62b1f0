"""Accounts in lists: of people's records, of what is taken, of secrets of apps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.accounts.staff.domain import COORDINATOR, AccountState
from portal.accounts.staff.models import Account, RoleGrant


def app_secrets_kept(session: Session) -> Sequence[tuple[int, str]]:
    """Return number and encrypted secret of every account with an authenticator."""
    rows = session.execute(
        select(Account.id, Account.totp_secret).where(Account.totp_secret.is_not(None))
    )
    return [(account_id, secret) for account_id, secret in rows if secret is not None]


def app_secret_in_form(session: Session, form: str) -> str | None:
    """Return an encrypted secret that begins with ``form``, or None without one."""
    return session.scalar(
        select(Account.totp_secret).where(Account.totp_secret.startswith(form)).limit(1)
    )


@dataclass(frozen=True, slots=True)
class HeldAccount:
    """The account of a person; ``state`` says whether its invitation was used."""

    account_id: int
    has_email: bool
    state: AccountState


def accounts_of_officers(session: Session) -> Mapping[int, HeldAccount]:
    """Return the accounts that are tied to people's records, by the number of the record."""
    query = select(
        Account.officer_id,
        Account.id,
        Account.email,
        Account.is_active,
        Account.password_hash.is_not(None).label("is_used"),
    ).where(Account.officer_id.is_not(None))
    found = {}
    for row in session.execute(query):
        used = AccountState.OPEN if row.is_used else AccountState.INVITED
        state = used if row.is_active else AccountState.CLOSED
        found[row.officer_id] = HeldAccount(row.id, row.email is not None, state)
    return found


def taken_identities(session: Session) -> frozenset[str]:
    """Return every e-mail address and staff number that an account signs in with."""
    rows = session.execute(select(Account.email, Account.staff_number))
    return frozenset(each for row in rows for each in row if each is not None)


def officers_with_account(session: Session) -> frozenset[int]:
    """Return the records to which an account is tied that is not closed."""
    query = select(Account.officer_id).where(Account.officer_id.is_not(None), Account.is_active)
    return frozenset(each for each in session.scalars(query) if each is not None)


def coordinators(session: Session) -> Mapping[int, int]:
    """Return the person who coordinates each agency's evaluation; the first where there are more.

    Agencies whose coordinator has no person's record, and those without one, are left out.
    """
    rows = session.execute(
        select(RoleGrant.agency_id, Account.officer_id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.role == COORDINATOR, Account.is_active)
        .where(Account.officer_id.is_not(None), RoleGrant.agency_id.is_not(None))
        .order_by(Account.id.desc())
    )
    return {row.agency_id: row.officer_id for row in rows}


def agencies_coordinated_by(officer_id: int) -> Select[int | None]:
    """Return a query for the agencies whose evaluation somebody coordinates."""
    return (
        select(RoleGrant.agency_id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.role == COORDINATOR, Account.is_active, Account.officer_id == officer_id)
    )


def locked_out_officers() -> Select[int | None]:
    """Return a query for the records whose every account is closed."""
    open_ones = select(Account.officer_id).where(Account.is_active, Account.officer_id.is_not(None))
    return select(Account.officer_id).where(
        Account.is_active.is_(False),
        Account.officer_id.is_not(None),
        Account.officer_id.not_in(open_ones),
    )


def untied_accounts(session: Session) -> Sequence[tuple[int, str]]:
    """Return the open accounts that are tied to no person, by name; the name says what tells."""
    query = (
        select(Account.id, Account.name, Account.email, Account.staff_number)
        .where(Account.officer_id.is_(None), Account.is_active)
        .order_by(Account.name, Account.id)
    )
    return [
        (row.id, f"{row.name} ({row.email or row.staff_number})") for row in session.execute(query)
    ]
