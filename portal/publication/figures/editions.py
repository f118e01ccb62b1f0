"""Which publications exist, in which state, and on which day of the month they are due."""

from datetime import date, timedelta
from enum import StrEnum

from portal.time.months import first_day, month_after

RELEASE_DAY = 5
LONGEST_HOLD_DAYS = 14


class ReleaseKind(StrEnum):
    """A month's release, the daily city figure, the yearly revision, or a dated correction."""

    MONTHLY = "monthly"
    DAILY = "daily"
    REVISION = "revision"
    CORRECTION = "correction"


class ReleaseState(StrEnum):
    """Prepared waits for sign-off or its day; held waits for the end of its one hold."""

    PREPARED = "prepared"
    HELD = "held"
    PUBLISHED = "published"


def due_on(period: str) -> date:
    """Return the fixed day of the following month on which ``period`` is published."""
    return first_day(month_after(period)) + timedelta(days=RELEASE_DAY - 1)


def months_due(first: str, *, today: date) -> int:
    """Return how many months from ``first`` on have had the day on which they are published."""
    months = 0
    while due_on(month_after(first, months=months)) <= today:
        months += 1
    return months


def is_closed(period: str, *, today: date) -> bool:
    """Return whether the month is over, which is when it may be published."""
    return today >= first_day(month_after(period))
