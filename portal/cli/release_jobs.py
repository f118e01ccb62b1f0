"""The periodic work of publication: what is due goes out, the next draft and the day's figure."""

from contextlib import nullcontext
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.cli.circumstances import circumstances_of
from portal.cli.progress import progress
from portal.cli.stopping import stop_was_asked
from portal.cli.telling import tell_contradictions
from portal.evaluation.monitoring.digest_service import wants_digest
from portal.publication.building.charts import draw
from portal.publication.city_report.sending import tell_mayors
from portal.publication.releases.backlog_queries import backlog
from portal.publication.releases.daily import publish_today
from portal.publication.releases.due import prepare_next, publish_due
from portal.settings import Settings
from portal.time.schedule.domain import ALL_DONE, WorkReport


def publish_what_is_due(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Publish overdue months, oldest first, then prepare the one that was closed last.

    A process that is told to stop ends after the month it is at; the next round goes on.
    """
    today = _today(settings, now=now)
    circumstances = circumstances_of(settings)
    before = backlog(session, today=today)
    # One month is every month's work; more are worth a line.
    shown = progress("publishing months") if before.waiting > 1 else nullcontext(lambda *_: None)
    published = before.published
    with shown as on_progress:
        for _ in publish_due(session, today=today, circumstances=circumstances, draw=draw):
            session.expunge_all()
            published += 1
            on_progress(published, before.due)
            if stop_was_asked():
                return ALL_DONE
    prepare_next(session, today=today, circumstances=circumstances, draw=draw)
    tell_contradictions(session, settings, now=now)
    tell_mayors(session, settings, now=now, wants=partial(wants_digest, session))
    return ALL_DONE


def publish_the_days_figure(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Publish the city's one live figure, as of the night's mix."""
    publish_today(session, today=_today(settings, now=now), is_demo=settings.demo)
    return ALL_DONE


def _today(settings: Settings, *, now: datetime) -> date:
    return now.astimezone(ZoneInfo(settings.timezone)).date()
