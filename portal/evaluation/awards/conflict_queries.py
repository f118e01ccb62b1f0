"""Who may not judge or decide about a nominee: the line, relatives, the same unit, nominators."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.awards.domain import ListedJuror, SchemeNominee
from portal.evaluation.awards.nominee_queries import nominations_of
from portal.organisation.people.domain import Post
from portal.organisation.people.queries import posts_of, standing_on


def barred_places(
    session: Session,
    listed: Sequence[ListedJuror],
    *,
    nominees: Sequence[SchemeNominee],
    on: date,
) -> frozenset[int]:
    """Return the places on the list of who has a conflict with one of the nominees.

    That is a nominee, who nominated one, who is anything to one in the line or the other way
    round, who declared that they are close, and who works in the same unit.
    """
    people = {each.person_id for each in nominees}
    jurors = {each.person_id for each in listed}
    wrote = {each.by_id for each in nominations_of(session, [each.id for each in nominees])}
    standing = standing_on(session, on, person_ids=people | jurors)
    units = _units(session, people | jurors, on=on)
    return frozenset(
        each.place
        for each in listed
        if each.person_id in people | wrote
        or any(
            standing.is_conflicted(each.person_id, one)
            or standing.kinds(each.person_id, about=one)
            or standing.kinds(one, about=each.person_id)
            or units[each.person_id] & units[one]
            for one in people
        )
    )


def may_decide_about(
    session: Session, person_id: int | None, *, about: Collection[int], on: date
) -> frozenset[int]:
    """Return about whom of these people somebody may decide: not themself, nobody close."""
    if person_id is None:
        return frozenset(about)
    standing = standing_on(session, on, person_ids={*about, person_id})
    return frozenset(each for each in about if standing.may_act(person_id, about=each))


def _units(
    session: Session, person_ids: Collection[int], *, on: date
) -> Mapping[int, frozenset[tuple[int, int]]]:
    """Return the units in which people hold a post on a day; of an agency without units itself."""
    found: dict[int, set[tuple[int, int]]] = {each: set() for each in person_ids}
    for post in posts_of(session, person_ids):
        if _covers(post, on=on):
            found[post.person_id].add((post.agency_id, post.unit_id or 0))
    return {each: frozenset(units) for each, units in found.items()}


def _covers(post: Post, *, on: date) -> bool:
    return post.starts_on <= on and (post.ends_on is None or on <= post.ends_on)
