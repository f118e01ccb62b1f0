"""Which files of paper questionnaires were there: the last ratings of a year that come in."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import Catalogue
from portal.publication.figures.revisions import year_span
from portal.rating.paper.queries import paper_batches


def paper_files(session: Session, catalogue: Catalogue, *, year: int) -> Mapping[str, int]:
    """Return how many files of paper questionnaires of a year each agency has, by its code.

    A file that comes later changes tallies that a revision was computed from.
    """
    months = year_span(year).months
    found: dict[str, int] = {}
    for batch in paper_batches(session):
        if batch.last_period in months:
            code = catalogue.agencies[batch.agency_id].code
            found[code] = found.get(code, 0) + 1
    return found
