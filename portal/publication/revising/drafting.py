"""The documents of a year's revision, made of the places that are shown and those left out."""

from collections.abc import Iterator

from portal.publication.building.figures import figure_of
from portal.publication.building.measures import Measures, measures_of
from portal.publication.exact_sums.cells import Cell
from portal.publication.figures.disclosure_rules import Group
from portal.publication.figures.documents import Exclusion
from portal.publication.figures.encoding import to_json
from portal.publication.figures.figures import Figure, Reason
from portal.publication.figures.known_figures import figure_rows, flat_document
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
from portal.publication.revising.cells import Candidates, RevisionCandidate
from portal.publication.revising.inputs import RevisionInputs


def bodies_of(inputs: RevisionInputs, candidates: Candidates) -> dict[str, str]:
    """Return every document of a revision as JSON, by address."""
    measures = measures_of(inputs.revised, months=inputs.months)
    revised = revised_in(candidates)
    places = [_figures(inputs, each, measures=measures) for each in revised]
    year, stamp = inputs.year, inputs.revised.stamp
    whole = RevisionDocument(
        release=stamp,
        year=year,
        published_on=inputs.revised.today,
        cause=inputs.cause,
        places=tuple(places),
        left_out=tuple(
            LeftOutPlace(inputs.city.places[address], reason)
            for address, reason in left_out_in(candidates).items()
            if candidates[address].is_named
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
    return bodies


def revised_in(candidates: Candidates) -> list[RevisionCandidate]:
    """Return the places of which a revision shows something."""
    return [each for each in candidates.values() if each.is_revised]


def left_out_in(candidates: Candidates) -> dict[str, Reason]:
    """Return why the other places keep their figures, by address."""
    return {each.address: each.reason for each in candidates.values() if each.reason}


def _figures(
    inputs: RevisionInputs, candidate: RevisionCandidate, *, measures: Measures
) -> RevisedFigures:
    def figure(cell: Cell | None) -> Figure | None:
        return None if cell is None else figure_of(inputs.revised, cell, measures=measures)

    return RevisedFigures(
        place=inputs.city.places[candidate.address],
        headline=figure_of(inputs.revised, candidate.headline, measures=measures),
        open=figure(candidate.open),
        paper=figure(candidate.paper),
    )


def _document(
    inputs: RevisionInputs,
    candidate: RevisionCandidate,
    *,
    figures: RevisedFigures,
    measures: Measures,
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


def _exclusions_at(inputs: RevisionInputs, candidate: RevisionCandidate) -> Iterator[Exclusion]:
    """Give the exclusions that concern a place: at the place itself or at a desk below it."""
    desks = inputs.city.desks.get(candidate.address, ())
    codes = {inputs.city.catalogue.desks[desk].code for desk in desks}
    taken = {atom.location.desk_id for atom in candidate.change.ratings}
    codes |= {inputs.city.catalogue.desks[desk].code for desk in taken if desk is not None}
    yield from (each for each in inputs.cause.exclusions if each.desk in codes)
