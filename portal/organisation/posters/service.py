"""Gives a desk its poster code, a new one or none any more; counts scans."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import PosterState
from portal.organisation.places.queries import desk_with_code
from portal.organisation.places.service import begin_change
from portal.organisation.posters.models import Poster, PosterScan
from portal.organisation.posters.rateable import new_poster_code
from portal.organisation.posters.scan_batches import DeskMonth
from portal.storage.database import begin_write


class DeskUnknown(LookupError):
    """There is no desk with that code."""


class NoCurrentPoster(LookupError):
    """The desk's code was withdrawn, so that there is none to print or to withdraw."""


def rotate_poster(session: Session, desk_code: str) -> str:
    """Give a desk a new poster code and return it; posters with the old one open no form.

    A desk whose code was withdrawn gets a code again.

    :raises DeskUnknown: when there is no such desk.
    """
    begin_change(session)
    desk_id = _desk_id(session, desk_code)
    _set_aside(session, desk_id=desk_id, state=PosterState.ROTATED)
    code = give_poster(session, desk_id=desk_id)
    session.commit()
    return code


def revoke_poster(session: Session, desk_code: str) -> None:
    """Withdraw a desk's poster code without a new one.

    :raises DeskUnknown: when there is no such desk.
    :raises NoCurrentPoster: when its code was withdrawn before.
    """
    begin_change(session)
    desk_id = _desk_id(session, desk_code)
    if not _set_aside(session, desk_id=desk_id, state=PosterState.REVOKED):
        session.rollback()
        raise NoCurrentPoster(desk_code)
    session.commit()


def give_poster(session: Session, *, desk_id: int) -> str:
    """Add a current code to a desk that has none, and return it; commits nothing."""
    code = new_poster_code()
    while session.get(Poster, code) is not None:
        code = new_poster_code()
    session.add(Poster(code=code, desk_id=desk_id, state=PosterState.CURRENT))
    session.flush()
    return code


def _desk_id(session: Session, desk_code: str) -> int:
    found = desk_with_code(session, desk_code)
    if found is None:
        session.rollback()
        raise DeskUnknown(desk_code)
    return found


def _set_aside(session: Session, *, desk_id: int, state: PosterState) -> bool:
    current = session.scalar(
        select(Poster).where(Poster.desk_id == desk_id, Poster.state == PosterState.CURRENT)
    )
    if current is None:
        return False
    current.state = state
    session.flush()
    return True


def record_scans(session: Session, counts: Mapping[DeskMonth, int]) -> None:
    """Add one or more scans to each desk and month; processes that add at once both count."""
    begin_write(session)
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert: Any = postgresql.insert if is_postgresql else sqlite.insert
    # In one order for all, or two processes would wait for each other's rows.
    for (desk_id, period), scans in sorted(counts.items()):
        statement = insert(PosterScan).values(desk_id=desk_id, period=period, scans=scans)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["desk_id", "period"],
                set_={"scans": PosterScan.scans + statement.excluded.scans},
            )
        )
    session.commit()
