"""Whether a draft still holds; light enough for a web request."""

from sqlalchemy.orm import Session

from portal.publication.figures.documents import ReleaseKind
from portal.publication.releases import queries as releases_queries
from portal.publication.releases import review_queries
from portal.rating.mixing.anomaly_queries import newest_exclusion


def is_stale(session: Session, release: releases_queries.ReleaseInBrief) -> bool:
    """Whether a draft is missing, or something was decided to be left out since it was made.

    Drafts that do not say which decision was the last they applied are made anew. No rating is
    in an evaluation of civil servants, so nothing that is left out concerns it.
    """
    has_documents = bool(review_queries.release_digests(session, release))
    if release.kind is ReleaseKind.EVALUATION:
        return not has_documents
    if not has_documents or release.last_exclusion is None:
        return True
    return newest_exclusion(session, until=release.period) > release.last_exclusion
