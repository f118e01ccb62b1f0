"""Further constraints for readers who know that ratings are mixed in batches of ten."""

from collections.abc import Collection, Iterator

from portal.disclosure.counts import BATCH
from portal.publication.disclosure_audit.published_constraints import constraints_of_rows
from portal.publication.disclosure_audit.reading import Read
from portal.publication.disclosure_audit.truth import Truth
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import SINGLE_GROUPS
from portal.publication.figures.documents import PlaceKind
from portal.publication.figures.known_figures import CountRow, PublishedConstraint
from portal.time.months import MonthRange


def known_to_readers(
    inputs: ReleaseInputs, rows: Collection[CountRow], *, truth: Truth, read: Read | None = None
) -> tuple[PublishedConstraint, ...]:
    """Return what rows tell a reader who knows the batches, as far as that is true of them.

    :param read: what was read of other drafts, to which this adds.
    """
    known = {} if read is None else read
    plain = constraints_of_rows(inputs, rows, read=known)
    batched = constraints_of_rows(inputs, rows, knows_batches=True, read=known)
    pairs = zip(batched, truth.fitted(batched), truth.fitted(plain), strict=True)
    return tuple(fitted if fitted == said else less for said, fitted, less in pairs)


def constraints_of_batches(inputs: ReleaseInputs) -> Iterator[PublishedConstraint]:
    """Give of each desk, month and group of channels what its batches of ten would tell.

    A reader knows that each channel of a desk has no rating or ten and more. Which is so, no
    reader knows: who passes an audit in which they do, passes in whole numbers as well, without
    a problem that only whole numbers solve.
    """
    archive, months = inputs.archive, MonthRange(f"{inputs.period[:4]}-01", inputs.period).months
    for address, place in inputs.city.places.items():
        if place.kind is not PlaceKind.DESK:
            continue
        for month in months:
            for group in SINGLE_GROUPS:
                n = archive.count(address, months=(month,), group=group)
                used = archive.channels(address, months=(month,), group=group) if n else ()
                upper = None if n else 0
                span = MonthRange(month, month)
                least = BATCH * len(used)
                yield PublishedConstraint(
                    (address,), span, group, least if n >= least else min(n, 1), upper
                )
