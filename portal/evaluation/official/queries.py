"""Queries on the people whom a file of the official record names."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.official.deciding import Recorded
from portal.evaluation.official.domain import OfficialPlan
from portal.evaluation.plans import queries as plans
from portal.organisation.people import queries as people
from portal.organisation.people.list_queries import people_at_agency


def running_cycles(session: Session) -> Sequence[Cycle]:
    """Return the cycles whose plans may be made and worked on."""
    return [each for each in cycles.cycles(session) if each.is_running]


def people_within(
    session: Session, numbers: Sequence[str], *, agency_id: int | None, on: date
) -> Mapping[str, int]:
    """Return who has or had these staff numbers, by number.

    :param agency_id: leaves out who has no post or desk there on the day; None for the whole city.
    """
    found = people.persons_by_number(session, set(numbers))
    if agency_id is None:
        return found
    within = people_at_agency(session, set(found.values()), agency_id=agency_id, on=on)
    return {number: person_id for number, person_id in found.items() if person_id in within}


def recorded_of(
    session: Session,
    officials: Sequence[OfficialPlan],
    *,
    known: Mapping[str, int],
    open_cycles: Sequence[Cycle],
) -> Sequence[Recorded]:
    """Return what is recorded for each plan of a part of a file, in its order."""
    ids = {known[each.number] for each in officials if each.number in known}
    firsts = [each.starts_on for each in officials if each.starts_on]
    since = min([*firsts, *(each.starts_on for each in open_cycles)], default=date.min)
    held = plans.plans_of_people(session, ids, since=since)
    return [
        Recorded(person_id, held.get(person_id, ()) if person_id else (), open_cycles)
        for person_id in (known.get(each.number) for each in officials)
    ]
