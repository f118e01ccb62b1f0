"""The smallest groups of ratings, as unknowns, and which of them a count adds up."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from portal.disclosure.figures import Count
from portal.time.months import Month, MonthRange

# Whether a service asks an element in a month: of everybody, of nobody, or (None) of some.
Asks = Callable[[str, Month, str], bool | None]
GROUPS = {"ticket": "verified", "presence": "verified", "open": "open"}


@dataclass(frozen=True, slots=True)
class Unknown:
    """Ratings of one month, place, service and channel; all places by their address.

    ``desk``, ``unit`` and ``service`` are empty where ratings were folded up. ``is_taken_out``
    marks those that were left out after their month was published.
    """

    month: Month
    channel: str
    agency: str
    unit: str = ""
    desk: str = ""
    service: str = ""
    is_taken_out: bool = False

    @property
    def holders(self) -> Iterator[str]:
        """The address of every place in whose figures they count."""
        yield "city"
        yield from filter(None, (self.agency, self.unit, self.desk, self.service))

    def is_counted(self, count: Count) -> bool:
        """Whether a count of ratings takes this channel and what was taken out."""
        if self.is_taken_out:
            named = f"{GROUPS[self.channel]}_taken_out"
            return named in count.channels or (
                self.channel in count.channels and not count.is_revised
            )
        return self.channel in count.channels


class Unknowns:
    """All unknown groups of ratings of a city, found by place and month."""

    def __init__(self, unknowns: Sequence[Unknown], *, asks: Asks) -> None:
        """Index ``unknowns``, whose order is the order of the columns."""
        self.all = tuple(unknowns)
        self._asks = asks
        self._held: dict[tuple[str, str], list[int]] = {}
        for column, each in enumerate(self.all):
            for address in each.holders:
                self._held.setdefault((address, each.month), []).append(column)

    def columns(self, count: Count) -> tuple[int, ...]:
        """Return the columns of the unknowns that a count of ratings adds up."""
        found = (
            column
            for address in count.addresses
            for month in MonthRange.of(count.period).months
            for column in self._held.get((address, month), ())
            if self.all[column].is_counted(count)
        )
        if not count.cell:
            return tuple(found)
        return tuple(each for each in found if self._asked(each, count.cell) is not False)

    def is_vague(self, count: Count) -> bool:
        """Whether it is unknown of some of the counted ratings if the element was asked."""
        return bool(count.cell) and any(
            self._asked(each, count.cell) is None for each in self.columns(count)
        )

    def _asked(self, column: int, element: str) -> bool | None:
        unknown = self.all[column]
        return self._asks(unknown.service, unknown.month, element) if unknown.service else None
