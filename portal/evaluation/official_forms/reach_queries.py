"""Of whom somebody may ask official forms: auditors of all, superiors of the own people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.official_forms.queries import FormSource
from portal.evaluation.official_forms.wanted import WantedForm
from portal.organisation.people import queries as people
from portal.organisation.people.civil_servants import evaluated_people
from portal.organisation.people.domain import Person


@dataclass(frozen=True, slots=True)
class FormRequest:
    """Which forms of a cycle somebody asks for.

    :ivar person_id: of the one who asks; None for an account without a person.
    :ivar is_auditor: whether they read of everybody.
    :ivar agency_id: with ``unit_id`` keeps to who has a post there; None for everybody in reach.
    """

    cycle: Cycle
    wanted: WantedForm
    person_id: int | None
    is_auditor: bool
    on: date
    agency_id: int | None = None
    unit_id: int | None = None


def people_in_reach(source: FormSource, asked: FormRequest) -> Mapping[int, Person]:
    """Return of whom the reader may read something, by name: an auditor's city, or own people."""
    session, own = source.session, asked.person_id
    on = min(asked.on, asked.cycle.ends_on)
    ids: Collection[int] = ()
    if asked.is_auditor:
        ids = evaluated_people(session, on=on)
    elif own is not None:
        ids = {own, *people.people_of(session, own, on=on)}
    if asked.agency_id is not None or asked.unit_id is not None:
        ids = {
            post.person_id
            for post in people.posts_of(session, ids)
            if post.starts_on <= on
            and (post.ends_on is None or on <= post.ends_on)
            and asked.agency_id in {None, post.agency_id}
            and asked.unit_id in {None, post.unit_id}
        }
    return people.persons(session, ids) if ids else {}
