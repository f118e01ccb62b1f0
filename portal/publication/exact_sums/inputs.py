"""Everything a release is computed from, gathered before the first figure is made.

What the ratings of a service show to have been asked stands beside what is recorded of it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.organisation.calendar.domain import MonthlyVisits
from portal.organisation.places.arrangement import Asks
from portal.publication.exact_sums.archive import Answered, Archive, location_of
from portal.publication.figures.city import City
from portal.publication.figures.contradictions import Contradiction, ContradictionKind
from portal.publication.figures.documents import (
    Breakdown,
    EarlierResult,
    Exclusion,
    Lesson,
    ModerationCounts,
    Note,
    OfficerBands,
    PlaceKind,
    ReleaseStamp,
    address_of,
)
from portal.publication.figures.figures import ElementFigure, Figure, QuarterFigure
from portal.publication.figures.known_figures import CountRow
from portal.publication.figures.withholding import REGULAR_DAYS
from portal.rating.answers.answers import Channel
from portal.rating.mixing.sum_queries import OfficerTallyRow, ProfileCount, ReasonCount
from portal.survey.elements import ELEMENTS, MIN_RESPONDENTS, Element, FigureRules, RuleBook
from portal.time.months import Month, MonthRange, days_in

ServiceMonth = tuple[int, Month]


@dataclass(frozen=True, slots=True)
class DeskStaffing:
    """Who served at desks: postings by month and desk, and ratings that named an officer.

    ``absent`` holds by month and desk the days of the month on which an officer was not posted;
    who has no entry was posted all month.
    """

    postings: Mapping[Month, Mapping[int, frozenset[int]]] = field(default_factory=dict)
    named: Mapping[tuple[str, int], Mapping[int, int]] = field(default_factory=dict)
    absent: Mapping[Month, Mapping[int, Mapping[int, int]]] = field(default_factory=dict)

    def officers(self, desk: int, *, months: Sequence[Month]) -> frozenset[int]:
        """Return who was posted at a desk on any day of some months."""
        posted = (self.postings.get(month, {}).get(desk, frozenset()) for month in months)
        return frozenset[int]().union(*posted)

    def regular(self, desk: int, *, months: Sequence[Month]) -> frozenset[int]:
        """Return who was posted at a desk on at least a third of the days of some months."""
        whole = sum(days_in(month) for month in months)
        days: Counter[int] = Counter()
        for month in months:
            absent = self.absent.get(month, {}).get(desk, {})
            for officer in self.postings.get(month, {}).get(desk, frozenset()):
                days[officer] += days_in(month) - absent.get(officer, 0)
        return frozenset(each for each, posted in days.items() if REGULAR_DAYS * posted >= whole)


@dataclass(frozen=True, slots=True)
class PreviousRelease:
    """What the release before said of a place, as far as this one builds on it."""

    headline: Figure
    trend: tuple[Figure, ...] = ()
    elements: tuple[ElementFigure, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    officers: OfficerBands | None = None
    quarters: tuple[QuarterFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class YearlyCounts:
    """Counts of a year that is over: respondents, their wishes, answers on officers.

    ``least_mean`` is how many make a mean by the rules of its last month.
    """

    year: int
    profile: tuple[ProfileCount, ...] = ()
    reasons: tuple[ReasonCount, ...] = ()
    officers: tuple[OfficerTallyRow, ...] = ()
    least_mean: int = MIN_RESPONDENTS


@dataclass(frozen=True, slots=True)
class ReleaseInputs:
    """The inputs of one month's release.

    ``archive`` holds the months of the year up to ``period``, ``history`` every count that the
    releases of those months published; ``visits`` are found by desk id
    and month; ``notes``, ``exclusions``, ``earlier`` and ``moderation`` by the address of the
    place they are about; ``yearly`` is given for December alone; ``book`` holds the rules of
    every month; ``officers`` are the folded answers about officers of the archive's months.
    ``withheld`` are the months of which nothing is shown of a place (address), by decision;
    ``contradictory`` are the places of which nothing is shown now. ``parted`` are the days on
    which officers (id) came to other desks, posts or superiors.
    """

    period: Month
    today: date
    city: City
    archive: Archive
    served: DeskStaffing
    stamp: ReleaseStamp
    book: RuleBook = field(default_factory=RuleBook)
    before: Mapping[str, PreviousRelease] = field(default_factory=dict)
    history: tuple[CountRow, ...] = ()
    visits: Mapping[tuple[int, Month], MonthlyVisits] = field(default_factory=dict)
    notes: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    exclusions: Mapping[str, tuple[Exclusion, ...]] = field(default_factory=dict)
    earlier: Mapping[str, tuple[EarlierResult, ...]] = field(default_factory=dict)
    moderation: Mapping[str, ModerationCounts] = field(default_factory=dict)
    lessons: tuple[Lesson, ...] = ()
    yearly: YearlyCounts | None = None
    officers: tuple[OfficerTallyRow, ...] = ()
    withheld: Mapping[str, frozenset[str]] = field(default_factory=dict)
    contradictory: frozenset[str] = frozenset()
    parted: Mapping[int, tuple[date, ...]] = field(default_factory=dict)

    def is_withheld(self, address: str, *, span: MonthRange) -> bool:
        """Whether nothing of a place is shown because what is stored of it contradicts itself."""
        months = self.withheld.get(address, frozenset())
        return address in self.contradictory or not months.isdisjoint(span.months)

    def is_contradictory(self, address: str, *, span: MonthRange, n: int) -> bool:
        """Whether that is why a place shows nothing: it has ``n`` ratings, or some uncounted."""
        has_some = bool(n) or self.archive.is_uncounted(address, span=span)
        return has_some and self.is_withheld(address, span=span)

    @property
    def rules(self) -> FigureRules:
        """The rules in force in the release's month."""
        return self.book.in_month(self.period)


