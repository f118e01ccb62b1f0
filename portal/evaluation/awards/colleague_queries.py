"""Whom somebody may nominate: oneself, the own people, colleagues of the own agency."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.awards.domain import NominationWay
from portal.organisation.people.civil_servants import evaluated_people
from portal.organisation.people.list_queries import ListedPerson, PeopleAsked, people_page
from portal.organisation.people.queries import agencies_of, people_of


def own_people(session: Session, own: int, *, on: date) -> Sequence[int]:
    """Return the people whom somebody rates on a day."""
    return people_of(session, own, on=on)


def colleagues(session: Session, own: int, *, words: str, on: date) -> Sequence[ListedPerson]:
    """Return people of the own agency with these words in the name; none without words."""
    agency = agencies_of(session, {own}, on=on).get(own)
    if not words or agency is None:
        return ()
    asked = PeopleAsked(words, agency_id=agency, is_number_whole=True)
    return people_page(session, asked, on=on, number=1).items


def way_to(session: Session, own: int, *, person_id: int, on: date) -> NominationWay | None:
    """Return as what somebody may nominate a civil servant; None for a stranger."""
    agencies = agencies_of(session, {own, person_id}, on=on)
    agency = agencies.get(person_id)
    if agency is None or person_id not in evaluated_people(session, on=on, agency_id=agency):
        return None
    if person_id == own:
        return NominationWay.ONESELF
    if person_id in people_of(session, own, on=on):
        return NominationWay.SUPERIOR
    return NominationWay.COLLEAGUE if agencies.get(own) == agency else None
