"""Which strong and weak points five or more people of one unit have on a day."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.development.finding_queries import findings_of
from portal.evaluation.unit_measures import domain, sharing
from portal.organisation.people import queries as people
from portal.organisation.people.civil_servants import evaluated_people


def points_shared(session: Session, *, on: date) -> frozenset[domain.PlacedPoint]:
    """Return the points that five or more people of one unit have; smaller units are left out."""
    places = _places(session, on=on)
    sizes: dict[domain.UnitPlace, int] = {}
    for place in places.values():
        sizes[place] = sizes.get(place, 0) + 1
    large = {
        each: place for each, place in places.items() if sizes[place] >= sharing.FEWEST_SHARING
    }
    return sharing.shared_points(large, known=_known(session, large, on=on))


def _known(
    session: Session, places: Mapping[int, domain.UnitPlace], *, on: date
) -> Iterator[tuple[int, frozenset[domain.SharedPoint]]]:
    for person_id in places:
        yield person_id, sharing.points_of(findings_of(session, person_id, on=on))


def _places(session: Session, *, on: date) -> Mapping[int, domain.UnitPlace]:
    ids = evaluated_people(session, on=on)
    return {
        post.person_id: domain.UnitPlace(post.agency_id, post.unit_id or 0)
        for post in people.posts_of(session, ids)
        if post.kind == "definitive"
        and post.starts_on <= on
        and (post.ends_on is None or post.ends_on >= on)
    }
