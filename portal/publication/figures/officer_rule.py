"""P3: a figure that is really one officer's is never shown, at whatever level it stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEAST_OFFICERS = 3
LARGEST_SHARE_PERCENT = 70
LEAST_NAMING = 30
# Who is posted on fewer of a span's days is no cover for those who are there all the time.
REGULAR_DAYS = 3
# Answers about an officer are folded in tens.
MOST_UNFOLDED = 9


@dataclass(frozen=True, slots=True)
class Naming:
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
    span: Naming
    year: Naming

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
