"""Queries on award schemes: their rules and their lists of jurors."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.evaluation.awards.domain import (
    PUBLIC,
    AwardForm,
    Criterion,
    ListedJuror,
    Scheme,
    SchemeFields,
)
from portal.evaluation.awards.models import CriterionRow, ListedJurorRow, SchemeRow
from portal.evaluation.rules.award_eligibility import EligibilityRules
from portal.evaluation.rules.states import SchemeState
from portal.organisation.people.queries import agencies_of, persons
from portal.organisation.places.queries import agencies_in_service
from portal.storage.joint_reading import Question, asked


def schemes(session: Session, *, is_public: bool = False) -> tuple[Scheme, ...]:
    """Return every scheme, the latest year first.

    :param is_public: leaves drafts out.
    """
    states = PUBLIC if is_public else frozenset(SchemeState)
    return _schemes(session, SchemeRow.state.in_(states))


def scheme_with(session: Session, scheme_id: int) -> Scheme | None:
    """Return a scheme, or None."""
    found = _schemes(session, SchemeRow.id == scheme_id)
    return found[0] if found else None


def locked_scheme(session: Session, scheme_id: int) -> SchemeRow | None:
    """Return the row of a scheme and keep others from changing it, or None."""
    query = select(SchemeRow).where(SchemeRow.id == scheme_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def listed_jurors(session: Session, scheme_id: int, *, on: date) -> tuple[ListedJuror, ...]:
    """Return the list of jurors by place, with the agency where each works on a day."""
    query = select(ListedJurorRow).where(ListedJurorRow.scheme_id == scheme_id)
    rows = session.scalars(query.order_by(ListedJurorRow.place)).all()
    ids = {row.person_id for row in rows}
    people, places = persons(session, ids), agencies_of(session, ids, on=on)
    names = agencies_in_service(session, on=on)
    return tuple(
        ListedJuror(
            row.place,
            row.person_id,
            people[row.person_id].name,
            places.get(row.person_id),
            names.get(places.get(row.person_id, 0), ""),
        )
        for row in rows
    )


def last_place(session: Session, scheme_id: int) -> int:
    """Return the highest place on a scheme's list of jurors; 0 for an empty list."""
    query = select(func.max(ListedJurorRow.place)).where(ListedJurorRow.scheme_id == scheme_id)
    return session.scalar(query) or 0


@asked()
def open_scheme_lines() -> Question:
    """Return the query for the schemes in which nominations are open."""
    return select(SchemeRow.id, SchemeRow.name, SchemeRow.nominating_until).where(
        SchemeRow.state == SchemeState.NOMINATING
    )


def _schemes(session: Session, condition: ColumnElement[bool]) -> tuple[Scheme, ...]:
    query = select(SchemeRow).where(condition).order_by(SchemeRow.year.desc(), SchemeRow.id)
    rows = session.scalars(query).all()
    criteria = _criteria(session, [row.id for row in rows])
    return tuple(_scheme(row, criteria.get(row.id, ())) for row in rows)


def _criteria(session: Session, ids: Collection[int]) -> Mapping[int, tuple[Criterion, ...]]:
    query = select(CriterionRow).where(CriterionRow.scheme_id.in_(ids))
    found: dict[int, tuple[Criterion, ...]] = {}
    for row in session.scalars(query.order_by(CriterionRow.number)):
        one = Criterion(row.number, row.name, row.points)
        found[row.scheme_id] = (*found.get(row.scheme_id, ()), one)
    return found


def _scheme(row: SchemeRow, criteria: tuple[Criterion, ...]) -> Scheme:
    fields = SchemeFields(
        row.name,
        row.purpose,
        row.year,
        row.places,
        row.jurors,
        AwardForm(row.form),
        EligibilityRules(row.years, row.outstanding, row.hours),
        row.nominating_from,
        row.nominating_until,
        row.seed_event,
        row.seed_due,
        criteria,
    )
    return Scheme(
        row.id,
        fields,
        SchemeState(row.state),
        row.revision,
        row.published_on,
        row.numbers_digest,
        row.frozen_on,
        row.seed,
        row.seed_on,
        row.decided_on,
    )
