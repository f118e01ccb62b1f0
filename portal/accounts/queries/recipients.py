"""Who gets a letter about what waits: active staff of a role who gave an e-mail address."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models.account import Account, RoleGrant
from portal.accounts.queries.people import Person, person
from portal.web.access import Role, Staff


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


def _as_staff(who: Person) -> Staff:
    return Staff(
        account_id=who.account_id,
        name=who.name,
        roles=who.roles,
        agency_id=who.agency_id,
        officer_id=who.officer_id,
    )
