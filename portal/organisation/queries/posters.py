"""The desks that can be rated, with the codes on their posters."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.organisation.domain import PosterState
from portal.organisation.domain.periods import period_of
from portal.organisation.domain.rateable import PosterDesk
from portal.organisation.models.places import Agency, Desk, Unit
from portal.organisation.models.poster import Poster, PosterScan
from portal.organisation.queries.arrangement import unit_in


def poster_desks(
    session: Session, *, on: date, codes: Collection[str] | None = None
) -> tuple[PosterDesk, ...]:
    """Return the desks that are not retired on ``on``, in order of their codes.

    :param codes: only these desks (None: all of them).
    """
    is_current = and_(Poster.desk_id == Desk.id, Poster.state == PosterState.CURRENT)
    query = (
        select(
            Desk.code,
            Desk.name,
            Agency.code.label("agency_code"),
            Agency.name.label("agency_name"),
            Unit.name.label("unit_name"),
            Poster.code.label("poster_code"),
        )
        .join(Agency, Agency.id == Desk.agency_id)
        .outerjoin(Unit, Unit.id == unit_in(period_of(on)))
        .outerjoin(Poster, is_current)
        .where(or_(Desk.retired_on.is_(None), Desk.retired_on > on))
        .order_by(Desk.code)
    )
    if codes is not None:
        query = query.where(Desk.code.in_(codes))
    return tuple(PosterDesk(**row._mapping) for row in session.execute(query))


def scans_of_desk(session: Session, desk_id: int, *, periods: Collection[str]) -> dict[str, int]:
    """Return how often a desk's posters were scanned in each of ``periods``, nought included.

    What processes have counted within the last ten minutes is not yet there.
    """
    query = select(PosterScan.period, PosterScan.scans).where(
        PosterScan.desk_id == desk_id, PosterScan.period.in_(periods)
    )
    found = {row.period: row.scans for row in session.execute(query)}
    return {period: found.get(period, 0) for period in periods}
