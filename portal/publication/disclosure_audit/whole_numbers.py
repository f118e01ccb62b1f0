"""Bounds in whole numbers for a reader who knows that batches of ten exist, but not which.

Ratings of one place, month and channel are none, or ten and more. Which of both is unknown, so
that the lowest and highest of a count need whole numbers and a switch for each group of ratings.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from portal.disclosure.figures import BATCH, OPEN, RATINGS, VERIFIED, Constraint, Count
from portal.disclosure.unknowns import Unknown, Unknowns
from portal.publication.disclosure_audit.batch_agencies import Agencies
from portal.publication.disclosure_audit.batch_ends import Ends, Said, once
from portal.publication.disclosure_audit.batch_part import NO_LIMIT, BatchPart, Proved
from portal.publication.disclosure_audit.component import Floats, Matrix, matrix_of
from portal.publication.figures.disclosure_rules import LEAST_SHOWN
from portal.publication.figures.known_figures import LEAST_WIDTH

# More ratings of one place, service, month and channel than any has.
MOST = 10_000.0
MIXED = frozenset({*VERIFIED, *OPEN})
Asked = tuple[Agencies, tuple[int, ...]]


class WholeNumbers:
    """Everything that some documents tell, for a reader who knows how ratings are mixed."""

    def __init__(
        self,
        unknowns: Unknowns,
        constraints: Iterable[Constraint],
        *,
        counted: Mapping[Unknown, int],
        before: "WholeNumbers | None" = None,
    ) -> None:
        """Take in what is said, each as wide as the true counts need it to be.

        :param counted: the true number of ratings of each group; 0 where none stands.
        :param before: what the same reader of the same groups had read before.
        """
        self._unknowns = unknowns
        self._truth: Floats = np.array([float(counted.get(each, 0)) for each in unknowns.all])
        telling = (each for each in constraints if each.count.table == RATINGS)
        said = list(map(self._said, dict.fromkeys(telling)))
        self._known: list[Said] = once([*(before._known if before else ()), *said])
        self._ends: Ends = before._ends.copied() if before else _first_ends(unknowns, self._truth)
        self._ends.narrow(self._known)
        names: dict[str, int] = {}
        held_by = np.array([names.setdefault(each.agency, len(names)) for each in unknowns.all])
        self._parts = _parts_of(self._known, self._ends, truth=self._truth, held_by=held_by)

    def proved(self, count: Count, *, n: int) -> Proved:
        """Return how closely a count is known; what is seen to be wide is looked at no longer.

        :param n: how many ratings it truly has.
        """
        columns = self._unknowns.columns(count)
        asked = self._asked(columns)
        known = sum(self._truth[each] for each in columns if each not in self._parts)
        found = self._sum(known, asked)
        for sign in (1, -1):
            for part, own in asked:
                if not is_wide(found, n=n):
                    part.look(own, sign=sign, enough=_enough(found, part.proved(own), of=(n, sign)))
                    found = self._sum(known, asked)
        if not is_wide(found, n=n):
            # What went far enough in one direction may have gone on.
            for part, own in asked:
                part.look(own, sign=1)
                part.look(own, sign=-1)
        return self._sum(known, asked)

    def is_seen_open(self, count: Count, *, n: int) -> bool:
        """Whether a count is seen to be wide while all other agencies are as they truly are.

        What is not seen so may be wide all the same: nothing is proved of it.

        :param n: how many ratings it truly has.
        """
        columns = self._unknowns.columns(count)
        asked = self._asked(columns)
        known = sum(self._truth[each] for each in columns if each not in self._parts)
        found = self._sum(known, asked)
        for sign in (1, -1):
            for part, own in asked:
                if not is_wide(found, n=n):
                    enough = _enough(found, part.proved(own), of=(n, sign))
                    part.look_near(own, sign=sign, enough=enough)
                    found = self._sum(known, asked)
        return is_wide(found, n=n)

    def take_over(self, earlier: "WholeNumbers") -> None:
        """Take over what was seen to be possible in another draft, as far as it is here, too."""
        for part in {id(each): each for each in self._parts.values()}.values():
            columns = part.whole.columns
            for old in {id(found): found for at in columns.tolist()
                        if (found := earlier._parts.get(at))}.values():  # fmt: skip
                for people in old.whole.seen[1:]:
                    whole = self._truth.copy()
                    whole[old.whole.columns] = people
                    part.whole.learn(whole[columns])

    def _asked(self, columns: Sequence[int]) -> list[Asked]:
        held: dict[int, tuple[Agencies, list[int]]] = {}
        for each in columns:
            if part := self._parts.get(each):
                held.setdefault(id(part), (part, []))[1].append(each)
        return [(part, tuple(own)) for part, own in held.values()]

    def _sum(self, known: float, asked: Sequence[Asked]) -> Proved:
        start = Proved(known, known, known, known)
        return reduce(add, (part.proved(own) for part, own in asked), start)

    def _said(self, constraint: Constraint) -> Said:
        # What counts ratings adds up; only shares of other tables weigh.
        counts = [count for count, _ in constraint.terms]
        columns = [column for count in counts for column in self._unknowns.columns(count)]
        is_vague = any(self._unknowns.is_vague(count) for count in counts)
        places = np.array(sorted(columns), dtype=np.int64)
        true = float(self._truth[places].sum())
        is_open = constraint.upper is None or is_vague
        upper = np.inf if is_open else max(float(constraint.upper or 0), true)
        return Said(places, min(float(constraint.lower), true), upper)


def is_wide(found: Proved, *, n: int) -> bool:
    """Whether the ends of a count are five apart and, for one below ten, hold 1 and 9.

    :param n: how many ratings it truly has.
    """
    reaches_both = found.least <= 1 and found.most >= LEAST_SHOWN - 1
    is_five = found.most - found.least >= LEAST_WIDTH
    return is_five and (reaches_both or n >= LEAST_SHOWN)


def _first_ends(unknowns: Unknowns, truth: Floats) -> Ends:
    """Return that each group has any number of ratings; if mixed in tens, none or ten and more."""
    is_mixed = np.array([each.channel in MIXED for each in unknowns.all])
    # Ratings of before the batches may be fewer.
    is_old = (truth > 0) & (truth < BATCH)
    most = np.full(len(truth), max(MOST, 2 * truth.max(initial=0.0)))
    return Ends(np.zeros(len(most)), most, is_mixed & ~is_old)


def _enough(found: Proved, own: Proved, *, of: tuple[int, int]) -> float:
    """Return how far one part of a count must go for all of it to be wide enough.

    :param found: what is known of the whole count, ``own`` of the part.
    :param of: how many ratings the count truly has, and the sign of the end.
    """
    n, sign = of
    if sign > 0:
        enough = max(found.least + LEAST_WIDTH, LEAST_SHOWN - 1 if n < LEAST_SHOWN else 0)
        return own.most + enough - found.most
    enough = min(found.most - LEAST_WIDTH, 1 if n < LEAST_SHOWN else NO_LIMIT)
    return -own.least - enough + found.least


def _parts_of(
    said: Sequence[Said], ends: Ends, *, truth: Floats, held_by: NDArray[np.int64]
) -> dict[int, Agencies]:
    """Return by unknown the part it is in; those whose number is known are in none."""
    is_open = ends.is_open
    left = once(_rest(each, is_open=is_open, truth=truth) for each in said)
    _, labels = connected_components(_touching(left, width=len(truth)), directed=False)
    by_label: dict[int, list[Said]] = {}
    for each in left:
        by_label.setdefault(int(labels[each.places[0]]), []).append(each)
    found: dict[int, Agencies] = {}
    for label in np.unique(labels[is_open]):
        columns = np.flatnonzero((labels == label) & is_open)
        part = BatchPart(columns, by_label.get(int(label), []), ends, [truth[columns]])
        found |= dict.fromkeys(columns.tolist(), Agencies(part, held_by))
    return found


def _touching(said: Sequence[Said], *, width: int) -> Matrix:
    """Return which unknowns one statement ties to its first."""
    rows: list[list[int]] = [[] for _ in range(width)]
    for each in said:
        rows[int(each.places[0])] += each.places.tolist()
    return matrix_of(rows, width=width)


def _rest(said: Said, *, is_open: NDArray[np.bool_], truth: Floats) -> Said:
    """Return a statement without the unknowns whose number is known."""
    is_left = is_open[said.places]
    known = float(truth[said.places[~is_left]].sum())
    return Said(said.places[is_left], said.lower - known, said.upper - known)
