"""Queries on good cases: of a person, those that wait for the office, the published ones."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.good_cases.domain import GoodCase
from portal.evaluation.good_cases.models import GoodCaseRow
from portal.evaluation.rules.help_states import GoodCaseState
from portal.organisation.people import queries as people
from portal.organisation.people.civil_servants import evaluated_people


def case_with(session: Session, case_id: int) -> GoodCase | None:
    """Return a case, or None."""
    row = session.get(GoodCaseRow, case_id)
    return None if row is None else _case(row)


def cases_of(session: Session, person_id: int) -> Sequence[GoodCase]:
    """Return the cases about a person, the latest first."""
    query = select(GoodCaseRow).where(GoodCaseRow.person_id == person_id)
    return [_case(row) for row in session.scalars(query.order_by(GoodCaseRow.id.desc()))]


def cases_in(session: Session, state: GoodCaseState) -> Sequence[GoodCase]:
    """Return the cases in a state, the latest first."""
    query = select(GoodCaseRow).where(GoodCaseRow.state == state)
    return [_case(row) for row in session.scalars(query.order_by(GoodCaseRow.id.desc()))]


def published_cases(session: Session) -> Sequence[GoodCase]:
    """Return the published cases, the latest year first, within it in an order that tells nothing.

    In the order of writing those that one superior wrote in a row would stand together, and one
    whose agency is said would tell that of its neighbours. What is sealed begins with chance.
    """
    found = cases_in(session, GoodCaseState.PUBLISHED)
    return sorted(found, key=lambda case: (-case.year, sha256(case.title).digest()))


def locked_case(session: Session, case_id: int) -> GoodCaseRow | None:
    """Return a row and keep others from changing it, or None."""
    query = select(GoodCaseRow).where(GoodCaseRow.id == case_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def agency_of(session: Session, person_id: int, *, on: date) -> int | None:
    """Return where somebody works on a day, or None."""
    return people.agencies_of(session, {person_id}, on=on).get(person_id)


def names_in(
    session: Session, person_id: int, *, agency_id: int, on: date
) -> tuple[str, Sequence[str]]:
    """Return the name of whom a case is about, and those of the agency's people on a day."""
    ids = {*evaluated_people(session, on=on, agency_id=agency_id), person_id}
    found = people.persons(session, ids)
    return found[person_id].name, [each.name for each in found.values()]


def size_of_agency(session: Session, agency_id: int, *, on: date) -> int:
    """Return how many civil servants an agency has on a day."""
    return len(evaluated_people(session, on=on, agency_id=agency_id))


def _case(row: GoodCaseRow) -> GoodCase:
    return GoodCase(
        row.id,
        row.person_id,
        row.written_by,
        row.agency_id,
        GoodCaseState(row.state),
        row.revision,
        row.title,
        row.problem,
        row.done,
        row.changed,
        row.made_on,
        row.published_on,
        row.names_agency,
        row.reason,
    )
