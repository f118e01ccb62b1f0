"""Which people a coordinator records papers of: those of the own agency, at arm's length."""

from collections.abc import Collection

from portal.evaluation.papers.queries import entered_paper
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


def entered_now(version_id: int, *, person_id: int) -> int | None:
    """Return the paper from which the viewer enters a person's version of a plan now, or None.

    Asked at each page: who loses the agency, or comes close to the person, enters no further.
    """
    by = current_staff().account_id
    paper_id = entered_paper(db.session(), version_id, by=by)
    return paper_id if paper_id is not None and reached({person_id}) else None
