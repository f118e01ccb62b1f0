"""Holds a release once, for a stated reason and fourteen days at the most."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.publication.figures.editions import LONGEST_HOLD_DAYS, ReleaseState
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.models import Release
from portal.publication.releases.recording import record
from portal.storage.database import begin_write


class CannotHold(ValueError):
    """A release can be held once, before its fixed day has passed; the text says which fails."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Who holds a release, why, and for how many days after its fixed day (1 to 14).

    :raises CannotHold: when the reason is missing or the days are out of range.
    """

    by: str
    reason: str
    days: int = LONGEST_HOLD_DAYS

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.by.strip():
            raise CannotHold("a hold needs a name and a reason, which the front page shows")
        if not 1 <= self.days <= LONGEST_HOLD_DAYS:
            raise CannotHold(f"a hold lasts 1 to {LONGEST_HOLD_DAYS} days")


def hold_release(session: Session, edition: str, *, hold: Hold, today: date) -> None:
    """Move a prepared release's fixed day by the hold; commits.

    :raises CannotHold: when it is not prepared, was held before, or its day has passed.
    """
    begin_write(session)
    release = releases_queries.locked_release(session, edition)
    problem = None
    if release is None or release.state is ReleaseState.PUBLISHED:
        problem = "it is not prepared"
    elif release.held_days is not None:
        problem = "it was held before"
    elif today > release.due_on:
        problem = f"its day, {release.due_on}, has passed"
    if problem or release is None:
        session.rollback()
        raise CannotHold(f"{edition} cannot be held: {problem}")
    session.execute(
        update(Release)
        .where(Release.id == release.id)
        .values(
            state=ReleaseState.HELD, held_by=hold.by, held_days=hold.days, hold_reason=hold.reason
        )
    )
    record(session, "held", on=today, edition=edition, by=hold.by, days=hold.days, why=hold.reason)
    session.commit()
