"""Makes published years of the evaluation anew from the counts that were kept with them."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from portal.publication.figures.documents import ReleaseKind, ReleaseState
from portal.publication.figures.encoding import digest, to_json
from portal.publication.releases import queries as releases_queries
from portal.publication.releases import staff_queries
from portal.publication.releases.recomputing import RecomputedDifference
from portal.publication.yearly_evaluation.counts import from_text
from portal.publication.yearly_evaluation.documents import evaluation_address
from portal.publication.yearly_evaluation.releasing import evaluation_stamp
from portal.publication.yearly_evaluation.table import evaluation_document


def evaluation_differences(session: Session) -> Iterator[RecomputedDifference]:
    """Give every published year whose document its kept counts do not make again.

    The ledger, which seals document and counts, is looked at with the other releases.
    """
    for release in releases_queries.releases(session, kind=ReleaseKind.EVALUATION):
        if release.state is not ReleaseState.PUBLISHED:
            continue
        address = evaluation_address(release.edition)
        kept = staff_queries.kept_inputs(session, release.id)
        found = releases_queries.published(session, address)
        if kept is None or found is None:
            yield RecomputedDifference(address, "missing", "kept with its counts")
            continue
        counted = from_text(kept)
        expected = to_json(evaluation_document(counted, evaluation_stamp(counted)))
        if found.body != expected:
            yield RecomputedDifference(address, digest(found.body), digest(expected))
