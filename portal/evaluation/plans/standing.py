"""Roles towards a person with a plan, and what around the plan keeps it from being sent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.plans.domain import OWN_ONLY, READERS, Missing, Plan, uncovered
from portal.organisation.people import queries as people
from portal.organisation.people.reporting_lines import LineKind
from portal.organisation.people.standing import StandingKind
from portal.organisation.places.catalogue_queries import catalogue


@dataclass(frozen=True, slots=True)
class Viewer:
    """What somebody is to the person of a plan on a day.

    :ivar kinds: everything at once; nothing for a stranger.
    :ivar is_auditor: reads, and every look is logged.
    """

    person_id: int | None
    kinds: frozenset[StandingKind]
    is_auditor: bool = False

    @property
    def is_person(self) -> bool:
        """Whether it is the own plan."""
        return StandingKind.PERSON in self.kinds

    @property
    def is_appraiser(self) -> bool:
        """Whether the person's plan is agreed or returned by the viewer."""
        return StandingKind.APPRAISER in self.kinds

    def may_read(self, plan: Plan) -> bool:
        """Return whether the viewer reads what the plan says; a first draft is the person's own."""
        if self.is_person:
            return True
        is_own_only = plan.latest.state in OWN_ONLY and plan.latest.number == 1
        return not is_own_only and (self.is_auditor or not self.kinds.isdisjoint(READERS))


@dataclass(frozen=True, slots=True)
class PostThen:
    """A post as it was called on a day; both empty where nobody recorded one.

    :ivar place: unit and agency, or the agency.
    """

    title: str
    place: str


def viewer_of(
    session: Session, plan: Plan, *, person_id: int | None, on: date, is_auditor: bool
) -> Viewer:
    """Return what somebody is to the person of a plan on a day.

    :param person_id: of the viewer; None for an account without a person.
    """
    if person_id is None:
        return Viewer(None, frozenset(), is_auditor)
    # The viewer's own line, too: nobody reads the plan of the own superior as an adviser.
    both = {plan.person_id, person_id}
    standing = people.standing_on(session, on, person_ids=both, since=plan.starts_on)
    return Viewer(person_id, standing.kinds(person_id, about=plan.person_id), is_auditor)


def appraiser_of(session: Session, person_id: int, *, on: date) -> int | None:
    """Return who agrees the person's plan on a day, or None."""
    return people.standing_on(session, on, person_ids={person_id}).appraiser_of(person_id)


def post_on(session: Session, person_id: int, *, on: date) -> PostThen:
    """Return what the person's definitive post and its place are called on a day."""
    return posts_on(session, {person_id}, on=on).get(person_id, PostThen("", ""))


def posts_on(session: Session, person_ids: Collection[int], *, on: date) -> Mapping[int, PostThen]:
    """Return what definitive posts and their places are called on a day, by person."""
    held = [
        post
        for post in people.posts_of(session, person_ids)
        if post.kind == LineKind.DEFINITIVE
        and post.starts_on <= on
        and (post.ends_on is None or on <= post.ends_on)
    ]
    places = catalogue(session, on=on) if held else None
    found: dict[int, PostThen] = {}
    for post in held:
        if places is not None:
            agency = places.agencies[post.agency_id].name
            unit = None if post.unit_id is None else places.units[post.unit_id]
            place = agency if unit is None else places.full_name(unit)
            found.setdefault(post.person_id, PostThen(post.title, place))
    return found


def first_day_without_post(
    session: Session, person_id: int, *, starts_on: date, ends_on: date
) -> date | None:
    """Return the first day of a span on which the person holds no definitive post, or None."""
    spans = people.definitive_spans(session, person_id)
    return uncovered(spans, starts_on=starts_on, ends_on=ends_on)


def missing_around(session: Session, plan: Plan, *, on: date) -> tuple[Missing, ...]:
    """Return what keeps a plan from being sent beside what it says itself."""
    found = []
    if first_day_without_post(
        session, plan.person_id, starts_on=plan.starts_on, ends_on=plan.ends_on
    ):
        found.append(Missing.POST_GAP)
    if appraiser_of(session, plan.person_id, on=on) is None:
        found.append(Missing.NO_APPRAISER)
    return tuple(found)
