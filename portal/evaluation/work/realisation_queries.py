"""What is asked of realisations: those of a plan, one under a lock, and their links."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.rules.states import RealisationState
from portal.evaluation.work.realisation_models import RealisationLink, RealisationRow
from portal.evaluation.work.realisations import DropCause, Place, Realisation


def realisations_of(session: Session, plan_id: int) -> Sequence[Realisation]:
    """Return the realisations of a plan in the order of periods and indicators."""
    rows = session.scalars(
        select(RealisationRow)
        .where(RealisationRow.plan_id == plan_id)
        .order_by(RealisationRow.period_number, RealisationRow.indicator_key)
    )
    return [realisation_of(row) for row in rows]


def locked_realisation(session: Session, place: Place) -> RealisationRow | None:
    """Return the row of an indicator in a period and keep others from changing it, or None."""
    return session.scalar(
        select(RealisationRow)
        .where(
            RealisationRow.plan_id == place.plan_id,
            RealisationRow.indicator_key == place.indicator_key,
            RealisationRow.period_number == place.period_number,
        )
        .with_for_update()
    )


def links_of(session: Session, realisation_id: int) -> Sequence[RealisationLink]:
    """Return the links that show a realisation, the first added first."""
    query = select(RealisationLink).where(RealisationLink.realisation_id == realisation_id)
    return session.scalars(query.order_by(RealisationLink.id)).all()


def realisation_of(row: RealisationRow) -> Realisation:
    """Return the realisation of a row."""
    return Realisation(
        row.id,
        Place(row.plan_id, row.person_id, row.indicator_key, row.cycle_id, row.period_number),
        RealisationState(row.state),
        revision=row.revision,
        value=None if row.value is None else row.value.normalize(),
        appraiser_value=None if row.appraiser_value is None else row.appraiser_value.normalize(),
        reported_on=row.reported_on,
        is_late=row.is_late,
        cause=None if row.cause is None else DropCause(row.cause),
        proposed_by=row.proposed_by,
    )
