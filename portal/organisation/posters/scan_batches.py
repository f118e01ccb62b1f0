"""How often posters were scanned: gathered in memory, and written down seldom and together."""

import threading
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.storage.validity import Validity
from portal.time.months import Month

# A count that is written at once would say when somebody stood at a desk.
BATCH_LASTS = timedelta(minutes=10)
DeskMonth = tuple[int, str]


class ScanBatch:
    """Scans by desk and month that one process has seen since it last handed them over.

    A process that ends takes up to ten minutes of scans with it: these counts show whether
    a poster is used at all, and nothing is reckoned with them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[DeskMonth] = Counter()
        self._gathered: Validity | None = None

    def add(self, desk_id: int, *, period: Month, now: datetime) -> Mapping[DeskMonth, int]:
        """Count a scan and return what is to be written now, which is mostly nothing.

        :param period: the month of the scan, such as ``2026-11``.
        """
        with self._lock:
            self._counts[desk_id, period] += 1
            if self._gathered is None:
                self._gathered = Validity.lasting(BATCH_LASTS, now=now)
            if self._gathered.holds(now):
                return {}
            batch, self._counts = self._counts, Counter()
            self._gathered = Validity.lasting(BATCH_LASTS, now=now)
            return batch
