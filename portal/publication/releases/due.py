"""Publishes what is due by the calendar, and prepares the month that is next."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from portal.publication.figures.documents import due_on, is_closed
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.drafting import Draw
from portal.publication.releases.gathering import ReleaseContext
from portal.publication.releases.preparing import prepare_release
from portal.publication.releases.publishing import goes_out_on, publish_release
from portal.publication.releases.staleness import is_stale
from portal.time.months import Month


def publish_due(
    session: Session,
    *,
    today: date,
    circumstances: ReleaseContext,
    draw: Draw,
    until: Month | None = None,
) -> Iterator[str]:
    """Publish every month whose day has come, oldest first, and give their names.

    A hold stops the months behind it, too. Each month commits on its own, so that a run that is
    broken off continues where it stopped.

    :param until: a month before which to stop, exclusive; None for all that are due.
    """
    while (
        (period := releases_queries.next_month(session))
        and due_on(period) <= today
        and period != until
    ):
        release = releases_queries.release_in_brief(session, period)
        if release and today < goes_out_on(release):
            return
        if release is None or is_stale(session, release):
            prepare_release(session, period, today=today, circumstances=circumstances, draw=draw)
        publish_release(session, period, today=today, sign_off=None)
        yield period


def prepare_next(
    session: Session, *, today: date, circumstances: ReleaseContext, draw: Draw
) -> str | None:
    """Prepare the next month that is closed, unless a draft is there that holds; return it."""
    period = releases_queries.next_month(session)
    if period is None or not is_closed(period, today=today):
        return None
    release = releases_queries.release_in_brief(session, period)
    if release and not is_stale(session, release):
        return None
    prepare_release(session, period, today=today, circumstances=circumstances, draw=draw)
    return period
