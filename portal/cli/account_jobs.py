"""The nightly work on accounts."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.authentication.service import forget_kept_forms
from portal.accounts.refusals.service import forget_refusals
from portal.settings import Settings
from portal.time.schedule.domain import ALL_DONE, Schedule, WorkReport
from portal.time.schedule.service import Job


def forget(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Delete the counts of refusals and the kept forms whose time is over."""
    forget_refusals(session, now=now)
    forget_kept_forms(session, now=now)
    return ALL_DONE


FORGET_TRACES_JOB = Job("forget accounts' traces", forget, Schedule.NIGHTLY)
