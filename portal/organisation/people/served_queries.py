"""Where an officer served in a span of days: codes of desks, and of the services offered there."""

from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.people.officer_queries import postings_of_officer
from portal.organisation.places.catalogue_queries import catalogue


def places_served(
    session: Session, officer_id: int, *, first: date, last: date
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the codes of the desks and services where an officer served on one of these days.

    Services are those that the desks offer on the last day.

    :param first: inclusive, as ``last``.
    """
    desks = frozenset(
        each.desk_code
        for each in postings_of_officer(session, officer_id)
        if each.starts_on <= last and (each.ends_on is None or first <= each.ends_on)
    )
    if not desks:
        return desks, frozenset()
    city = catalogue(session, on=last)
    services = frozenset(
        city.services[service_id].code
        for code in desks
        for service_id in city.desks_by_code[code].service_ids
    )
    return desks, services
