"""Relation of a viewer to a person with improvement programmes, on a day."""

from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.development.domain import Sides
from portal.organisation.people import queries as people
from portal.organisation.people.standing import StandingKind


def sides_of(
    session: Session, person_id: int, *, viewer_id: int | None, on: date, is_auditor: bool
) -> Sides:
    """Return what somebody is to a person on a day; of nobody an auditor reads nothing.

    :param viewer_id: None for an account without a person.
    """
    is_auditor = is_auditor and people.person(session, person_id) is not None
    ids = {person_id} if viewer_id is None else {person_id, viewer_id}
    standing = people.standing_on(session, on, person_ids=ids)
    kinds = frozenset() if viewer_id is None else standing.kinds(viewer_id, about=person_id)
    return Sides(
        person_id,
        viewer_id,
        StandingKind.APPRAISER in kinds,
        StandingKind.APPRAISERS_SUPERIOR in kinds,
        is_auditor,
        standing.appraiser_of(person_id) is not None,
    )
