"""A month's release as texts by address, ready to be stored as a draft."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.publication.building.deciding import ReleaseDecision, decide
from portal.publication.building.documents import place_documents
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.documents import PlaceDocument, PlaceKind, charts_address
from portal.publication.figures.encoding import to_json
from portal.publication.figures.known_figures import (
    FIGURES_ADDRESS,
    FlatRow,
    flat_document,
    flat_rows,
)
from portal.publication.staff_building.drafting import staff_bodies

Draw = Callable[[PlaceDocument], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class ReleaseDraft:
    """The documents of a release as JSON, by address, with what was decided.

    ``staff`` are the texts that only staff may read; no address of theirs is ever public.
    """

    bodies: Mapping[str, str]
    decision: ReleaseDecision
    staff: Mapping[str, str]


def build(inputs: ReleaseInputs, *, draw: Draw) -> ReleaseDraft:
    """Build every document of a month.

    :param draw: makes the chart figures of a document, by their names.
    """
    decision = decide(inputs)
    members = {other.cell.address: other.members for other in decision.others}
    bodies: dict[str, str] = {}
    flat: list[FlatRow] = []
    desks: list[PlaceDocument] = []
    for document in place_documents(inputs, decision):
        address = document.place.address
        bodies[address] = to_json(document)
        bodies[charts_address(address)] = to_json(dict(draw(document)))
        flat.extend(flat_rows(document, members=members))
        if document.place.kind is PlaceKind.DESK:
            desks.append(document)
    bodies[FIGURES_ADDRESS] = to_json(flat_document(inputs.stamp, flat))
    return ReleaseDraft(bodies, decision, staff=staff_bodies(inputs, desks=desks))
