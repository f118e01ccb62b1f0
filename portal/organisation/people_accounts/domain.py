"""Who of the people in service has an account, who gets one, and who cannot."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.staff.domain import SHORTEST_STAFF_NUMBER

# So many letters are drawn while somebody waits for them.
MOST_AT_ONCE = 250


class Wanted(StrEnum):
    """Whose letters are asked for."""

    #: Of people without an account.
    NEW = "new"
    #: Of people who have not used their invitation; the link before ends.
    AGAIN = "again"


class AccountStanding(StrEnum):
    """Where a person stands on the way to an account; the first three as the account says."""

    #: Its owner has chosen a password.
    USED = "open"
    INVITED = "invited"
    CLOSED = "closed"
    #: May get one.
    NONE = "none"
    #: No staff number to sign in with.
    NO_NUMBER = "no_number"
    #: Another account has the number; it has to be tied first.
    NUMBER_TAKEN = "number_taken"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person in service with what matters for an account.

    :ivar agency_id: None where neither post nor desk says it.
    :ivar account_id: None without an account.
    """

    person_id: int
    name: str
    number: str | None
    agency_id: int | None
    standing: AccountStanding
    account_id: int | None = None


def standing_without_account(number: str | None, *, taken: Collection[str]) -> AccountStanding:
    """Return where somebody without an account stands.

    :param taken: what accounts sign in with.
    """
    if number is None or len(number) < SHORTEST_STAFF_NUMBER:
        return AccountStanding.NO_NUMBER
    return AccountStanding.NUMBER_TAKEN if number in taken else AccountStanding.NONE


def next_people(
    people: Iterable[Candidate], *, agency_id: int, wanted: Wanted
) -> Sequence[Candidate]:
    """Return the next people of an agency who get a letter, at most ``MOST_AT_ONCE``."""
    standing = AccountStanding.NONE if wanted is Wanted.NEW else AccountStanding.INVITED
    found = [each for each in people if each.agency_id == agency_id and each.standing is standing]
    return found[:MOST_AT_ONCE]
