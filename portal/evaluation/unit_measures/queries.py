"""Queries on measures of a unit: of an agency, one under a lock, of whom they wait for."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.development.strengths import FindingKind
from portal.evaluation.rules.help_states import UnitMeasureState
from portal.evaluation.unit_measures.domain import (
    PlacedPoint,
    SharedPoint,
    UnitMeasure,
    UnitPlace,
)
from portal.evaluation.unit_measures.models import UnitMeasureRow, UnitPointRow
from portal.storage.joint_reading import Question, asked


def measures_of(session: Session, *, agency_id: int | None) -> Sequence[UnitMeasure]:
    """Return the measures, the latest first.

    :param agency_id: of this agency only; None for the whole city.
    """
    query = select(UnitMeasureRow)
    if agency_id is not None:
        query = query.where(UnitMeasureRow.agency_id == agency_id)
    return [measure_of(row) for row in session.scalars(query.order_by(UnitMeasureRow.id.desc()))]


def measure_with(session: Session, measure_id: int) -> UnitMeasure | None:
    """Return a measure, or None."""
    row = session.get(UnitMeasureRow, measure_id)
    return None if row is None else measure_of(row)


def locked_measure(session: Session, measure_id: int) -> UnitMeasureRow | None:
    """Return a row and keep others from changing it, or None."""
    query = select(UnitMeasureRow).where(UnitMeasureRow.id == measure_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def known_points(session: Session, *, year: int) -> frozenset[PlacedPoint]:
    """Return what is not proposed again: what was proposed in the year, and what is worked on."""
    row, at_work = UnitMeasureRow, (UnitMeasureState.PROPOSED, UnitMeasureState.ACCEPTED)
    query = select(row).where((row.year == year) | row.state.in_(at_work))
    held = map(measure_of, session.scalars(query))
    return frozenset((each.place, each.point) for each in held)


def points_in(session: Session, *, agency_id: int | None) -> Sequence[PlacedPoint]:
    """Return the points that units share as the last night found them, in order of units.

    :param agency_id: of this agency only; None for the whole city.
    """
    query = select(UnitPointRow)
    if agency_id is not None:
        query = query.where(UnitPointRow.agency_id == agency_id)
    return sorted(
        (
            UnitPlace(row.agency_id, row.unit_id),
            SharedPoint(FindingKind(row.kind), row.point, row.is_strength),
        )
        for row in session.scalars(query)
    )


@asked()
def measures_owned(person_id: Any) -> Question:
    """Return the query for the measures that somebody looks after and that are not checked."""
    row = UnitMeasureRow
    is_open = row.state == UnitMeasureState.ACCEPTED
    return select(row.id, row.due_on).where(row.owner_id == person_id, is_open)


def measure_of(row: UnitMeasureRow) -> UnitMeasure:
    """Return the measure of a row."""
    return UnitMeasure(
        row.id,
        UnitPlace(row.agency_id, row.unit_id),
        SharedPoint(FindingKind(row.kind), row.point, is_strength=False),
        UnitMeasureState(row.state),
        row.revision,
        row.proposed_on,
        row.what,
        row.owner_id,
        row.starts_from,
        row.due_on,
        row.reason,
        row.decided_by,
        row.decided_on,
        row.is_still_shared,
        row.effect,
        row.checked_on,
    )
