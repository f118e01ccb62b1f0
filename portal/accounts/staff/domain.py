"""Who signs in as whom, and which roles count where and need a second factor."""

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.staff.staff_numbers import NotAStaffNumber, normal_form
from portal.web.access import CITY_ROLES, Role

NAME_LENGTH = 160
_EMAIL = re.compile(r"[^@\s\x00-\x20\x7f]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
SHORTEST_STAFF_NUMBER = 4
AGENCY_ROLES = frozenset(Role) - CITY_ROLES
COORDINATOR = Role.PERFORMANCE_COORDINATOR
SECOND_FACTOR_ROLES = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.MODERATOR,
        Role.AGENCY_HEAD,
        Role.AUDITOR,
        Role.PERFORMANCE_OFFICE,
        Role.PERFORMANCE_COORDINATOR,
        Role.MAYOR,
    }
)


class NoIdentity(ValueError):
    """The text is neither an e-mail address nor a staff number."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One of the two is set, in the form it is stored in; with neither it is nobody."""

    email: str | None = None
    staff_number: str | None = None

    def __str__(self) -> str:
        """Return the one that is set."""
        return self.email or self.staff_number or ""


def identity_of(text: str) -> Identity:
    """Return who is meant by ``text``; case and the grouping of digits do not matter.

    :raises NoIdentity: when it looks like neither.
    """
    plain = text.strip().lower()
    if len(plain) <= 254 and _EMAIL.fullmatch(plain):
        return Identity(email=plain)
    try:
        number = normal_form(text)
    except NotAStaffNumber as error:
        raise NoIdentity from error
    if len(number) < SHORTEST_STAFF_NUMBER:
        raise NoIdentity
    return Identity(staff_number=number)


def identity_or_nobody(text: str | None) -> Identity:
    """Return who is meant by ``text``; what can be nobody's identity is nobody."""
    try:
        return identity_of(text or "")
    except NoIdentity:
        return Identity()


class AccountState(StrEnum):
    """What an account is good for at the moment."""

    OPEN = "open"
    INVITED = "invited"
    CLOSED = "closed"


class RoleNeedsAgency(ValueError):
    """A role that counts for one agency was given without naming the agency."""


class NoRole(ValueError):
    """An account was left without any role."""


def scoped(roles: frozenset[Role], agency_id: int | None) -> dict[Role, int | None]:
    """Return every role of one person with the agency it counts for (None: the city).

    :raises NoRole: when ``roles`` is empty.
    :raises RoleNeedsAgency: when a role counts for an agency and ``agency_id`` is None.
    """
    if not roles:
        raise NoRole
    if roles & AGENCY_ROLES and agency_id is None:
        raise RoleNeedsAgency
    return {role: agency_id if role in AGENCY_ROLES else None for role in roles}


def needs_second_factor(roles: frozenset[Role]) -> bool:
    """Return whether one of ``roles`` may only sign in with an authenticator."""
    return bool(roles & SECOND_FACTOR_ROLES)
