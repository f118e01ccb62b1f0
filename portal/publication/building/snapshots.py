"""Snapshots of a month's inputs besides sums and documents, stored to rebuild the month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.organisation.calendar.domain import CalendarNote
from portal.organisation.places.catalogue import Agency, Catalogue, Desk, Service, Unit
from portal.publication.figures.city import Arranged, City, city_of
from portal.publication.figures.documents import (
    EarlierResult,
    Lesson,
    ModerationCounts,
    ReleaseStamp,
)
from portal.rating.mixing.domain import TallyCell
from portal.rating.mixing.possible import ImpossibleTally
from portal.rating.mixing.sum_queries import ProfileCount, ReasonCount
from portal.survey.elements import RuleBook
from portal.time.months import Month


@dataclass(frozen=True, slots=True)
class YearSnapshot:
    """Counts of a year that is over, to which paper may still add when its December is out.

    ``paper_files`` says how many files of the year each agency (code) had by then.
    """

    profile: tuple[ProfileCount, ...]
    reasons: tuple[ReasonCount, ...]
    paper_files: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReleaseSnapshot:
    """Everything a release rests on that may be corrected, renamed or deleted afterwards.

    Sums of ratings, answers about officers and earlier documents are not in it: they stay where
    they are. ``exclusions`` are the numbers of the decisions that were applied. ``visits`` are
    found by source, month and desk (id), ``postings`` by month and desk, ``absent`` the days of
    the month on which one of these officers was not posted there, if any; ``earlier`` and
    ``moderation`` by the address of the place they are about. ``year`` is given for December
    alone. ``arranged`` says what was otherwise in the year's months, ``withheld`` by address of
    which months nothing is shown, because what is stored of them contradicts itself.
    ``impossible`` are the tallies of the year that could not be true, ``settled`` those that the
    release of their own month left out for that; both count nowhere. ``parted`` are the
    days of the year on which officers (id) came to other desks, posts or superiors. ``salt`` is
    chance: it lets
    nobody guess from the digest what is kept. ``made_by`` names what may decide how a figure
    comes out: the version of the code and of its libraries.
    """

    period: Month
    today: date
    made_by: Mapping[str, str]
    salt: str
    city_name: str
    on: date
    agencies: tuple[Agency, ...]
    units: tuple[Unit, ...]
    services: tuple[Service, ...]
    desks: tuple[Desk, ...]
    stamp: ReleaseStamp
    book: RuleBook
    postings: Mapping[Month, Mapping[int, frozenset[int]]]
    visits: Mapping[str, Mapping[Month, Mapping[int, int]]]
    notes: tuple[CalendarNote, ...]
    earlier: Mapping[str, tuple[EarlierResult, ...]]
    moderation: Mapping[str, ModerationCounts]
    lessons: tuple[Lesson, ...]
    exclusions: tuple[int, ...]
    year: YearSnapshot | None = None
    arranged: Arranged = field(default_factory=Arranged)
    withheld: Mapping[str, frozenset[str]] = field(default_factory=dict)
    absent: Mapping[Month, Mapping[int, Mapping[int, int]]] = field(default_factory=dict)
    impossible: tuple[ImpossibleTally, ...] = field(default_factory=tuple)
    settled: tuple[TallyCell, ...] = field(default_factory=tuple)
    parted: Mapping[int, tuple[date, ...]] = field(default_factory=dict)

    def city(self) -> City:
        """Return the places as they were called and arranged."""
        catalogue = Catalogue.of(
            self.on,
            agencies=self.agencies,
            units=self.units,
            services=self.services,
            desks=self.desks,
        )
        return city_of(catalogue, name=self.city_name, arranged=self.arranged)
