"""Counts a year of the evaluation for its one release."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, tzinfo
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.yearly_queries import units_with_reason
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.development.queries import programmes_in
from portal.evaluation.objections.queries import counts_in
from portal.evaluation.openness.in_time import PlannedYear, people_facts
from portal.organisation.agency_results.domain import Term
from portal.organisation.agency_results.queries import recorded_indicators
from portal.organisation.people.queries import agencies_of
from portal.organisation.places.catalogue_queries import catalogue
from portal.publication.yearly_evaluation.counts import (
    AgencyYear,
    EvaluationYear,
    ObjectionsYear,
    OrganisationIndicator,
)


class NoSuchYear(ValueError):
    """No cycle of that year was opened."""


def years_with_results(session: Session) -> tuple[int, ...]:
    """Return the years of the cycles that were opened, the latest first."""
    opened = (each for each in cycles.cycles(session) if each.rules_version is not None)
    return tuple(each.year for each in opened)


def counted_year(
    session: Session, year: int, *, today: date, zone: tzinfo, is_demo: bool
) -> EvaluationYear:
    """Count a year as it stands today; whose result is not final has none.

    Somebody counts in the agency of the post held on the last day of the last plan.

    :param zone: of the city, in which a day ends at midnight.
    :raises NoSuchYear: where no cycle of the year was opened.
    """
    found = (each for each in cycles.cycles(session) if each.year == year)
    cycle = next((each for each in found if each.rules_version is not None), None)
    if cycle is None:
        raise NoSuchYear(f"no cycle of {year} was opened")
    counted = counts_in(session, cycle.id, on=today)
    return EvaluationYear(
        year=year,
        rule_set=cycle.rules_version or 0,
        agencies=_agencies(session, cycle, zone=zone),
        objections=ObjectionsYear(
            counted.filed, counted.decided, in_time=counted.in_time, changed=counted.changed
        ),
        programmes=programmes_in(session, first=cycle.starts_on, last=cycle.ends_on),
        overdue=counted.overdue,
        reasoned_units=units_with_reason(session, cycle.id),
        is_demo=is_demo,
    )


def _agencies(session: Session, cycle: Cycle, *, zone: tzinfo) -> tuple[AgencyYear, ...]:
    facts = people_facts(session, cycle, zone=zone)
    by_agency: defaultdict[int, list[int]] = defaultdict(list)
    for person, agency in _agency_of_each(session, facts.planned).items():
        by_agency[agency].append(person)
    named = catalogue(session, on=cycle.ends_on).agencies
    return tuple(
        facts.agency_year(
            (named[agency].code, named[agency].name),
            by_agency[agency],
            indicators=_indicators(session, agency, year=cycle.year),
        )
        for agency in sorted(by_agency, key=lambda each: named[each].code)
    )


def _agency_of_each(session: Session, planned: Mapping[int, PlannedYear]) -> Mapping[int, int]:
    """Return everybody's agency on the last day of the last plan; without a post no entry."""
    by_day: defaultdict[date, list[int]] = defaultdict(list)
    for person, plans in planned.items():
        by_day[plans.ends_on].append(person)
    found: dict[int, int] = {}
    for day, persons in by_day.items():
        found |= agencies_of(session, persons, on=day)
    return found


def _indicators(
    session: Session, agency_id: int, *, year: int
) -> tuple[OrganisationIndicator, ...]:
    """Return an agency's indicators of the whole year that have a realisation."""
    return tuple(
        OrganisationIndicator(
            each.name, each.unit, _written(each.target), _written(each.realisation)
        )
        for each in reversed(recorded_indicators(session, agency_id))
        if each.counts and each.term == Term(year, None) and each.realisation is not None
    )


def _written(number: Decimal) -> str:
    """Return a number without the zeros that its column adds."""
    return f"{number.normalize():f}"
