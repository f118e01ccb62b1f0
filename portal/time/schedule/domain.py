"""When a periodic job is due, and what its work says of itself; pure rules."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class Schedule(StrEnum):
    """How often a job's work comes round."""

    EVERY_ROUND = "every round"
    NIGHTLY = "nightly"


class RunOutcome(StrEnum):
    """What became of a job in one round."""

    DONE = "done"
    PARTLY_FAILED = "partly failed"
    NOT_DUE = "not due"
    RUNNING_ELSEWHERE = "running elsewhere"
    FAILED = "failed"

    @property
    def is_failure(self) -> bool:
        """Whether somebody has to look at it."""
        return self in {RunOutcome.FAILED, RunOutcome.PARTLY_FAILED}


@dataclass(frozen=True, slots=True)
class WorkReport:
    """What every job's work returns.

    ``problems`` says in plain words what the work could not do while it did the rest. It is
    shown to operators, and so it never holds a secret, an address or a text of a person.
    """

    problems: tuple[str, ...] = ()


ALL_DONE = WorkReport()


@dataclass(frozen=True, slots=True)
class JobResult:
    """What became of a job in one round, with the reason when it failed or partly failed."""

    outcome: RunOutcome
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.outcome}: {self.reason}" if self.reason else str(self.outcome)


def is_due(
    schedule: Schedule, last_run_at: datetime | None, *, now: datetime, timezone: str
) -> bool:
    """Return whether a job should run at ``now``.

    A nightly job is due once each calendar day of the city, at the first round after local
    midnight; a night that was missed is made up for once, at the next round. A success in the
    future was written by a wrong clock: the job is due.

    :param last_run_at: aware moment at which the work was last done, wholly or in part, or None
        when it never was.
    :param timezone: IANA name of the city's time zone.
    """
    if schedule is Schedule.EVERY_ROUND or last_run_at is None:
        return True
    zone = ZoneInfo(timezone)
    return last_run_at.astimezone(zone).date() != now.astimezone(zone).date()
