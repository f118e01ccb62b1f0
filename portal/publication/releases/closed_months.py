"""Says what is fixed because figures were made of it: months of places, years of paper."""

from sqlalchemy.orm import Session

from portal.organisation.places.arrangement import ClosedMonths
from portal.organisation.places.catalogue import RecordKind
from portal.publication.releases import queries as releases_queries
from portal.rating.mixing.rated_queries import newest_rated_months


def closed_months(session: Session) -> ClosedMonths:
    """Return the newest released month, and the newest with ratings of each place."""
    rated = {
        (RecordKind(kind), code): month
        for (kind, code), month in newest_rated_months(session).items()
    }
    return ClosedMonths(released=releases_queries.latest_month(session) or "", rated=rated)


def is_year_revised(session: Session, year: int) -> bool:
    """Return whether the yearly revision is out, which is the last that takes paper in."""
    return releases_queries.is_revised(session, year)
