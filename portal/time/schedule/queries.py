"""Queries on earlier runs of periodic work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.time.schedule.models import JobRun

# Begins the name of a note that a failure was told, which is kept beside the runs of jobs.
TOLD = "told "


@dataclass(frozen=True, slots=True)
class PastRun:
    """What is kept of a job: aware moments, None when there was none, and what went wrong."""

    last_success_at: datetime | None = None
    last_run_at: datetime | None = None
    problem: str = ""


NEVER = PastRun()


def past_run(session: Session, name: str) -> PastRun:
    """Return what is kept of the job ``name``; of one that never ran, nothing."""
    return past_runs(session).get(name, NEVER)


def past_runs(session: Session) -> Mapping[str, PastRun]:
    """Return what is kept of each job by its name; jobs that never ran are left out."""
    rows = session.execute(
        select(JobRun.name, JobRun.last_success_at, JobRun.last_run_at, JobRun.problem)
    )
    return {name: PastRun(success, run, problem) for name, success, run, problem in rows}


def guarded_runs(session: Session) -> Mapping[str, datetime]:
    """Return the moment of the last run by job name, of jobs that ran by a clock that was compared.

    Notes of letters about failures are left out: they are written by whatever clock there is.
    """
    runs = past_runs(session).items()
    return {
        name: run.last_run_at
        for name, run in runs
        if run.last_run_at is not None and not name.startswith(TOLD)
    }


def last_successes(session: Session) -> Mapping[str, datetime]:
    """Return the moment of the last success by job name; jobs without one are left out."""
    runs = past_runs(session).items()
    return {name: run.last_success_at for name, run in runs if run.last_success_at}
