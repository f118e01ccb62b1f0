"""Which people a coordinator records papers of: those of the own agency, at arm's length."""

from collections.abc import Collection

from portal.organisation.people.queries import posts_of, standing_on
from portal.web.extensions import current_staff, db, today


def reached(person_ids: Collection[int]) -> frozenset[int]:
    """Return of which of these people the coordinator records papers.

    Never their own, those of somebody close to them, of their own superior, or of people whom
    they appraise or stand above. Who retired since belongs where the last definitive post was,
    who moves soon where it will be.
    """
    staff, session = current_staff(), db.session()
    agencies: dict[int, int] = {}
    for post in posts_of(session, person_ids):
        if post.kind == "definitive":
            agencies[post.person_id] = post.agency_id
    here = {each for each in person_ids if agencies.get(each) == staff.agency_id}
    own = staff.officer_id
    if own is None or not here:
        return frozenset(here)
    standing = standing_on(session, today(), person_ids={*here, own})
    return frozenset(
        each
        for each in here
        if standing.may_act(own, about=each) and not standing.kinds(own, about=each)
    )