def asked_of_raters(city: City, archive: Archive, *, book: RuleBook) -> Mapping[ServiceMonth, Asks]:
    """Return what was asked where the record of a service leaves it open or is wrong.

    Whoever sees the form sees what it asks, so that what all answered was asked of all.
    """
    found = {}
    for (service, month), answered in archive.answered.items():
        record = city.recorded(service, month=month)
        is_wrong = any(_wrong(answered, record, may_skip=book.skippable_by(month)))
        if is_wrong or record.surely != record.perhaps:
            found[service, month] = _shown(answered, record, may_skip=book.skippable_by(month))
    return found


def contradictory_answers(
    city: City, archive: Archive, *, book: RuleBook
) -> Iterator[Contradiction]:
    """Give every service, month and element of which ratings and record cannot both be true."""
    for (service, month), answered in archive.answered.items():
        address = _address(city, service)
        record = city.recorded(service, month=month)
        for kind, element in _wrong(answered, record, may_skip=book.skippable_by(month)):
            yield Contradiction(
                address=address,
                span=MonthRange(month, month),
                kind=kind,
                element=element,
                found=answered.answers[element],
                expected=answered.n if kind is ContradictionKind.NOT_ANSWERED else 0,
            )
    for (service, month), ratings in archive.foreign.items():
        yield Contradiction(
            _address(city, service),
            MonthRange(month, month),
            ContradictionKind.ANOTHER_AGENCY,
            found=ratings,
        )


def impossible_sums(city: City, archive: Archive) -> Iterator[Contradiction]:
    """Give every tally that cannot be true, at each place that its ratings are about."""
    for tally in archive.impossible.values():
        cell = tally.cell
        is_paper = cell.channel is Channel.PAPER
        kind = ContradictionKind.IMPOSSIBLE_PAPER if is_paper else ContradictionKind.IMPOSSIBLE
        for address in city.lowest_holders(location_of(cell)):
            yield Contradiction(
                address=address,
                span=MonthRange(cell.period, cell.period),
                kind=kind,
                found=tally.respondents,
                flaw=tally.flaw,
            )


def _address(city: City, service: int) -> str:
    return address_of(PlaceKind.SERVICE, city.catalogue.services[service].code)


def _wrong(
    answered: Answered, record: Asks, *, may_skip: frozenset[Element]
) -> Iterator[tuple[ContradictionKind, Element]]:
    for element in ELEMENTS:
        count = answered.answers[element]
        if count and element not in record.perhaps:
            yield ContradictionKind.NOT_ASKED, element
        elif count < answered.n and element in record.surely - may_skip:
            yield ContradictionKind.NOT_ANSWERED, element


def _shown(answered: Answered, record: Asks, *, may_skip: frozenset[Element]) -> Asks:
    whole = (each for each in ELEMENTS if answered.answers[each] == answered.n)
    surely = frozenset(whole) | (record.surely & may_skip)
    some = (each for each in ELEMENTS if answered.answers[each])
    return Asks(surely=surely, perhaps=surely.union(some))
