"""Which printed code stands for a desk."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.organisation.domain import PosterState
from portal.organisation.models.poster import Poster


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
