"""Whom a file of addresses invites by mail, and which of its rows are refused."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.organisation.people_accounts.domain import AccountStanding, Candidate
from portal.storage.spreadsheets.table import RowFault


class MailFault(StrEnum):
    """Why a row is refused."""

    NOT_AN_ADDRESS = "not_an_address"
    NOBODY = "nobody"
    NO_AGENCY = "no_agency"
    HAS_ACCOUNT = "has_account"
    ADDRESS_TAKEN = "address_taken"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class MailRow:
    """A staff number in its normal form and an e-mail address in small letters."""

    line: int
    number: str
    email: str


@dataclass(frozen=True, slots=True)
class MailFile:
    """The rows that could be read, and what is wrong with the others."""

    rows: tuple[MailRow, ...]
    faults: tuple[RowFault, ...]


@dataclass(frozen=True, slots=True)
class Addressed:
    """A person who is invited, the agency where their role counts, and the address."""

    person: Candidate
    agency_id: int
    email: str


@dataclass(frozen=True, slots=True)
class MailPlan:
    """Who would be invited, and which rows are refused."""

    addressed: tuple[Addressed, ...]
    faults: tuple[RowFault, ...]


def plan_mail(
    file: MailFile,
    people: Mapping[str, Candidate],
    *,
    taken: Collection[str],
) -> MailPlan:
    """Return who is invited; a wrong row holds back no other one.

    :param people: in service, by every number they have or had.
    :param taken: what accounts sign in with.
    """
    addressed: list[Addressed] = []
    faults = list(file.faults)
    used: set[int | str] = set(taken)
    for row in file.rows:
        person = people.get(row.number)
        fault = _fault(row, person, used=used)
        if person is None or person.agency_id is None or fault is not None:
            kind, column = fault or (MailFault.NOBODY, "number")
            faults.append(RowFault(row.line, column, kind, row.number))
            continue
        used |= {person.person_id, row.email}
        addressed.append(Addressed(person, person.agency_id, row.email))
    return MailPlan(tuple(addressed), tuple(sorted(set(faults))))


def _fault(
    row: MailRow, person: Candidate | None, *, used: Collection[int | str]
) -> tuple[MailFault, str] | None:
    if person is None:
        return MailFault.NOBODY, "number"
    if person.person_id in used:
        return MailFault.REPEATED, "number"
    if person.standing not in {AccountStanding.NONE, AccountStanding.NO_NUMBER}:
        return MailFault.HAS_ACCOUNT, "number"
    if person.agency_id is None:
        return MailFault.NO_AGENCY, "number"
    return (MailFault.ADDRESS_TAKEN, "email") if row.email in used else None
