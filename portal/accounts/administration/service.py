"""Invites people, changes their roles, closes accounts; nobody does any of it to themself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.audit_log.service import Actor, append, append_and_commit
from portal.accounts.links.domain import LinkPurpose
from portal.accounts.links.service import Issued, add_link, drop_links
from portal.accounts.second_factor.service import drop_codes
from portal.accounts.sessions.service import drop_sessions, forget_devices
from portal.accounts.staff.domain import Identity, scoped
from portal.accounts.staff.queries import account_row
from portal.accounts.staff.service import (
    grant_roles,
    new_account,
    set_authenticator,
    set_open,
    take_roles,
)
from portal.storage.database import begin_write, refused_as
from portal.web.access import Act, Role


class IdentityTaken(ValueError):
    """Another account has this e-mail address, staff number or officer."""


class OwnAccount(ValueError):
    """Nobody changes their own roles or closes their own account."""


class NoSuchAccount(LookupError):
    """There is no account with this number."""


@dataclass(frozen=True, slots=True)
class Invite:
    """A person to be invited; ``agency_id`` is where roles below the city count."""

    name: str
    identity: Identity
    roles: frozenset[Role]
    agency_id: int | None
    officer_id: int | None = None


def officer_invite(
    name: str,
    *,
    officer_id: int | None,
    staff_number: str | None,
    agency_id: int,
    email: str | None,
) -> Invite:
    """Return the invitation of somebody with a record, who signs in by number, address or both."""
    identity = Identity(email=email, staff_number=staff_number)
    return Invite(name, identity, frozenset({Role.OFFICER}), agency_id, officer_id)


@dataclass(frozen=True, slots=True)
class Invited:
    """The new account and the link its owner chooses a password with."""

    account_id: int
    link: Issued


def invite(
    session: Session,
    command: Invite,
    *,
    by: Actor,
    now: datetime,
    tie: Callable[[int], object] | None = None,
) -> Invited:
    """Add an account without a password and return its one-time link.

    :param tie: called with the account's number in the same transaction, where another person
        has to say whose it is.
    :raises IdentityTaken: when somebody has this e-mail address or staff number.
    :raises portal.accounts.staff.domain.NoRole: without a role.
    :raises portal.accounts.staff.domain.RoleNeedsAgency: when an agency is missing.
    """
    (invited,) = invite_many(session, [command], by=by, now=now)
    if tie is not None:
        tie(invited.account_id)
    session.commit()
    return invited


def invite_many(
    session: Session, commands: Sequence[Invite], *, by: Actor, now: datetime
) -> Sequence[Invited]:
    """Add accounts as ``invite`` does, all or none; the caller commits.

    :raises IdentityTaken: when somebody has one of the addresses, numbers or records.
    """
    grants = [scoped(command.roles, command.agency_id) for command in commands]
    begin_write(session)
    accounts = [
        new_account(each.name, each.identity, officer_id=each.officer_id, now=now)
        for each in commands
    ]
    session.add_all(accounts)
    with refused_as(session, IdentityTaken()):
        session.flush()
    invited = []
    for account, command, granted in zip(accounts, commands, grants, strict=True):
        grant_roles(session, account.id, grants=granted.items())
        link = add_link(session, account.id, purpose=LinkPurpose.INVITATION, now=now)
        detail: dict[str, str | int | None] = {"roles": _words(command.roles)}
        act = Act("account.invite", f"account:{account.id}", detail)
        append(session, act, actor=by, now=now)
        invited.append(Invited(account.id, link))
    return invited


def new_links(
    session: Session, account_ids: Sequence[int], *, by: Actor, now: datetime
) -> Sequence[Invited]:
    """Add a new one-time link to each account; the ones before end. The caller commits."""
    begin_write(session)
    invited = []
    for account_id in account_ids:
        link = add_link(session, account_id, purpose=LinkPurpose.INVITATION, now=now)
        append(session, Act("account.link", f"account:{account_id}", {}), actor=by, now=now)
        invited.append(Invited(account_id, link))
    return invited


def change_roles(
    session: Session,
    account_id: int,
    *,
    roles: frozenset[Role],
    agency_id: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Replace the roles of an account; its sessions end, so that the new roles count at once.

    :raises OwnAccount: when it is one's own.
    :raises portal.accounts.staff.domain.NoRole: without a role.
    :raises portal.accounts.staff.domain.RoleNeedsAgency: when an agency is missing.
    """
    grants = scoped(roles, agency_id)
    _refuse_own(account_id, by=by)
    begin_write(session)
    take_roles(session, account_id)
    grant_roles(session, account_id, grants=grants.items())
    drop_sessions(session, account_id)
    act = Act(
        "account.roles", f"account:{account_id}", {"roles": _words(roles), "agency": agency_id}
    )
    append_and_commit(session, act, by=by, now=now)


def close_account(session: Session, account_id: int, *, by: Actor, now: datetime) -> None:
    """Close an account: sessions, links and known devices end; what it did stays on record.

    :raises OwnAccount: when it is one's own.
    """
    _refuse_own(account_id, by=by)
    begin_write(session)
    set_open(session, account_id, is_open=False)
    drop_links(session, account_id)
    drop_sessions(session, account_id)
    forget_devices(session, account_id)
    append_and_commit(session, Act("account.close", f"account:{account_id}", {}), by=by, now=now)


def reopen_account(session: Session, account_id: int, *, by: Actor, now: datetime) -> None:
    """Open a closed account again; its owner signs in as before."""
    begin_write(session)
    set_open(session, account_id, is_open=True)
    append_and_commit(session, Act("account.reopen", f"account:{account_id}", {}), by=by, now=now)


def new_link(session: Session, account_id: int, *, by: Actor, now: datetime) -> Issued:
    """Return a new one-time link for a person who lost theirs or forgot their password."""
    (invited,) = new_links(session, [account_id], by=by, now=now)
    session.commit()
    return invited.link


def remove_authenticator(session: Session, account_id: int, *, by: Actor, now: datetime) -> None:
    """Take the authenticator and its recovery codes from an account; its sessions end."""
    begin_write(session)
    set_authenticator(session, account_id, secret=None, counter=None)
    drop_codes(session, account_id)
    drop_sessions(session, account_id)
    append_and_commit(
        session, Act("authenticator.remove", f"account:{account_id}", {}), by=by, now=now
    )


def tie_record(session: Session, account_id: int, *, officer_id: int) -> None:
    """Tie an account to a person's record within the caller's transaction.

    :raises IdentityTaken: when another account is tied to the record, or this one to another.
    :raises NoSuchAccount: when there is none with this number.
    """
    account = account_row(session, account_id)
    if account is None:
        raise NoSuchAccount(account_id)
    if account.officer_id not in {None, officer_id}:
        raise IdentityTaken(account_id)
    account.officer_id = officer_id
    with refused_as(session, IdentityTaken(account_id)):
        session.flush()


def _refuse_own(account_id: int, *, by: Actor) -> None:
    if account_id == by.account_id:
        raise OwnAccount


def _words(roles: frozenset[Role]) -> str:
    return " ".join(sorted(roles))
