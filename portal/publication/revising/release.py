"""A year's revision as texts by address, ready to be published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.publication.building.figures import figure_of
from portal.publication.building.measures import Measures, measures_of
from portal.publication.exact_sums.cells import Cell
from portal.publication.figures.documents import Exclusion
from portal.publication.figures.encoding import to_json
from portal.publication.figures.figures import Figure
from portal.publication.figures.flat import figure_rows, flat_document
from portal.publication.figures.groups import Group
from portal.publication.figures.reasons import Reason
from portal.publication.figures.revisions import (
    Cause,
    LeftOutPlace,
    RevisedDocument,
    RevisedFigures,
    RevisionDocument,
    figures_address,
    revised_address,
    revision_address,
)
from portal.publication.revising.cells import Candidate
from portal.publication.revising.deciding import decide
from portal.publication.revising.inputs import RevisionInputs


@dataclass(frozen=True, slots=True)
class RevisionDraft:
    """The documents of a revision as JSON, by address, and the places it speaks of."""

    bodies: Mapping[str, str]
    revised: tuple[str, ...]
    left_out: Mapping[str, Reason]


def build_revision(inputs: RevisionInputs) -> RevisionDraft:
    """Build every document of a year's revision.

    :raises portal.publication.revising.deciding.CannotProtect: when the audit is not satisfied.
    """
    candidates = decide(inputs)
    revised = [each for each in candidates.values() if each.is_revised]
    reasons = {each.address: each.reason for each in candidates.values() if each.reason}
    measures = measures_of(inputs.revised, months=inputs.months)
    places = [_figures(inputs, each, measures=measures) for each in revised]
    year, stamp = inputs.year, inputs.revised.stamp
    whole = RevisionDocument(
        release=stamp,
        year=year,
        published_on=inputs.revised.today,
        cause=inputs.cause,
        places=tuple(places),
        left_out=tuple(
            LeftOutPlace(inputs.city.places[address], reason) for address, reason in reasons.items()
        ),
        method=measures.method(),
    )
    rows = [
        row
        for each in places
        for row in figure_rows(each.place, (each.headline, each.open, each.paper))
    ]
    bodies = {
        revision_address(year): to_json(whole),
        figures_address(year): to_json(flat_document(stamp, rows)),
    }
    for candidate, figures in zip(revised, places, strict=True):
        document = _document(inputs, candidate, figures=figures, measures=measures)
        bodies[revised_address(year, candidate.address)] = to_json(document)
    return RevisionDraft(bodies, tuple(each.address for each in revised), reasons)


def _figures(inputs: RevisionInputs, candidate: Candidate, *, measures: Measures) -> RevisedFigures:
    def figure(cell: Cell | None) -> Figure | None:
        return None if cell is None else figure_of(inputs.revised, cell, measures=measures)

    return RevisedFigures(
        place=inputs.city.places[candidate.address],
        headline=figure_of(inputs.revised, candidate.headline, measures=measures),
        open=figure(candidate.open),
        paper=figure(candidate.paper),
    )


def _document(
    inputs: RevisionInputs, candidate: Candidate, *, figures: RevisedFigures, measures: Measures
) -> RevisedDocument:
    parents = inputs.city.parents[candidate.address]
    return RevisedDocument(
        release=inputs.revised.stamp,
        year=inputs.year,
        published_on=inputs.revised.today,
        parents=tuple(inputs.city.places[each] for each in parents),
        figures=figures,
        cause=Cause(
            has_paper=bool(candidate.change.count(Group.PAPER)),
            exclusions=tuple(_exclusions_at(inputs, candidate)),
            reason=inputs.cause.reason,
            decided_by=inputs.cause.decided_by,
        ),
        method=measures.method(),
    )


def _exclusions_at(inputs: RevisionInputs, candidate: Candidate) -> Iterator[Exclusion]:
    """Give the exclusions that concern a place: at the place itself or at a desk below it."""
    desks = inputs.city.desks.get(candidate.address, ())
    codes = {inputs.city.catalogue.desks[desk].code for desk in desks}
    taken = {atom.location.desk_id for atom in candidate.change.ratings}
    codes |= {inputs.city.catalogue.desks[desk].code for desk in taken if desk is not None}
    yield from (each for each in inputs.cause.exclusions if each.desk in codes)
