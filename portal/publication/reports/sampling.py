"""How many people used a place, and how many of them a report needs."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.organisation.calendar import queries as calendar_queries
from portal.organisation.calendar.domain import ServedPeople
from portal.organisation.places.catalogue import Catalogue, Desk
from portal.publication.reports.content import PopulationBasis, ReportPlace, SampleSize
from portal.survey.index import minimum_sample
from portal.time.months import CalendarPeriod, PeriodKind

# The minimum grows with the population up to here and no further.
ANY_POPULATION = 1_000_000_000


def sample_size(
    session: Session,
    place: ReportPlace,
    *,
    span: CalendarPeriod,
    catalogue: Catalogue,
    respondents: int | None,
) -> SampleSize:
    """Return respondents beside their minimum.

    The population is the agency's users of the year, else the visits its desks reported for
    every month; a shorter span asks the visits first. Where neither is known, the minimum is
    what any population needs at the most.

    :param respondents: as the report states them; None when they are hidden.
    """
    visits = _visits(session, place, span=span, catalogue=catalogue)
    users = _users(session, place, year=span.year)
    first, second = (users, visits) if span.kind is PeriodKind.YEAR else (visits, users)
    population, basis, source = first or second or (None, PopulationBasis.UNKNOWN, None)
    return SampleSize(
        respondents=respondents,
        population=population,
        basis=basis,
        source=source,
        minimum=minimum_sample(population or ANY_POPULATION),
    )


PublishedConstraints = tuple[int, PopulationBasis, str] | None


def _users(session: Session, place: ReportPlace, *, year: int) -> PublishedConstraints:
    """Return the agency's users of a year; a unit's are not known."""
    known: Mapping[tuple[int, int], ServedPeople] = calendar_queries.populations(session)
    found = known.get((place.agency_id, year)) if place.unit is None else None
    return (found.users, PopulationBasis.USERS, found.source) if found else None


def _visits(
    session: Session, place: ReportPlace, *, span: CalendarPeriod, catalogue: Catalogue
) -> PublishedConstraints:
    """Return the visits of a place when every desk reported every month, one visit or more."""
    desks = {
        desk.id
        for desk in catalogue.desks_of(place.agency_id)
        if _counts(desk, place=place, span=span)
    }
    months = span.months
    rows = [row for row in calendar_queries.visits_served(session, months) if row.desk_id in desks]
    visits = sum(row.visits for row in rows)
    if not visits or len(rows) < len(desks) * len(months):
        return None
    sources = "; ".join(sorted({row.source for row in rows}))
    return visits, PopulationBasis.VISITS, sources


def _counts(desk: Desk, *, place: ReportPlace, span: CalendarPeriod) -> bool:
    is_here = place.unit_id is None or desk.unit_id == place.unit_id
    return is_here and not desk.is_retired(span.last_day)
