"""Working days of the city: Monday to Friday without its holidays."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The city's calendar; ``holidays`` are the days on which offices are closed.

    Which they are is known to `portal.organisation.calendar.queries`.
    """

    holidays: AbstractSet[date] = frozenset()

    def includes(self, day: date) -> bool:
        """Return whether offices are open on ``day``."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def after(self, start: date, days: int) -> date:
        """Return the ``days``-th working day after ``start``; ``start`` itself is not counted.

        :param days: zero or more; zero gives ``start`` itself, working day or not.
        """
        day = start
        for _ in range(days):
            day += timedelta(days=1)
            while not self.includes(day):
                day += timedelta(days=1)
        return day

    def between(self, start: date, end: date) -> int:
        """Return how many working days lie after ``start`` up to and including ``end``."""
        days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
        return sum(map(self.includes, days))
