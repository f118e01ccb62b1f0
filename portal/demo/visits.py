"""How many visits the desks of the made-up city served, month by month."""

import random
from collections.abc import Iterable, Sequence

from portal.demo.outline import DemoDesk
from portal.time.months import Month, months_back

# School starts, permits run out and people travel: some months are busier. January is 1.
SEASON = {1: 1.12, 2: 0.97, 3: 0.92, 4: 0.88, 5: 0.98, 6: 1.08, 7: 1.15, 8: 1.0, 9: 1.02}
LATE_SEASON = {10: 1.04, 11: 1.0, 12: 0.84}
YEARLY_GROWTH = 1.04
SPREAD = 0.06
SMALL = 30
SMALL_LEAST, SMALL_MOST = 5, 20


def months_before(period: Month, *, months: int) -> tuple[Month, ...]:
    """Return the ``months`` months before ``period``, the earliest first."""
    return tuple(months_back(period, months=back) for back in range(months, 0, -1))


def monthly_visits(
    desk: DemoDesk, periods: Sequence[Month], *, rng: random.Random
) -> Iterable[tuple[Month, int]]:
    """Return the visits of a desk for each month; small desks stay within five to twenty."""
    for number, period in enumerate(periods):
        season = (SEASON | LATE_SEASON)[int(period[5:])]
        expected = desk.visits * season * YEARLY_GROWTH ** (number / 12)
        visits = round(expected * max(0.5, rng.gauss(1, SPREAD)))
        if desk.visits < SMALL:
            visits = min(SMALL_MOST, max(SMALL_LEAST, visits))
        yield period, visits
