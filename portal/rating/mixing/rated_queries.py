"""Up to which month ratings of a place are counted."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.organisation.places import queries as places_queries
from portal.rating.mixing.ballot_models import Tally

_tally: Any = Tally.__table__


def newest_rated_months(session: Session) -> Mapping[tuple[str, str], str]:
    """Return the newest month with counted ratings, paper included, by kind and code of a place."""
    codes = places_queries.codes_by_id(session)
    found = {}
    for kind, by_id in codes.items():
        column = _tally.c[f"{kind}_id"]
        query = select(column, func.max(_tally.c.period)).where(column.is_not(None))
        for id_, month in session.execute(query.group_by(column)):
            found[kind, by_id[id_]] = month
    return found
