"""How many months are published, and how many should be."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.publication.figures.documents import ReleaseKind, ReleaseState, due_on, months_due
from portal.publication.releases.models import Release
from portal.publication.releases.queries import latest_month, next_month, release_in_brief


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many months are published, and how many of them and after them are due."""

    published: int
    due: int

    @property
    def waiting(self) -> int:
        """Return how many months should be out and are not."""
        return self.due - self.published


def backlog(session: Session, *, today: date) -> Backlog:
    """Return how many months are published and due; no months before the first rating."""
    published = session.scalar(
        select(func.count())
        .select_from(Release)
        .where(Release.kind == ReleaseKind.MONTHLY, Release.state == ReleaseState.PUBLISHED)
    )
    following = next_month(session)
    waiting = months_due(following, today=today) if following else 0
    return Backlog(published or 0, (published or 0) + waiting)


def history_in_progress(session: Session, *, today: date) -> Backlog | None:
    """Return how far a history is published that goes out month after month; None without one.

    A portal that published in time and is late now has no history in progress: its last month
    went out before the next one was due.
    """
    found = backlog(session, today=today)
    latest = latest_month(session)
    release = release_in_brief(session, latest) if latest else None
    if release is None:
        return found if found.waiting > 1 else None
    next_due = due_on(next_month(session) or release.period)
    was_late = release.published_on is not None and release.published_on >= next_due
    return found if found.waiting and was_late else None
