"""P3 and P5: what stays hidden although enough answered, and how little an estimate may say."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from math import isqrt
from typing import Any

from portal.publication.figures.disclosure_rules import LEAST_SHOWN
from portal.publication.figures.figures import Reason
from portal.statistics.constants import DEFAULT_ICC
from portal.statistics.disclosure import LEAST_GROUP, suppress
from portal.statistics.reliability import reliability

LEAST_OFFICERS = 3
LARGEST_SHARE_PERCENT = 70
LEAST_NAMING = 30
# Who is posted on fewer of a span's days is no cover for those who are there all the time.
REGULAR_DAYS = 3
# Answers about an officer are folded in tens.
MOST_UNFOLDED = 9


@dataclass(frozen=True, slots=True)
class OfficerNaming:
    """How many ratings of a desk named each officer in some months, and how many there are."""

    named: Mapping[int, int]
    ratings: int

    @property
    def total(self) -> int:
        """The answers that name somebody, as far as they were folded."""
        return sum(self.named.values())

    @property
    def is_enough(self) -> bool:
        """Whether so many name somebody that they tell whose ratings these are."""
        return self.total >= LEAST_NAMING

    def shares(self, officers: frozenset[int]) -> Mapping[int, float]:
        """Return each officer's share, 0 to 1: of those that name somebody, if those are enough.

        Officers whose answers are not folded yet have nine at the most each. Too few naming
        answers count as a share of all ratings.
        """
        unfolded = len(officers - self.named.keys())
        rest = min(MOST_UNFOLDED * unfolded, max(0, self.ratings - self.total))
        whole = self.total + rest if self.is_enough else self.ratings
        if not whole:
            return {}
        return {officer: min(1.0, count / whole) for officer, count in self.named.items()}


@dataclass(frozen=True, slots=True)
class DeskStaff:
    """Who served at a desk in a span, and how many ratings named each of them.

    ``officers`` may be empty: a missing posting counts as one unknown officer. ``regular`` are
    those posted there on at least a third of the span's days. ``span`` is about the ratings of
    the span, ``year`` about those of the year up to its end.
    """

    desk_id: int
    officers: frozenset[int]
    regular: frozenset[int]
    span: OfficerNaming
    year: OfficerNaming

    @property
    def persons(self) -> frozenset[tuple[str, int]]:
        """The officers, or one stand-in for whoever served without a posting.

        Where too few of the year's answers name somebody, the roster decides: then only those
        count who were posted on a third of the days.
        """
        counted = self.officers if self.year.is_enough else self.regular
        if not counted:
            return frozenset({("unknown", self.desk_id)})
        return frozenset(("officer", officer) for officer in counted)

    def shares(self) -> Mapping[tuple[str, int], float]:
        """Return the share of the desk's ratings, 0 to 1, that is each person's as far as told.

        Naming an officer is optional. What the span and what the year so far tell is looked at,
        and the larger share counts.
        """
        if len(self.persons) == 1:
            return dict.fromkeys(self.persons, 1.0)
        found: defaultdict[tuple[str, int], float] = defaultdict(float)
        told = [self.span, self.year] if self.year.is_enough else [self.span]
        for naming in told:
            for officer, share in naming.shares(self.officers).items():
                found["officer", officer] = max(found["officer", officer], share)
        return found


def is_one_persons(desks: Iterable[tuple[DeskStaff, int]], *, ratings: int) -> bool:
    """Whether a place's figure would betray a person.

    It would when fewer than three officers served there, or when one of them has more than
    70 % of its ratings, as far as postings and the folded officer counts tell. Where fewer than
    30 answers of the year name somebody, an officer serves who is posted on a third of the days.

    :param desks: each desk that contributed, with the number of the place's ratings from it.
    :param ratings: all ratings of the place, also those of no desk, 1 or more.
    """
    persons: set[tuple[str, int]] = set()
    credited: defaultdict[tuple[str, int], float] = defaultdict(float)
    for staff, contributed in desks:
        persons |= staff.persons
        for person, share in staff.shares().items():
            credited[person] += share * contributed
    largest = max(credited.values(), default=0.0)
    return len(persons) < LEAST_OFFICERS or 100 * largest > LARGEST_SHARE_PERCENT * ratings


# Ratings of the parent that belong to none of its listed children.
REST = "~rest"


@dataclass(frozen=True, slots=True)
class CountTable:
    """The children of one parent in one release and group of channels, by address.

    ``counts`` are the ratings behind a shown figure, and of the release's month for a hidden
    one; ``shown`` are the children whose figure is shown, ``personal`` those that P3 hides.
    """

    parent: str
    counts: Mapping[str, int]
    shown: Collection[str]
    personal: Collection[str]

    @property
    def has_primary(self) -> bool:
        """Whether S is not empty: a cell with 0 < n < 10, or one that P3 hides."""
        return any(
            n and (n < LEAST_GROUP or code in self.personal) for code, n in self.counts.items()
        )


def secondary_cells(table: CountTable) -> tuple[str, ...]:
    """Return the shown children that must be hidden to protect others.

    S holds cells with 0 < n < 10 and cells that P3 hides; while S is not empty and is one cell
    or fewer than 10 ratings, another cell joins it: first those that are hidden anyway, then
    the smallest that is shown.
    """
    if not table.has_primary:
        return ()
    hidden = [code for code in table.counts if code not in table.shown]
    chosen = suppress(table.counts, hidden=hidden).suppressed
    return tuple(code for code in chosen if code in table.shown)


ESTIMATE_STEP = Decimal(5)
# With it, one answer of ten moves an estimate by one step at the most: 75 x 0.66 / 10.
LARGEST_RELIABILITY = Decimal("0.66")
HUNDREDTH = Decimal("0.01")


def is_estimable(n: int, *, least_mean: int) -> bool:
    """Whether so many answers are too few for a mean and enough for an estimate."""
    return LEAST_SHOWN <= n < least_mean


def typical_n(least_mean: int) -> int:
    """Return the n that stands for every place with an estimate: 17 for 10 to 29.

    The weight of a place's own answers must not tell how many they are.
    """
    return isqrt(LEAST_SHOWN * (least_mean - 1))


def reliability_of(icc: float, *, least_mean: int) -> Decimal:
    """Return the weight of a place's own answers in its estimate, in hundredths.

    An ICC below the default would make all estimates repeat the place above.
    """
    found = reliability(typical_n(least_mean), max(icc, DEFAULT_ICC))
    return min(Decimal(found).quantize(HUNDREDTH, ROUND_DOWN), LARGEST_RELIABILITY)


OFFICERS = "officers"
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class YearlyGap:
    """A section of an agency's year that is hidden, or of which ``answers`` answers are."""

    agency: str
    section: str
    reason: Reason | None
    answers: int = 0


def yearly_gaps(documents: Iterable[Json], *, year: int) -> tuple[YearlyGap, ...]:
    """Return what is hidden of a year, agency by agency.

    :param documents: the agencies' documents, decoded.
    """
    return tuple(gap for document in documents for gap in _gaps(document, year=year))


def _gaps(document: Json, *, year: int) -> Iterator[YearlyGap]:
    name = document["place"]["name"]
    for breakdown in document["breakdowns"]:
        hidden = sum(each["suppressed"] is not None for each in breakdown["answers"])
        if breakdown["year"] == year and (breakdown["suppressed"] or hidden):
            yield YearlyGap(name, breakdown["field"], _reason(breakdown["suppressed"]), hidden)
    officers = document["officers"]
    if officers and officers["suppressed"]:
        yield YearlyGap(name, OFFICERS, _reason(officers["suppressed"]))


def _reason(text: str | None) -> Reason | None:
    return Reason(text) if text else None
