"""Counts that figures of longer ranges disclose."""

from collections.abc import Iterator

from portal.publication.building.figures import element_rows, row_of
from portal.publication.building.longer_cells import Longer, pairs_of
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.known_figures import CountRow


def longer_rows(inputs: ReleaseInputs, longer: Longer) -> Iterator[CountRow]:
    """Give every count that longer figures state or hide with a reason."""
    for pair in pairs_of(longer, longer):
        for cell in pair.published():
            yield row_of(inputs, cell)
        yield from element_rows(inputs, pair.headline)
