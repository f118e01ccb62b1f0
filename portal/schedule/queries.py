"""What is known about earlier runs of periodic work."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.schedule.models import JobRun


def last_success(session: Session, name: str) -> datetime | None:
    """Return the aware moment the job ``name`` last succeeded, or None when it never did."""
    return session.scalar(select(JobRun.last_success_at).where(JobRun.name == name))


def last_successes(session: Session) -> Mapping[str, datetime]:
    """Return the moment of the last success by job name; jobs that never ran are left out."""
    rows = session.execute(select(JobRun.name, JobRun.last_success_at))
    return dict(rows.all())
