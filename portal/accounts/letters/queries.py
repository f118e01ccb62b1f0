"""Which letters wait to be tried again, and how many."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.letters.domain import LONGEST_PAUSE
from portal.accounts.letters.models import UnsentLetter
from portal.storage.validity import is_running


@dataclass(frozen=True, slots=True)
class DueLetter:
    """A letter to be tried now, still sealed."""

    letter_id: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class LetterCounts:
    """How many letters the mail server did not take.

    ``waiting`` are tried again and ``tries`` is how often they were tried in all; the oldest was
    written at ``oldest_at`` (None: none waits). ``given_up`` were given up in the last 30 days.
    """

    waiting: int
    given_up: int
    tries: int
    oldest_at: datetime | None


def due_letters(session: Session, *, now: datetime) -> tuple[DueLetter, ...]:
    """Return the letters whose next try has come, the oldest first.

    A try that lies further ahead than a pause lasts was planned by a wrong clock: it has come.
    """
    query = (
        select(UnsentLetter.id, UnsentLetter.sealed)
        .where(
            UnsentLetter.next_try_at.is_not(None),
            ~is_running(UnsentLetter.next_try_at, lasts=LONGEST_PAUSE, now=now),
        )
        .order_by(UnsentLetter.id)
    )
    rows = session.execute(query)
    return tuple(DueLetter(number, sealed) for number, sealed in rows if sealed is not None)


def letter_counts(session: Session) -> LetterCounts:
    """Return how many letters wait and how many were given up."""
    is_waiting = UnsentLetter.next_try_at.is_not(None)
    waiting, tries, oldest = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(UnsentLetter.tries), 0),
            func.min(UnsentLetter.written_at),
        ).where(is_waiting)
    ).one()
    given_up = (
        session.scalar(select(func.count()).select_from(UnsentLetter).where(~is_waiting)) or 0
    )
    return LetterCounts(waiting, given_up, tries, oldest)
