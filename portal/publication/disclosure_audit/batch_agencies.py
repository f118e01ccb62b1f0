"""Sums of one agency's ratings, looked at without all others of the city as far as that will do.

Agencies hang together by the city's figures alone. What is possible while all others are as they
truly are is possible; what is not possible whatever they are, or in fractions of people, is not.
Where both meet, or the first is enough, nothing else has to be solved. In a large city nothing else
is: what lies between them counts as not proved.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from portal.publication.disclosure_audit.batch_ends import Said, once
from portal.publication.disclosure_audit.batch_part import NO_LIMIT, BatchPart, Proved
from portal.publication.disclosure_audit.component import Floats

# So many unknowns that statements tie together are looked at as one: whole numbers of some
# thousands take minutes each.
MOST_AT_ONCE = 1_000


@dataclass
class Agencies:
    """A part that may hold several agencies; ``held_by`` numbers those of all unknowns."""

    whole: BatchPart
    held_by: NDArray[np.int64]
    _alone: dict[int, tuple[BatchPart, BatchPart]] = field(default_factory=dict)

    def proved(self, own: tuple[int, ...]) -> Proved:
        """Return what is known so far of the sum of some unknowns."""
        return self.whole.proved(own)

    def look(self, own: tuple[int, ...], *, sign: int, enough: float = NO_LIMIT) -> None:
        """Look for the highest sum of some unknowns, or with sign -1 for the lowest.

        In a large part what one agency's ratings leave open is taken as far as it is proved.
        """
        agencies = self._agencies(own)
        self.look_near(own, sign=sign, enough=enough)
        if len(self._all) > 1 and len(self.whole.columns) > MOST_AT_ONCE:
            self._look_beyond(agencies, own, sign=sign, enough=enough)
        else:
            self.whole.look(own, sign=sign, enough=enough)

    def look_near(self, own: tuple[int, ...], *, sign: int, enough: float = NO_LIMIT) -> None:
        """Look how far one agency's share of a sum goes while all others are as they truly are."""
        for agency in self._agencies(own) if len(self._all) > 1 else ():
            if not self.whole.is_done(own, sign=sign, enough=enough):
                self._look_within(agency, own, sign=sign, enough=enough)
        if len(self._all) == 1 and len(self.whole.columns) <= MOST_AT_ONCE:
            self.whole.look(own, sign=sign, enough=enough)

    def _agencies(self, own: tuple[int, ...]) -> list[int]:
        return list(dict.fromkeys(self.held_by[list(own)].tolist()))

    def _look_beyond(
        self, agencies: list[int], own: tuple[int, ...], *, sign: int, enough: float
    ) -> None:
        """Look beyond which end nothing is possible, where that is still open."""
        if not self.whole.is_done(own, sign=sign, enough=enough):
            self.whole.look_in_fractions(own, sign=sign)
        if len(agencies) == 1 and not self.whole.is_done(own, sign=sign, enough=enough):
            self._look_around(agencies[0], own, sign=sign)

    def _look_within(self, agency: int, own: tuple[int, ...], *, sign: int, enough: float) -> None:
        """Look at an agency's share of a sum while all others are as they truly are."""
        others = [each for each in own if self.held_by[each] != agency]
        share = tuple(each for each in own if self.held_by[each] == agency)
        within = self._one(agency)[0]
        true = float(self.whole.seen[0][np.searchsorted(self.whole.columns, others)].sum())
        within.look(share, sign=sign, enough=enough - sign * true)
        self.whole.learn(self._joined(within, within.farthest(share, sign=sign)))

    def _look_around(self, agency: int, own: tuple[int, ...], *, sign: int) -> None:
        """Do so for the ratings of an agency whatever all others are, in whole numbers."""
        around = self._one(agency)[1]
        around.look(own, sign=sign)
        limits = around.proved(own)
        end = limits.outer_most if sign > 0 else limits.outer_least
        self.whole.limit(own, sign=sign, end=end)

    def _one(self, agency: int) -> tuple[BatchPart, BatchPart]:
        """Return an agency while all others are as they truly are, and whatever they are."""
        if agency not in self._alone:
            whole = self.whole
            chosen = self.held_by[whole.columns] == agency
            truth, ends = np.zeros(len(self.held_by)), whole.ends
            truth[whole.columns] = whole.seen[0]
            within = _between(whole, chosen, least=truth, most=truth)
            around = _between(whole, chosen, least=ends.least, most=ends.most)
            self._alone[agency] = within, around
        return self._alone[agency]

    def _joined(self, within: BatchPart, people: Floats) -> Floats:
        """Return numbers of some agencies together with the true ones of all others."""
        found = self.whole.seen[0].copy()
        found[np.searchsorted(self.whole.columns, within.columns)] = people
        return found

    @cached_property
    def _all(self) -> frozenset[int]:
        return frozenset(self.held_by[self.whole.columns].tolist())


def _between(
    whole: BatchPart, chosen: NDArray[np.bool_], *, least: Floats, most: Floats
) -> BatchPart:
    """Return the chosen unknowns of a part while all others lie between two ends."""
    columns = whole.columns[chosen]
    said = []
    for each in whole.said:
        is_own = np.isin(each.places, columns)
        others = each.places[~is_own]
        lower, upper = each.lower - most[others].sum(), each.upper - least[others].sum()
        said.append(Said(each.places[is_own], float(lower), float(upper)))
    return BatchPart(columns, once(said), whole.ends, [whole.seen[0][chosen]])
