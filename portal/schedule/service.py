"""Runs one periodic job: takes the turn, asks whether it is due, remembers the success."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.database import begin_write
from portal.schedule.domain import Outcome, Rhythm, is_due
from portal.schedule.models import JobRun
from portal.schedule.queries import last_success
from portal.schedule.turns import turn
from portal.settings import Settings

log = logging.getLogger(__name__)
Work = Callable[..., object]  # run(session, settings, *, now)


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of periodic work; ``run`` commits for itself and can be repeated without harm."""

    name: str
    run: Work
    rhythm: Rhythm = Rhythm.EVERY_ROUND


def run_job(session: Session, job: Job, *, settings: Settings, now: datetime) -> Outcome:
    """Run ``job`` when it is due and nobody else is at it.

    Whatever a job raises is logged by its kind and answered as ``FAILED``, so that one room's
    failure never keeps another room's work from being done.
    """
    with turn(session.get_bind().engine, job.name) as is_ours:
        if not is_ours:
            return Outcome.RUNNING_ELSEWHERE
        last = last_success(session, job.name)
        session.rollback()
        if not is_due(job.rhythm, last, now=now, timezone=settings.timezone):
            return Outcome.NOT_DUE
        return _attempt(session, job, settings=settings, now=now)


def _attempt(session: Session, job: Job, *, settings: Settings, now: datetime) -> Outcome:
    try:
        job.run(session, settings, now=now)
        _remember(session, job.name, now=now)
    except Exception as error:  # a job is any room's code, and the other rooms' work goes on
        session.rollback()
        log.error("job failed: name=%s kind=%s", job.name, type(error).__name__, exc_info=error)
        return Outcome.FAILED
    return Outcome.DONE


def _remember(session: Session, name: str, *, now: datetime) -> None:
    begin_write(session)
    session.merge(JobRun(name=name, last_success_at=now))
    session.commit()
