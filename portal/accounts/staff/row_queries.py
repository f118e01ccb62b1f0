"""Accounts beside rows of other features, which name an account by its number."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.accounts.staff.models import Account, RoleGrant


def with_account(
    query: Select[Any], account_id: InstrumentedAttribute[Any], *, is_outer: bool = False
) -> Select[Any]:
    """Return ``query`` with the account that ``account_id`` names as a further column.

    :param is_outer: keeps rows without such an account, with None in its place.
    """
    joined = query.add_columns(Account)
    return joined.join(Account, Account.id == account_id, isouter=is_outer)


def with_open_account(query: Select[Any], account_id: InstrumentedAttribute[Any]) -> Select[Any]:
    """Return ``query`` with the account that ``account_id`` names, without closed ones."""
    return with_account(query, account_id).where(Account.is_active)


def with_roles(query: Select[Any]) -> Select[Any]:
    """Return a query that has accounts with one row for each role, or one with None."""
    return query.add_columns(RoleGrant).outerjoin(RoleGrant, RoleGrant.account_id == Account.id)


def account_row(session: Session, account_id: int) -> Account | None:
    """Return the row of an account, or None when there is none with this number."""
    return session.get(Account, account_id)


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
