"""Which roles count for the whole city, which for one agency, and which need a second factor."""

from enum import StrEnum

from portal.web.access import CITY_ROLES, Role

AGENCY_ROLES = frozenset(Role) - CITY_ROLES
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
