"""P3: a figure that is really one officer's is never shown, at whatever level it stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEAST_OFFICERS = 3
LARGEST_SHARE_PERCENT = 70
LEAST_NAMING = 30
# Answers about an officer are folded in tens.
MOST_UNFOLDED = 9


@dataclass(frozen=True, slots=True)
class DeskStaff:
    """Who served at a desk in a span, and how many ratings named each of them.

    ``officers`` may be empty: a missing posting counts as one unknown officer.
    ``named`` maps an officer to the ratings folded for them at this desk; ``ratings`` is the
    number of ratings of the desk in the same span.
    """

    desk_id: int
    officers: frozenset[int]
    named: Mapping[int, int]
    ratings: int

    @property
    def persons(self) -> frozenset[tuple[str, int]]:
        """The officers, or one stand-in for whoever served without a posting."""
        if not self.officers:
            return frozenset({("unknown", self.desk_id)})
        return frozenset(("officer", officer) for officer in self.officers)

    def shares(self) -> Mapping[tuple[str, int], float]:
        """Return the share of the desk's ratings, 0 to 1, that is each person's as far as told.

        Naming an officer is optional, so the share is one of the answers that name somebody;
        with fewer than 30 of those it is one of all ratings.
        """
        if len(self.persons) == 1:
            return dict.fromkeys(self.persons, 1.0)
        return {
            ("officer", officer): min(1.0, count / self.whole)
            for officer, count in self.named.items()
            if self.whole
        }

    @property
    def whole(self) -> int:
        """How many answers the officers share; one not folded yet has nine at the most."""
        naming = sum(self.named.values())
        if naming < LEAST_NAMING:
            return self.ratings
        unfolded = len(self.officers - self.named.keys())
        return naming + min(MOST_UNFOLDED * unfolded, max(0, self.ratings - naming))


def is_one_persons(desks: Iterable[tuple[DeskStaff, int]], *, ratings: int) -> bool:
    """Whether a place's figure would betray a person.

    It would when fewer than three officers served there, or when one of them has more than
    70 % of its ratings, as far as postings and the folded officer counts tell.

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
