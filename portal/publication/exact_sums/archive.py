"""The exact sums of the months a release looks at, found by place, month and channel."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from portal.publication.figures.city import City, Location
from portal.publication.figures.disclosure_rules import CHANNELS, VERIFIED_CHANNELS, Group, group_of
from portal.publication.figures.sums import Sums
from portal.rating.answers.answers import Channel
from portal.rating.mixing.domain import TallyCell
from portal.rating.mixing.possible import ImpossibleTally
from portal.rating.mixing.sum_queries import TallyBook, TallyRow
from portal.survey.elements import ELEMENTS, Element
from portal.survey.index import CompositeSums
from portal.time.months import Month, MonthRange

# A desk's id, the channel and the month.
Excluded = tuple[int | None, Channel, Month]


class Atom(NamedTuple):
    """The smallest group of ratings that any published figure is made of."""

    location: Location
    month: Month
    group: Group


class Counted(NamedTuple):
    """Ratings of one place, month and channel: what the mix counts in batches of ten."""

    location: Location
    month: Month
    channel: Channel


@dataclass(slots=True)
class Answered:
    """How many ratings of a service in a month there are, and how many answer each element."""

    n: int = 0
    answers: Counter[Element] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class UncountedTallies:
    """Tallies that count in no figure of a release.

    ``impossible`` cannot be true, or could not when the release was made; ``settled`` are those
    that the release of their own month left out: the year is published without them.
    """

    impossible: tuple[ImpossibleTally, ...] = ()
    settled: tuple[TallyCell, ...] = ()


NONE_LEFT = UncountedTallies()


def location_of(cell: TallyCell) -> Location:
    """Return where the ratings of a tally were given."""
    return Location(cell.agency_id, cell.unit_id, cell.desk_id, cell.service_id)


class Archive:
    """Sums per place, month and channel, gathered from tallies one month after the other."""

    def __init__(
        self,
        city: City,
        *,
        excluded: Collection[Excluded] = (),
        uncounted: UncountedTallies = NONE_LEFT,
    ) -> None:
        """Start empty; ``city`` says in which figures a rating counts.

        :param excluded: desk, channel and month of ratings that count nowhere.
        :param uncounted: tallies that count nowhere, whatever stands in them by now.
        """
        self._city = city
        self._excluded = frozenset(excluded)
        self._settled = frozenset(uncounted.settled)
        self.impossible: dict[TallyCell, ImpossibleTally] = {}
        self.excluded_at: set[tuple[str, Month]] = set()
        self.uncounted_at: set[tuple[str, Month]] = set()
        self._sums: dict[tuple[str, str, Channel], Sums] = {}
        self._by_desk: defaultdict[tuple[str, str], Counter[int | None]] = defaultdict(Counter)
        self._by_service: dict[tuple[str, str], dict[str, CompositeSums]] = {}
        self.atoms: Counter[Atom] = Counter()
        self.by_channel: Counter[Counted] = Counter()
        self.paper_at: Counter[Location] = Counter()
        self.answered: dict[tuple[int, Month], Answered] = {}
        self.foreign: Counter[tuple[int, Month]] = Counter()
        self._leave_out(uncounted.impossible)
        self._note_uncounted(uncounted.settled)

    def take(self, book: TallyBook) -> None:
        """Take in tallies that can be true, and note the others."""
        self._leave_out(book.impossible)
        self.add(book.rows)

    def _leave_out(self, found: Iterable[ImpossibleTally]) -> None:
        new = {each.cell: each for each in found if each.cell not in self._settled}
        self.impossible = new | self.impossible
        self._note_uncounted(new)

    def _note_uncounted(self, cells: Iterable[TallyCell]) -> None:
        for cell in cells:
            if cell.channel is not Channel.PAPER:
                holders = self._city.holders(location_of(cell))
                self.uncounted_at.update((address, Month(cell.period)) for address in holders)

    @property
    def left_out_at(self) -> set[tuple[str, Month]]:
        """Addresses and months of which ratings are left out: excluded, or not counted."""
        return self.excluded_at | self.uncounted_at

    def is_uncounted(self, address: str, *, span: MonthRange) -> bool:
        """Whether ratings of a place in a span count nowhere, as their sums cannot be true."""
        return any((address, month) in self.uncounted_at for month in span.months)

    def add(self, tallies: Iterable[TallyRow]) -> None:
        """Take in tallies; each row counts in its desk, service, unit, agency and the city."""
        for tally in tallies:
            if tally.cell in self.impossible or tally.cell in self._settled:
                continue
            location = location_of(tally.cell)
            if (tally.desk_id, tally.channel, tally.period) in self._excluded:
                holders = self._city.holders(location)
                self.excluded_at.update((address, tally.period) for address in holders)
                continue
            sums = Sums.of(composites=tally.composites, counts=tally.counts)
            group = group_of((tally.channel,))
            self.by_channel[Counted(location, tally.period, tally.channel)] += tally.respondents
            if tally.channel is not Channel.PAPER:
                self.atoms[Atom(location, tally.period, group)] += tally.respondents
                self._note_answers(tally)
            else:
                self.paper_at[location] += tally.respondents
            for address in self._city.holders(location):
                self._count(address, tally=tally, sums=sums)

    def _note_answers(self, tally: TallyRow) -> None:
        """Count what ratings of a service answer, and those whose service is another agency's."""
        if tally.service_id is None:
            return
        answered = self.answered.setdefault((tally.service_id, tally.period), Answered())
        answered.n += tally.respondents
        for element, counts in zip(ELEMENTS, tally.counts.by_element, strict=True):
            answered.answers[element] += counts.n
        if self._city.catalogue.services[tally.service_id].agency_id != tally.agency_id:
            self.foreign[tally.service_id, tally.period] += tally.respondents

    def _count(self, address: str, *, tally: TallyRow, sums: Sums) -> None:
        key = (address, tally.period, tally.channel)
        known = self._sums.get(key)
        self._sums[key] = sums if known is None else Sums(known.vector + sums.vector)
        if tally.channel is not Channel.PAPER:
            self._by_desk[address, tally.period][tally.desk_id] += tally.respondents
        if tally.channel in VERIFIED_CHANNELS:
            mix = self._by_service.setdefault((address, tally.period), {})
            service = self._service(tally.service_id)
            mix[service] = mix.get(service, CompositeSums()) + tally.composites

    def _service(self, service_id: int | None) -> str:
        """Return the name under which agencies share a service; empty where it is not known."""
        if service_id is None:
            return ""
        return self._city.catalogue.services[service_id].name.casefold()

    def sums(self, address: str, *, months: Iterable[Month], channels: Iterable[Channel]) -> Sums:
        """Return the sums of a place over months and channels; zeros where nobody rated."""
        wanted = tuple(channels)
        found = (self._sums.get((address, month, each)) for month in months for each in wanted)
        return Sums.total(part for part in found if part is not None)

    def count(self, address: str, *, months: Iterable[Month], group: Group) -> int:
        """Return how many ratings a place has over months in a group of channels."""
        found = (
            self._sums.get((address, month, each)) for month in months for each in CHANNELS[group]
        )
        return sum(part.n for part in found if part is not None)

    def channels(
        self, address: str, *, months: Iterable[Month], group: Group
    ) -> tuple[Channel, ...]:
        """Return which channels of a group have ratings; all of the group's when none has."""
        spanned = tuple(months)
        used = tuple(
            channel
            for channel in CHANNELS[group]
            if any((address, month, channel) in self._sums for month in spanned)
        )
        return used or CHANNELS[group]

    def mix(self, address: str, *, months: Iterable[Month]) -> Mapping[str, CompositeSums]:
        """Return the verified composites of a place by the name of the service."""
        total: dict[str, CompositeSums] = {}
        for month in months:
            for service, sums in self._by_service.get((address, month), {}).items():
                total[service] = total.get(service, CompositeSums()) + sums
        return total

    def desks(self, address: str, *, months: Iterable[Month]) -> Mapping[int | None, int]:
        """Return how many of a place's ratings each desk contributed; None for no desk."""
        total: Counter[int | None] = Counter()
        for month in months:
            total.update(self._by_desk.get((address, month), {}))
        return total
