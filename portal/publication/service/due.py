"""Publishes what is due by the calendar, and prepares the month that is next."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from portal.publication import queries
from portal.publication.building.release import Draw
from portal.publication.domain.editions import ReleaseState, due_on, is_closed
from portal.publication.service.gathering import Circumstances
from portal.publication.service.preparing import next_month, prepare_release
from portal.publication.service.publishing import goes_out_on, publish_release
from portal.rating.queries import exclusions


def publish_due(
    session: Session,
    *,
    today: date,
    circumstances: Circumstances,
    draw: Draw,
    until: str | None = None,
) -> Iterator[str]:
    """Publish every month whose day has come, oldest first, and give their names.

    A hold stops the months behind it, too. Each month commits on its own, so that a run that is
    broken off continues where it stopped.

    :param until: a month before which to stop, exclusive; None for all that are due.
    """
    while (period := next_month(session)) and due_on(period) <= today and period != until:
        release = queries.release_in_brief(session, period)
        if release and today < goes_out_on(release):
            return
        if release is None or is_stale(session, release):
            prepare_release(session, period, today=today, circumstances=circumstances, draw=draw)
        publish_release(session, period, today=today, sign_off=None)
        yield period


def prepare_next(
    session: Session, *, today: date, circumstances: Circumstances, draw: Draw
) -> str | None:
    """Prepare the month that was closed last, unless its draft is there; return it."""
    period = next_month(session)
    if period is None or not is_closed(period, today=today):
        return None
    release = queries.release_in_brief(session, period)
    if release and release.state is not ReleaseState.PUBLISHED:
        return None
    prepare_release(session, period, today=today, circumstances=circumstances, draw=draw)
    return period


def is_stale(session: Session, release: queries.ReleaseInBrief) -> bool:
    """Whether a draft is missing, or ratings were excluded since it was made."""
    if not any(queries.draft_documents(session, release.id)):
        return True
    decided = [row.decided_on for row in exclusions(session) if row.period <= release.period]
    return max(decided, default=date.min) >= release.prepared_on
