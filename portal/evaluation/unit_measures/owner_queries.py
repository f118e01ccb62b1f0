"""Who may look after a measure, and who does."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.unit_measures.domain import UnitMeasure
from portal.organisation.people import queries as people
from portal.organisation.people.civil_servants import evaluated_people


def superiors_in(session: Session, agency_id: int, *, on: date) -> Mapping[int, str]:
    """Return the superiors of an agency's people on a day, by number, in order of name."""
    ids = evaluated_people(session, on=on, agency_id=agency_id)
    lines = [each for each in people.lines_of(session, ids) if each.covers(on)]
    found = people.persons(session, {each.superior_id for each in lines})
    return {each.id: each.name for each in found.values()}


def owner_of(session: Session, measure: UnitMeasure) -> str:
    """Return the name of who looks after a measure; empty while nobody does."""
    if measure.owner_id is None:
        return ""
    return people.persons(session, {measure.owner_id})[measure.owner_id].name
