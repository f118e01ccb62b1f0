"""The only place that reads the time; services receive it as an argument."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the current moment as an aware UTC datetime."""
    return datetime.now(UTC)


def today(timezone: str) -> date:
    """Return the calendar date in the city's time zone.

    :param timezone: IANA name such as ``Asia/Jakarta``.
    """
    return now().astimezone(ZoneInfo(timezone)).date()


def ticking_seconds() -> float:
    """Return seconds of a clock that never goes back; only differences mean anything."""
    return time.monotonic()
