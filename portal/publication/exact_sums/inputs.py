"""Everything a release is computed from, gathered before the first figure is made."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.organisation.calendar.domain import MonthlyVisits
from portal.publication.exact_sums.archive import Archive
from portal.publication.figures.city import City
from portal.publication.figures.documents import (
    Breakdown,
    EarlierResult,
    Exclusion,
    Lesson,
    ModerationCounts,
    Note,
    OfficerBands,
    ReleaseStamp,
)
from portal.publication.figures.figures import ElementFigure, Figure, QuarterFigure
from portal.publication.figures.known_figures import CountRow
from portal.publication.figures.withholding import REGULAR_DAYS
from portal.rating.mixing.sum_queries import OfficerTallyRow, ProfileCount, ReasonCount
from portal.survey.elements import MIN_RESPONDENTS, FigureRules, RuleBook
from portal.time.months import MonthRange, days_in


@dataclass(frozen=True, slots=True)
class DeskStaffing:
    """Who served at desks: postings by month and desk, and ratings that named an officer.

    ``absent`` holds by month and desk the days of the month on which an officer was not posted;
    who has no entry was posted all month.
    """

    postings: Mapping[str, Mapping[int, frozenset[int]]] = field(default_factory=dict)
    named: Mapping[tuple[str, int], Mapping[int, int]] = field(default_factory=dict)
    absent: Mapping[str, Mapping[int, Mapping[int, int]]] = field(default_factory=dict)

    def officers(self, desk: int, *, months: Sequence[str]) -> frozenset[int]:
        """Return who was posted at a desk on any day of some months."""
        posted = (self.postings.get(month, {}).get(desk, frozenset()) for month in months)
        return frozenset[int]().union(*posted)

    def regular(self, desk: int, *, months: Sequence[str]) -> frozenset[int]:
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
class Yearly:
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

    period: str
    today: date
    city: City
    archive: Archive
    served: DeskStaffing
    stamp: ReleaseStamp
    book: RuleBook = field(default_factory=RuleBook)
    before: Mapping[str, PreviousRelease] = field(default_factory=dict)
    history: tuple[CountRow, ...] = ()
    visits: Mapping[tuple[int, str], MonthlyVisits] = field(default_factory=dict)
    notes: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    exclusions: Mapping[str, tuple[Exclusion, ...]] = field(default_factory=dict)
    earlier: Mapping[str, tuple[EarlierResult, ...]] = field(default_factory=dict)
    moderation: Mapping[str, ModerationCounts] = field(default_factory=dict)
    lessons: tuple[Lesson, ...] = ()
    yearly: Yearly | None = None
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
