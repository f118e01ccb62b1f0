"""Runs one periodic job: takes the lock, asks whether it is due, records the success."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.settings import Settings
from portal.storage.database import begin_write
from portal.storage.failures import StorageAway, kind_of_failure, naming_failures
from portal.time.schedule.domain import (
    ALL_DONE,
    JobResult,
    RunOutcome,
    Schedule,
    WorkReport,
    is_due,
)
from portal.time.schedule.job_locks import job_lock
from portal.time.schedule.models import JobRun
from portal.time.schedule.queries import past_run

log = logging.getLogger(__name__)
Work = Callable[..., object]  # run(session, settings, *, now) -> WorkReport
PROBLEM_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of periodic work; ``run`` commits for itself and can be repeated without harm."""

    name: str
    run: Work
    schedule: Schedule = Schedule.EVERY_ROUND
    #: In a demonstration city, where nobody is to be protected and somebody waits; None for alike.
    rhythm_in_demonstration: Schedule | None = None

    def rhythm_in(self, settings: Settings) -> Schedule:
        """Return how often the work is done in the city of these settings."""
        return (settings.demo and self.rhythm_in_demonstration) or self.schedule


class JobFailed(RuntimeError):
    """The work could not be done; its text is shown to operators and holds no secret."""


def run_job(session: Session, job: Job, *, settings: Settings, now: datetime) -> JobResult:
    """Run ``job`` when it is due and nobody else is at it.

    Whatever a job raises is logged by its kind and answered as ``FAILED``, so that one package's
    failure never keeps another package's work from being done.
    """
    with job_lock(session.get_bind().engine, job.name) as is_ours:
        if not is_ours:
            return JobResult(RunOutcome.RUNNING_ELSEWHERE)
        last = past_run(session, job.name)
        session.rollback()
        if not is_due(
            job.rhythm_in(settings), last.last_run_at, now=now, timezone=settings.timezone
        ):
            return JobResult(RunOutcome.NOT_DUE)
        return _attempt(session, job, settings=settings, now=now)


def _attempt(session: Session, job: Job, *, settings: Settings, now: datetime) -> JobResult:
    try:
        report = _report_of(job, session, settings=settings, now=now)
        remember_run(session, job.name, report=report, now=now)
    except Exception as error:  # a job is any package's code, and the others' work goes on
        kind = kind_of_failure(error) or type(error).__name__
        log.error("job failed: name=%s kind=%s", job.name, kind, exc_info=error)
        session.rollback()
        reason = str(error) if isinstance(error, JobFailed) else kind
        _remember_failure(session, job.name, reason=reason)
        return JobResult(RunOutcome.FAILED, reason)
    if report.problems:
        reason = "; ".join(report.problems)
        log.error("job partly failed: name=%s reason=%s", job.name, reason)
        return JobResult(RunOutcome.PARTLY_FAILED, reason)
    return JobResult(RunOutcome.DONE)


def _report_of(job: Job, session: Session, *, settings: Settings, now: datetime) -> WorkReport:
    """Return what the work says of itself; work that says nothing is a defect, not a success."""
    report = job.run(session, settings, now=now)
    if not isinstance(report, WorkReport):
        raise TypeError(f"the work of {job.name} must return a WorkReport")
    return report


def remember_run(
    session: Session, name: str, *, now: datetime, report: WorkReport = ALL_DONE
) -> None:
    """Keep that work was done at ``now``, wholly unless ``report`` names problems; commits."""
    begin_write(session)
    run = _row(session, name)
    run.last_run_at = now
    run.problem = "; ".join(report.problems)[:PROBLEM_CHARACTERS]
    if not report.problems:
        run.last_success_at = now
    session.commit()


def _remember_failure(session: Session, name: str, *, reason: str) -> None:
    """Keep why it failed; a database that cannot take it is what the job failed on."""
    try:
        with naming_failures():
            begin_write(session)
            _row(session, name).problem = reason[:PROBLEM_CHARACTERS]
            session.commit()
    except (StorageAway, OSError):
        session.invalidate()


def _row(session: Session, name: str) -> JobRun:
    found = session.get(JobRun, name) or JobRun(name=name)
    session.add(found)
    return found
