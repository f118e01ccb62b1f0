"""The desks that can be rated, with the codes on their posters."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.organisation.places.kinds import PosterState
from portal.organisation.places.models import Agency, Desk, Unit
from portal.organisation.places.queries import unit_in
from portal.organisation.posters.models import Poster, PosterScan
from portal.organisation.posters.rateable import PosterDesk
from portal.time.months import month_of


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
        .outerjoin(Unit, Unit.id == unit_in(month_of(on)))
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


@dataclass(frozen=True, slots=True)
class DeskPoster:
    """A desk's current poster code, or None; ``had_one`` when there was any before."""

    code: str | None
    had_one: bool


def poster_of_desk(session: Session, desk_id: int) -> DeskPoster:
    """Return the code that a desk's posters hold now."""
    rows = session.execute(select(Poster.code, Poster.state).where(Poster.desk_id == desk_id)).all()
    current = [row.code for row in rows if row.state == PosterState.CURRENT]
    return DeskPoster(code=current[0] if current else None, had_one=bool(rows))
