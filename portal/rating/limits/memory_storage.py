"""Allowances counted in this process, for a portal that runs as one."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from portal.rating.limits.allowances import Allowance, Charge
from portal.storage.validity import is_running
from portal.web.day_keys import NEVER, MemoryDayKeys, day_of

# The counts of a desk's hours are kept until the end of the next day.
LONGEST_KEPT = timedelta(days=2)


class MemoryStorage:
    """Counters in a dictionary under one lock, emptied of what expired once a day."""

    def __init__(self, timezone: str) -> None:
        self._day_keys = MemoryDayKeys(timezone)
        self._lock = threading.Lock()
        self._uses: dict[str, int] = {}
        self._expiry: dict[str, datetime] = {}
        self._clean = NEVER
        self._timezone = timezone

    def charge(self, ask: Callable[[bytes], Charge], *, now: datetime) -> Allowance | None:
        """Use every allowance once, or none and return the first that is spent."""
        charge = ask(self._day_keys.current(now))
        with self._lock:
            self._forget_expired(now)
            if charge.submission in self._uses:
                return None
            spent = next(filter(self._is_spent, charge.allowances), None)
            if spent is None:
                self._use(charge.submission, charge.midnight)
                for allowance in charge.allowances:
                    self._use(allowance.name, allowance.expires_at)
            elif charge.stopped_once not in self._uses:
                self._use(charge.stopped_once, charge.midnight)
                self._use(charge.stopped, charge.midnight)
        return spent

    def counts(self, names: list[str]) -> list[int]:
        """Return how often each of ``names`` was used."""
        return [self._uses.get(name, 0) for name in names]

    def _is_spent(self, allowance: Allowance) -> bool:
        return self._uses.get(allowance.name, 0) >= allowance.budget

    def _use(self, name: str, expires_at: datetime) -> None:
        self._uses[name] = self._uses.get(name, 0) + 1
        self._expiry[name] = expires_at

    def _forget_expired(self, now: datetime) -> None:
        """Remove what has expired, and what was counted while the clock ran ahead."""
        if self._clean.holds(now):
            return
        is_kept = {
            name for name, at in self._expiry.items() if is_running(at, lasts=LONGEST_KEPT, now=now)
        }
        for name in self._expiry.keys() - is_kept:
            del self._uses[name], self._expiry[name]
        self._clean = day_of(now, self._timezone)
