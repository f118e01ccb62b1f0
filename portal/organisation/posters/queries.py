"""The desks that can be rated, with the codes on their posters."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import PosterState
from portal.organisation.places.queries import desks_on
from portal.organisation.posters.models import Poster, PosterScan
from portal.organisation.posters.rateable import PosterDesk
from portal.time.months import Month


def poster_desks(
    session: Session, *, on: date, codes: Collection[str] | None = None
) -> tuple[PosterDesk, ...]:
    """Return the desks that are not retired on ``on``, in order of their codes.

    :param codes: only these desks (None: all of them).
    """
    desk = desks_on(on).c
    is_current = and_(Poster.desk_id == desk.id, Poster.state == PosterState.CURRENT)
    query = (
        select(
            desk.code,
            desk.name,
            desk.agency_code,
            desk.agency_name,
            desk.unit_name,
            Poster.code.label("poster_code"),
        )
        .outerjoin(Poster, is_current)
        .where(or_(desk.retired_on.is_(None), desk.retired_on > on))
        .order_by(desk.code)
    )
    if codes is not None:
        query = query.where(desk.code.in_(codes))
    return tuple(PosterDesk(**row._mapping) for row in session.execute(query))


def scans_of_desk(session: Session, desk_id: int, *, periods: Collection[Month]) -> dict[str, int]:
    """Return how often a desk's posters were scanned in each of ``periods``, nought included.

    What processes have counted within the last ten minutes is not yet there. These are exact
    counts; nobody is to read that of a running month.
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
