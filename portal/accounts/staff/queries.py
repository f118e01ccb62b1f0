"""Who has an account: for signing in, for lists, for letters, and one person in full."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.accounts.staff.domain import AccountState, Identity, identity_of
from portal.accounts.staff.models import Account, RoleGrant
from portal.accounts.staff.staff_numbers import spelled
from portal.storage.paging import PAGE_SIZE, Page, offset_of
from portal.storage.prepared import Question, prepared
from portal.web.access import Role, Staff

STATES: dict[AccountState, ColumnElement[bool]] = {
    AccountState.OPEN: Account.is_active & Account.password_hash.is_not(None),
    AccountState.INVITED: Account.is_active & Account.password_hash.is_(None),
    AccountState.CLOSED: ~Account.is_active,
}


@dataclass(frozen=True, slots=True)
class Proofs:
    """What an account is checked against when somebody signs in."""

    account_id: int
    name: str
    is_active: bool
    roles: frozenset[Role]
    password_hash: str | None
    totp_secret: str | None
    totp_counter: int | None


@dataclass(frozen=True, slots=True)
class StaffPerson:
    """An account as pages show it; ``contact`` is the e-mail address or staff number."""

    account_id: int
    name: str
    email: str | None
    staff_number: str | None
    roles: frozenset[Role]
    agency_id: int | None
    officer_id: int | None
    state: AccountState
    has_authenticator: bool

    @property
    def contact(self) -> str:
        """What the person signs in with."""
        return self.email or self.staff_number or ""


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which accounts are asked for; empty fields ask for all."""

    words: str = ""
    role: Role | None = None
    state: AccountState | None = None


def proofs_by_identity(session: Session, identity: Identity) -> Proofs | None:
    """Return what to check somebody against who calls themself ``identity``, or None."""
    if not str(identity):
        return None
    account = session.scalar(
        select(Account).where(
            Account.email == identity.email
            if identity.email
            else Account.staff_number == identity.staff_number
        )
    )
    return _proofs(session, account) if account else None


def proofs(session: Session, account_id: int) -> Proofs | None:
    """Return what the account is checked against, or None when there is none."""
    account = session.get(Account, account_id)
    return _proofs(session, account) if account else None


def person(session: Session, account_id: int) -> StaffPerson | None:
    """Return one account, or None."""
    account = session.get(Account, account_id)
    return _people(session, [account])[0] if account else None


def people_page(session: Session, wanted: PeopleFilter, *, number: int) -> Page[StaffPerson]:
    """Return page ``number`` (from 1) of the accounts asked for, by name."""
    conditions = _conditions(wanted)
    total = session.scalar(select(func.count()).select_from(Account).where(*conditions)) or 0
    accounts = session.scalars(
        select(Account)
        .where(*conditions)
        .order_by(func.lower(Account.name), Account.id)
        .offset(offset_of(number))
        .limit(PAGE_SIZE)
    )
    return Page(_people(session, list(accounts)), number=number, total=total)


def _conditions(wanted: PeopleFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.words:
        has_name = Account.name.icontains(wanted.words, autoescape=True)
        number = spelled(wanted.words)
        conditions.append(or_(has_name, Account.staff_number.contains(number, autoescape=True)))
    if wanted.role is not None:
        holders = select(RoleGrant.account_id).where(RoleGrant.role == wanted.role)
        conditions.append(Account.id.in_(holders))
    if wanted.state is not None:
        conditions.append(STATES[wanted.state])
    return conditions


def open_administrators(session: Session) -> int:
    """Return how many people can sign in as administrators."""
    counted = session.scalar(
        select(func.count())
        .select_from(RoleGrant)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.role == Role.ADMINISTRATOR, STATES[AccountState.OPEN])
    )
    return counted or 0


def names_of_accounts(session: Session, account_ids: Collection[int]) -> Mapping[int, str]:
    """Return the names of these accounts."""
    query = select(Account.id, Account.name).where(Account.id.in_(account_ids))
    return {row.id: row.name for row in session.execute(query)}


def officer_of_account(session: Session, account_id: int) -> int | None:
    """Return the record to which an account is tied, or None."""
    return session.scalar(select(Account.officer_id).where(Account.id == account_id))


def open_account_of_officer(session: Session, officer_id: int) -> int | None:
    """Return the account of an officer that is not closed, or None."""
    query = select(Account.id).where(Account.officer_id == officer_id, Account.is_active)
    return session.scalar(query)


@prepared()
def _address_asked(officer_id: Any) -> Question:
    return select(Account.email).where(Account.officer_id == officer_id, Account.is_active)


