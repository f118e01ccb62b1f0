"""The nightly work on ratings: a look for what is unusual, and tickets that are forgotten."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.rating.anomalies.volumes import compare_volumes, find_bursts
from portal.rating.limits.open_channel import make_open_channel
from portal.rating.tickets.service import forget_old_tickets
from portal.settings import Settings
from portal.time.schedule.domain import ALL_DONE, WorkReport
from portal.web.day_keys import local_day


def notice_what_is_unusual(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Leave anomalies; with limits in a process's own memory its hours cannot be seen from here."""
    today = local_day(now, settings.timezone)
    compare_volumes(session, today=today)
    open_channel = make_open_channel(settings)
    find_bursts(
        session,
        lambda desk_id, day: open_channel.hourly_counts(desk_id, day=day),
        day=today - timedelta(days=1),
        today=today,
    )
    return ALL_DONE


def forget_tickets(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Delete the tickets whose time is long over."""
    forget_old_tickets(session, today=local_day(now, settings.timezone))
    return ALL_DONE
