"""Who of the people in service has an account."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from portal.accounts.staff.list_queries import accounts_of_officers, taken_identities
from portal.organisation.people.list_queries import serving_people
from portal.organisation.people_accounts.domain import (
    AccountStanding,
    Candidate,
    standing_without_account,
)


def candidates(session: Session, *, on: date) -> Sequence[Candidate]:
    """Return everybody in service on a day by name; three queries, however many there are."""
    held, taken = accounts_of_officers(session), taken_identities(session)
    found = []
    for each in serving_people(session, on=on):
        account = held.get(each.id)
        standing = (
            standing_without_account(each.number, taken=taken)
            if account is None
            else AccountStanding(account.state)
        )
        account_id = None if account is None else account.account_id
        found.append(
            Candidate(each.id, each.name, each.number, each.agency_id, standing, account_id)
        )
    return found