def open_address_of_officer(session: Session, officer_id: int) -> str | None:
    """Return the e-mail address of an officer's account that is not closed, or None."""
    address: str | None = _address_asked.thing(session, officer_id=officer_id)
    return address


def roles_of(session: Session, account_id: int) -> frozenset[Role]:
    """Return the roles of an account; none when there is no such account."""
    held = session.scalars(select(RoleGrant.role).where(RoleGrant.account_id == account_id))
    return frozenset(map(Role, held))


def staff_of(rows: Sequence[Any]) -> Staff:
    """Return the person of the rows of a query ``with_person``; there is at least one."""
    account = rows[0]
    return Staff(
        account_id=account.person_account_id,
        name=account.person_name,
        roles=frozenset(Role(each.role) for each in rows if each.role is not None),
        agency_id=next((each.agency_id for each in rows if each.agency_id is not None), None),
        officer_id=account.officer_id,
    )


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


def with_person(query: Select[Any], account_id: InstrumentedAttribute[Any]) -> Select[Any]:
    """Return ``query`` with what ``staff_of`` reads of the open account that it names.

    There is a row for each role, or one without a role.
    """
    name, number = Account.name.label("person_name"), Account.id.label("person_account_id")
    columns = (number, name, Account.officer_id, RoleGrant.role, RoleGrant.agency_id)
    return (
        query.add_columns(*columns)
        .join(Account, Account.id == account_id)
        .outerjoin(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.is_active)
    )


def account_row(session: Session, account_id: int) -> Account | None:
    """Return the row of an account, or None when there is none with this number."""
    return session.get(Account, account_id)


def unused_invitations(session: Session) -> int:
    """Return how many open accounts have no password yet."""
    counted = select(func.count()).select_from(Account).where(STATES[AccountState.INVITED])
    return session.scalar(counted) or 0


def _state(account: Account) -> AccountState:
    if not account.is_active:
        return AccountState.CLOSED
    return AccountState.OPEN if account.password_hash else AccountState.INVITED


def _proofs(session: Session, account: Account) -> Proofs:
    grants = _grants(session, [account.id])[account.id]
    return Proofs(
        account_id=account.id,
        name=account.name,
        is_active=account.is_active,
        roles=frozenset(Role(grant.role) for grant in grants),
        password_hash=account.password_hash,
        totp_secret=account.totp_secret,
        totp_counter=account.totp_counter,
    )


def _grants(session: Session, account_ids: Iterable[int]) -> dict[int, list[RoleGrant]]:
    found: dict[int, list[RoleGrant]] = defaultdict(list)
    for grant in session.scalars(
        select(RoleGrant).where(RoleGrant.account_id.in_(list(account_ids)))
    ):
        found[grant.account_id].append(grant)
    return found


def _people(session: Session, accounts: list[Account]) -> list[StaffPerson]:
    grants = _grants(session, [account.id for account in accounts])
    return [_person(account, grants=grants[account.id]) for account in accounts]


def _person(account: Account, *, grants: list[RoleGrant]) -> StaffPerson:
    return StaffPerson(
        account_id=account.id,
        name=account.name,
        email=account.email,
        staff_number=account.staff_number,
        roles=frozenset(Role(grant.role) for grant in grants),
        agency_id=next((g.agency_id for g in grants if g.agency_id is not None), None),
        officer_id=account.officer_id,
        state=_state(account),
        has_authenticator=account.totp_secret is not None,
    )


def recipients(session: Session, roles: Iterable[Role]) -> tuple[tuple[str, Staff], ...]:
    """Return (e-mail address, person) of active staff holding one of ``roles``, by number."""
    query = (
        select(Account.id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.is_active, Account.email.is_not(None))
        .where(RoleGrant.role.in_([str(role) for role in roles]))
        .distinct()
        .order_by(Account.id)
    )
    found = (person(session, number) for number in session.scalars(query).all())
    return tuple(
        (who.email, _as_staff(who)) for who in found if who is not None and who.email is not None
    )


def staff_named(session: Session, text: str) -> Staff | None:
    """Return what an open account may do; None without one; raises ``NoIdentity``."""
    found = proofs_by_identity(session, identity_of(text))
    who = person(session, found.account_id) if found is not None and found.is_active else None
    return None if who is None else _as_staff(who)


def _as_staff(who: StaffPerson) -> Staff:
    return Staff(
        account_id=who.account_id,
        name=who.name,
        roles=who.roles,
        agency_id=who.agency_id,
        officer_id=who.officer_id,
    )
