"""Constraints from a revision: its figures and what was taken out."""

from collections.abc import Iterator
from dataclasses import replace

from portal.publication.building.figures import row_of
from portal.publication.disclosure_audit.published_constraints import told_by_channels
from portal.publication.exact_sums.cells import Cell
from portal.publication.figures.disclosure_rules import SINGLE_GROUPS, Group, group_of
from portal.publication.figures.documents import PlaceKind, address_of
from portal.publication.figures.figures import Reason
from portal.publication.figures.known_figures import CountRow, PublishedConstraint, statement_of
from portal.publication.figures.revisions import LEAST_CHANGED
from portal.publication.revising.cells import Candidates, RevisionCandidate
from portal.publication.revising.inputs import RevisionInputs
from portal.time.months import MonthRange, month_after


def statements(inputs: RevisionInputs, found: Candidates) -> Iterator[PublishedConstraint]:
    """Give everything that the revision's figures tell a reader who knows its rules."""
    for candidate in found.values():
        if candidate.is_named:
            yield from _of_place(inputs, candidate)
            yield _of_change(inputs, candidate.address)


def _of_place(
    inputs: RevisionInputs, candidate: RevisionCandidate
) -> Iterator[PublishedConstraint]:
    if not candidate.is_revised:
        if candidate.reason is Reason.FOLDED:
            yield statement_of(_row(inputs, candidate.headline), book=inputs.revised.book)
        return
    rows = [_row(inputs, cell) for cell in candidate.cells()]
    yield from (statement_of(row, book=inputs.revised.book) for row in rows)
    yield from told_by_channels(rows)
    if candidate.paper is None:
        yield PublishedConstraint(
            (candidate.address,), inputs.span, Group.PAPER, lower=0, upper=0, is_revised=True
        )


def _row(inputs: RevisionInputs, cell: Cell) -> CountRow:
    return replace(row_of(inputs.revised, cell), is_revised=True)


def _of_change(inputs: RevisionInputs, address: str) -> PublishedConstraint:
    """Return what being named says; a place that is not may have had as many changes."""
    return PublishedConstraint(
        (address,), inputs.span, Group.CHANGED, LEAST_CHANGED, None, is_revised=True
    )


def told_by_silence(inputs: RevisionInputs) -> Iterator[PublishedConstraint]:
    """Give the months of the year before the first release: nobody had rated yet."""
    first = min(row.span.first for row in inputs.revised.history)
    if first == inputs.span.first:
        return
    before = MonthRange(inputs.span.first, month_after(first, months=-1))
    for address in inputs.city.places:
        if inputs.city.agency_of(address) == address:
            yield PublishedConstraint((address,), before, Group.ALL, lower=0, upper=0)


def told_by_exclusions(inputs: RevisionInputs) -> Iterator[PublishedConstraint]:
    """Give the months of a desk that have nothing left in a group of channels.

    Documents name the channels that have ratings, so that readers know when all are excluded,
    with or without a revision.
    """
    for desk, channel, month in sorted(inputs.late, key=str):
        place = inputs.city.catalogue.desks.get(desk or 0)
        group = group_of((channel,))
        if place is not None and group in SINGLE_GROUPS:
            address = address_of(PlaceKind.DESK, place.code)
            if not inputs.revised.archive.count(address, months=(month,), group=group):
                span = MonthRange(month, month)
                yield PublishedConstraint(
                    (address,), span, group, lower=0, upper=0, is_revised=True
                )
