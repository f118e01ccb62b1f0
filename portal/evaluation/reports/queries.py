"""Where everybody in an agency or in the city stands in a cycle."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.waiting_queries import ask_year_states
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.plans.queries import latest_lines
from portal.evaluation.reports.domain import GroupStates, states_by_group
from portal.organisation.people import queries as people
from portal.organisation.people.civil_servants import evaluated_people
from portal.organisation.places.catalogue_queries import catalogue
from portal.storage.joint_reading import answered


def completeness(
    session: Session, cycle: Cycle, *, agency_id: int | None, on: date
) -> Sequence[GroupStates]:
    """Return states by agency, or by unit of one agency.

    :param agency_id: whose units; None for the city's agencies.
    :param on: the day on which people hold their posts.
    """
    ids = evaluated_people(session, on=on, agency_id=agency_id)
    lines = latest_lines(session, cycle.id, person_ids=None if agency_id is None else ids)
    (years,) = answered(session, [ask_year_states(ids, cycle_id=cycle.id)])
    return states_by_group(
        _groups(session, ids, agency_id=agency_id, on=on),
        plans={each: line.state for each, line in lines.items()},
        years={each.person_id: each.state for each in years},
    )


def _groups(
    session: Session, ids: Sequence[int], *, agency_id: int | None, on: date
) -> Mapping[int, str]:
    """Return the name of everybody's agency, or of their unit where one agency is asked for."""
    places = catalogue(session, on=on)
    if agency_id is None:
        held = people.agencies_of(session, ids, on=on)
        return {each: places.agencies[agency].name for each, agency in held.items()}
    agency = places.agencies[agency_id].name
    return {
        post.person_id: places.units[post.unit_id].name if post.unit_id else agency
        for post in people.posts_of(session, ids)
        if post.agency_id == agency_id
        and post.starts_on <= on
        and (post.ends_on is None or post.ends_on >= on)
    }
