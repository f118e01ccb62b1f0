"""Queries on agencies' own results: every entry, and which one counts."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from portal.organisation.agency_results.domain import (
    AgencyPredicateKind,
    RecordedIndicator,
    RecordedPredicate,
    Term,
)
from portal.organisation.agency_results.models import AgencyIndicator, AgencyPredicate


def predicate_of(session: Session, agency_id: int, *, term: Term) -> AgencyPredicateKind | None:
    """Return the predicate that counts for an agency and a term, or None."""
    query = (
        select(AgencyPredicate.predicate)
        .where(
            AgencyPredicate.agency_id == agency_id,
            AgencyPredicate.year == term.year,
            AgencyPredicate.quarter.is_not_distinct_from(term.quarter),
        )
        .order_by(AgencyPredicate.id.desc())
        .limit(1)
    )
    found = session.scalar(query)
    return None if found is None else AgencyPredicateKind(found)


def predicates_of_year(
    session: Session, year: int
) -> Mapping[int, Mapping[int | None, AgencyPredicateKind]]:
    """Return what counts in a year by agency and quarter; None stands for the year."""
    query = (
        select(AgencyPredicate.agency_id, AgencyPredicate.quarter, AgencyPredicate.predicate)
        .where(AgencyPredicate.year == year)
        .order_by(AgencyPredicate.id)
    )
    found: dict[int, dict[int | None, AgencyPredicateKind]] = {}
    for row in session.execute(query):
        found.setdefault(row.agency_id, {})[row.quarter] = AgencyPredicateKind(row.predicate)
    return found


def recorded_predicates(session: Session, agency_id: int) -> Sequence[RecordedPredicate]:
    """Return all entries about an agency, the latest first."""
    query = (
        select(AgencyPredicate)
        .where(AgencyPredicate.agency_id == agency_id)
        .order_by(AgencyPredicate.id.desc())
    )
    seen: set[Term] = set()
    found = []
    for row in session.scalars(query):
        term = Term(row.year, row.quarter)
        kind = AgencyPredicateKind(row.predicate)
        found.append(
            RecordedPredicate(
                row.agency_id,
                term,
                kind,
                row.decree_number,
                row.decree_date,
                row.recorded_at,
                counts=term not in seen,
            )
        )
        seen.add(term)
    return found


def recorded_indicators(session: Session, agency_id: int) -> Sequence[RecordedIndicator]:
    """Return all entries of an agency's indicators, the latest first."""
    return _indicators(session, AgencyIndicator.agency_id == agency_id)


def all_indicators(session: Session) -> Sequence[RecordedIndicator]:
    """Return all entries of all agencies' indicators, the latest first."""
    return _indicators(session, true())


def _indicators(session: Session, condition: ColumnElement[bool]) -> Sequence[RecordedIndicator]:
    query = select(AgencyIndicator).where(condition).order_by(AgencyIndicator.id.desc())
    seen: set[tuple[int, Term, str]] = set()
    found = []
    for row in session.scalars(query):
        term = Term(row.year, row.quarter)
        key = (row.agency_id, term, row.name.casefold())
        found.append(
            RecordedIndicator(
                row.agency_id,
                term,
                row.name,
                row.unit,
                row.target,
                row.realisation,
                row.recorded_at,
                counts=key not in seen,
            )
        )
        seen.add(key)
    return found
