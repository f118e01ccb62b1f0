"""Times that end and have a beginning, too: what begins in the future is not valid yet.

A comparison with one bound (``now < ends_at``) holds for ever when a clock that ran ahead wrote
``ends_at``. Every expiry of the portal is asked with both bounds, by the functions below.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, overload

# Two machines that keep their time by NTP differ by far less.
CLOCK_TOLERANCE = timedelta(minutes=5)


@overload
def is_running(ends_at: datetime, *, lasts: timedelta, now: datetime) -> bool: ...


@overload
def is_running(ends_at: Any, *, lasts: timedelta, now: datetime) -> Any: ...


def is_running(ends_at: Any, *, lasts: timedelta, now: datetime) -> Any:
    """Return whether what was issued for ``lasts`` until ``ends_at`` (exclusive) holds at ``now``.

    What ends later than it could when it was issued now was issued in the future: it does not
    hold. A difference between two machines' clocks of ``CLOCK_TOLERANCE`` is allowed for.

    :param ends_at: an aware moment, or a column of them: then the answer is a condition.
    """
    return (ends_at > now) & (ends_at <= now + lasts + CLOCK_TOLERANCE)


def has_begun(moment: datetime, *, now: datetime) -> bool:
    """Return whether ``moment`` is not in the future, ``CLOCK_TOLERANCE`` allowed for."""
    return moment <= now + CLOCK_TOLERANCE


@dataclass(frozen=True, slots=True)
class Validity:
    """The time in which something that is kept in memory may be used.

    :param since: aware, inclusive.
    :param until: aware, exclusive.
    """

    since: datetime
    until: datetime

    @classmethod
    def lasting(cls, lasts: timedelta, *, now: datetime) -> "Validity":
        """Return the time of ``lasts`` that begins at ``now``."""
        return cls(now, now + lasts)

    def holds(self, now: datetime) -> bool:
        """Return whether ``now`` lies within; a clock that was set back lies outside."""
        return self.since <= now < self.until
