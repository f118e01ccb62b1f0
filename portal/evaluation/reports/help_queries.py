"""Queries of the reports on help: trainings and programmes of a year, in a city or an agency."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.development.queries import programmes_by_cause
from portal.evaluation.reports.help_domain import CauseLine, TopicNeed, cause_lines, topic_needs
from portal.evaluation.training.queries import standing_in, topics
from portal.organisation.people.civil_servants import evaluated_people


def needs_in(
    session: Session, cycle: Cycle, *, agency_id: int | None, on: date
) -> Sequence[TopicNeed]:
    """Return how many people need which topic of the catalogue, in tens.

    :param agency_id: of this agency only; None for the whole city.
    :param on: of which posts are read.
    """
    ids = evaluated_people(session, on=on, agency_id=agency_id)
    held = standing_in(session, ids, first=cycle.starts_on, last=cycle.ends_on)
    return topic_needs({each.code: each.name for each in topics(session)}, held=held)


def causes_in(
    session: Session, cycle: Cycle, *, agency_id: int | None, on: date
) -> Sequence[CauseLine]:
    """Return the programmes that were agreed in a cycle by their causes, in tens.

    :param agency_id: of this agency only; None for the whole city.
    :param on: of which posts are read.
    """
    ids = evaluated_people(session, on=on, agency_id=agency_id)
    first, last = cycle.starts_on, cycle.ends_on
    return cause_lines(programmes_by_cause(session, first=first, last=last, person_ids=ids))
