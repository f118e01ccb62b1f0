"""Disclosure by a revision to a reader who has learnt that there are batches, but not which.

Everything is read from finished documents: the months as their tables state them, the revision
as it would be published.
"""

import json
from collections.abc import Collection, Iterator
from functools import cached_property

from portal.disclosure.documents import constraints_of
from portal.disclosure.figures import Constraint, Count, Rules
from portal.publication.disclosure_audit.component import TargetCount
from portal.publication.disclosure_audit.published_constraints import told_by_rows
from portal.publication.disclosure_audit.whole_numbers import WholeNumbers, is_wide
from portal.publication.figures.disclosure_rules import CHANNELS, TAKEN_OUT
from portal.publication.revising.cells import Candidates
from portal.publication.revising.drafting import bodies_of
from portal.publication.revising.inputs import RevisionInputs
from portal.publication.revising.unknowns import counted_in, unknowns_of

# How many groups of ratings (place, service, month, channel) a city may have in a year for all of
# them to be looked at together; in a larger one an agency is looked at while others stand still.
MOST_GROUPS = 1_000


class WholeReader:
    """Knows the months of a year, and what each draft of its revision would add."""

    def __init__(self, inputs: RevisionInputs) -> None:
        """Remember what the months told."""
        self._inputs = inputs
        self._counted = counted_in(inputs)
        self._unknowns = unknowns_of(inputs, self._counted)
        self._earlier: WholeNumbers | None = None

    @property
    def is_large(self) -> bool:
        """Whether there are too many groups of ratings to look at all of them together."""
        return len(self._unknowns.all) > MOST_GROUPS

    def newly_told(
        self, targets: Collection[TargetCount], found: Candidates
    ) -> Iterator[TargetCount]:
        """Give the counts that a draft brackets too closely, and closer than the months did.

        In a large city what is proved of a count is less, and the rest counts as told.
        """
        if not targets:
            return
        now = WholeNumbers(
            self._unknowns, self._revision(found), counted=self._counted, before=self._before
        )
        if self.is_large:
            targets = self._not_seen_open(targets, found, now=now)
        for target in targets:
            count = _count(target)
            told = now.proved(count, n=target.n)
            if is_wide(told, n=target.n):
                continue
            if not told.is_no_closer(self._before.proved(count, n=target.n)):
                yield target

    def _not_seen_open(
        self, targets: Collection[TargetCount], found: Candidates, *, now: WholeNumbers
    ) -> list[TargetCount]:
        """Return the counts that are not seen to be open; possibilities serve later drafts, too.

        Where nothing is said of a count's agency nor of the city, months alone tell it.
        """
        if self._earlier is not None:
            now.take_over(self._earlier)
        self._earlier = now
        city = self._inputs.city
        said = {city.agency_of(each) for each, it in found.items() if it.is_revised or it.is_named}
        left = []
        for target in targets:
            agency = city.agency_of(target.address)
            # A city's count is the sum of all agencies'; they hang together by its figures alone.
            is_silent = agency is not None and said.isdisjoint({agency, None})
            if not is_silent and not now.is_seen_open(_count(target), n=target.n):
                left.append(target)
        return left

    @cached_property
    def _before(self) -> WholeNumbers:
        inputs = self._inputs.revised
        months = told_by_rows(inputs.history, book=inputs.book)
        return WholeNumbers(self._unknowns, months, counted=self._counted)

    def _revision(self, found: Candidates) -> Iterator[Constraint]:
        inputs = self._inputs
        month = inputs.span.last
        rules = Rules(
            least_mean=inputs.revised.book.in_month(month).least_mean,
            skippable=frozenset(map(str, inputs.revised.book.skippable_by(month))),
        )
        bodies = bodies_of(inputs, found)
        for address, body in bodies.items():
            yield from constraints_of(json.loads(body), address=address, rules=rules)


def _count(target: TargetCount) -> Count:
    """Return what a target counts, as documents say it."""
    taken_out = TAKEN_OUT.values()
    is_revised = target.is_revised or target.group not in CHANNELS
    channels = (
        (str(target.group),)
        if target.group in taken_out
        else tuple(map(str, CHANNELS[target.group]))
    )
    period = f"{target.months[0]}/{target.months[-1]}"
    return Count((target.address,), period, channels, is_revised=is_revised)
