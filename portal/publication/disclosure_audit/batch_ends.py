"""Narrows the bounds of unknown counts, each 0 or at least 10, by constraint propagation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.disclosure.figures import BATCH
from portal.publication.disclosure_audit.component import Floats
from portal.publication.disclosure_audit.solver import SLACK

PASSES = 30
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Said:
    """The sum of some unknowns, by their number, lies between two ends, both inclusive."""

    places: Places
    lower: float
    upper: float


@dataclass(slots=True)
class Ends:
    """The lowest and highest value of each unknown; ``batched`` marks those mixed in tens."""

    least: Floats
    most: Floats
    batched: NDArray[np.bool_]

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Which unknowns may have more than one value."""
        found: NDArray[np.bool_] = self.most > self.least
        return found

    def copied(self) -> "Ends":
        """Return the same ends, to be narrowed further."""
        return Ends(self.least.copy(), self.most.copy(), self.batched)

    def narrow(self, said: Sequence[Said]) -> None:
        """Narrow the bounds by each statement until none changes, ``PASSES`` times at the most."""
        for _ in range(PASSES):
            before = self.least.sum(), self.most.sum()
            for each in said:
                self._by(each)
            self._by_batches()
            if (self.least.sum(), self.most.sum()) == before:
                return

    def _by(self, said: Said) -> None:
        at = said.places
        least, most = self.least[at], self.most[at]
        # What the others leave of the statement's ends; no place stands in it twice.
        self.most[at] = np.minimum(most, np.floor(said.upper - (least.sum() - least) + SLACK))
        self.least[at] = np.maximum(least, np.ceil(said.lower - (most.sum() - most) - SLACK))

    def _by_batches(self) -> None:
        self.most[self.batched & (self.most < BATCH)] = 0
        is_some = self.batched & (self.least > 0)
        self.least[is_some] = np.maximum(self.least[is_some], BATCH)


def once(said: Iterable[Said]) -> list[Said]:
    """Return the closest ends of every sum of unknowns of which something is said."""
    closest: dict[tuple[int, ...], Said] = {}
    for each in said:
        key = tuple(each.places.tolist())
        known = closest.get(key, each)
        closest[key] = Said(each.places, max(known.lower, each.lower), min(known.upper, each.upper))
    return [each for key, each in closest.items() if key]
