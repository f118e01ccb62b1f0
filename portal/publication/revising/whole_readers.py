"""What a revision discloses to a reader who knows that batches of ten exist, but not which.

Everything is read from finished documents: the months as their tables state them, the revision
as it would be published.
"""

import json
from collections.abc import Collection, Iterator
from functools import cached_property

from portal.disclosure.counts import Constraint, Count, Rules
from portal.disclosure.documents import constraints_of
from portal.publication.disclosure_audit.component import Target
from portal.publication.disclosure_audit.reading import told_by_rows
from portal.publication.disclosure_audit.whole_numbers import WholeNumbers, is_wide
from portal.publication.figures.disclosure_rules import CHANNELS, TAKEN_OUT
from portal.publication.revising.cells import Candidates
from portal.publication.revising.drafting import bodies_of
from portal.publication.revising.inputs import RevisionInputs
from portal.publication.revising.unknowns import counted_in, unknowns_of

# How many groups of ratings (place, service, month, channel) a city may have in a year for it: in
# one of 60 desks the first draft takes half a minute, and how many drafts follow is not known yet.
MOST_GROUPS = 1_000


class WholeReader:
    """Knows the months of a year, and what each draft of its revision would add."""

    def __init__(self, inputs: RevisionInputs) -> None:
        """Remember what the months told."""
        self._inputs = inputs
        self._counted = counted_in(inputs)
        self._unknowns = unknowns_of(inputs, self._counted)

    def newly_told(self, targets: Collection[Target], found: Candidates) -> Iterator[Target]:
        """Give the counts that a draft brackets too closely, and closer than the months did.

        A city of more than ``MOST_GROUPS`` makes do with the other readers of the audit.
        """
        if not targets or len(self._unknowns.all) > MOST_GROUPS:
            return
        now = WholeNumbers(
            self._unknowns, self._revision(found), counted=self._counted, before=self._before
        )
        for target in targets:
            count = _count(target)
            told = now.proved(count, n=target.n)
            if is_wide(told, n=target.n):
                continue
            if not told.is_no_closer(self._before.proved(count, n=target.n)):
                yield target

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


def _count(target: Target) -> Count:
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
