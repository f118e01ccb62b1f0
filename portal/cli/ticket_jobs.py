"""The nightly work on visit tickets."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.rating.tickets.service import forget_old_tickets
from portal.settings import Settings
from portal.time.schedule.domain import ALL_DONE, Schedule, WorkReport
from portal.time.schedule.service import Job
from portal.web.day_keys import local_day


def forget(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Delete the tickets whose time is long over."""
    forget_old_tickets(session, today=local_day(now, settings.timezone))
    return ALL_DONE


FORGET_JOB = Job("forget tickets", forget, Schedule.NIGHTLY)
