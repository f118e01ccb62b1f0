"""When a periodic job is due; pure rules of the calendar."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class Rhythm(StrEnum):
    """How often a job's work comes round."""

    EVERY_ROUND = "every round"
    NIGHTLY = "nightly"


class Outcome(StrEnum):
    """What became of a job in one round."""

    DONE = "done"
    NOT_DUE = "not due"
    RUNNING_ELSEWHERE = "running elsewhere"
    FAILED = "failed"


def is_due(
    rhythm: Rhythm, last_success_at: datetime | None, *, now: datetime, timezone: str
) -> bool:
    """Return whether a job should run at ``now``.

    A nightly job is due once each calendar day of the city, at the first round after local
    midnight; a night that was missed is made up for once, at the next round.

    :param last_success_at: aware moment of the last success, or None when there was none.
    :param timezone: IANA name of the city's time zone.
    """
    if rhythm is Rhythm.EVERY_ROUND or last_success_at is None:
        return True
    zone = ZoneInfo(timezone)
    return last_success_at.astimezone(zone).date() < now.astimezone(zone).date()
