"""Whose record a member of staff sees and changes, and what a form about it asks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from flask import abort, current_app
from sqlalchemy.orm import Session

from portal.accounts.staff.list_queries import untied_accounts
from portal.organisation.people.domain import ChangeKind, Person
from portal.organisation.people.evaluated import is_evaluated
from portal.organisation.people.list_queries import find_people, is_at_agency, named_for
from portal.organisation.people.queries import declared_relations, person, persons
from portal.organisation.people.service import Hand
from portal.organisation.people_pages.forms import (
    AbsenceForm,
    AccountForm,
    LineForm,
    NamingForm,
    PostForm,
    RelationEndForm,
)
from portal.organisation.people_pages.labels import NAMED_KINDS, RELATION_KINDS
from portal.organisation.places import catalogue_queries
from portal.web.access import Role, Staff, current_staff
from portal.web.extensions import db, moment, today

# Interface to the evaluation: what refuses a change that a lot decides.
LOTS = "portal_lots"
OFFICE = (Role.PERFORMANCE_OFFICE,)
EDITORS = (*OFFICE, Role.PERFORMANCE_COORDINATOR)
READERS = (*EDITORS, Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.AUDITOR)
CITY_READERS = (*OFFICE, Role.ADMINISTRATOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class PeopleReach:
    """What one member of staff reaches: the city when ``agency_id`` is None, else one agency."""

    staff: Staff
    agency_id: int | None

    @property
    def may_enter(self) -> bool:
        """Whether the person enters changes of those they reach."""
        return self.staff.has(*EDITORS)

    @property
    def sees_relations(self) -> bool:
        """Whether declared relations are shown; heads and administrators need them not."""
        return self.staff.has(*EDITORS, Role.AUDITOR)

    def reaches(self, session: Session, person_id: int, *, on: date) -> bool:
        """Return whether a person's record is within reach on a day."""
        return self.agency_id is None or is_at_agency(
            session, person_id, agency_id=self.agency_id, on=on
        )


def own_reach(*, is_to_change: bool = False) -> PeopleReach:
    """Return what the signed-in person reaches; somebody without an agency reaches nothing.

    :param is_to_change: whether it is to change something: a coordinator who is an auditor, too,
        changes the own agency only.
    """
    staff = current_staff()
    if staff.has(*(OFFICE if is_to_change else CITY_READERS)):
        return PeopleReach(staff, None)
    if staff.agency_id is None:
        abort(403)
    return PeopleReach(staff, staff.agency_id)


def shown_person(person_id: int, *, is_to_change: bool = False) -> Person:
    """Return a person within reach, or end with 404."""
    found = person(db.session(), person_id)
    reach = own_reach(is_to_change=is_to_change)
    if found is None or not reach.reaches(db.session(), person_id, on=today()):
        abort(404)
    return found


def own_hand() -> Hand:
    """Return the signed-in person as services name who acts."""
    hand = Hand(current_staff(), moment(), today(), is_evaluated())
    rule = current_app.extensions.get(LOTS)
    return hand if rule is None else replace(hand, heed_lots=partial(rule, today=hand.today))


def form_of(kind: ChangeKind, *, person: Person) -> tuple[Any, bool]:
    """Return the form for a change of a person, and whether it was sent and is in order."""
    if kind is ChangeKind.LINE:
        return _picking(LineForm())
    if kind is ChangeKind.NAMING:
        return _picking(NamingForm())
    form: Any
    if kind is ChangeKind.POST:
        form = PostForm()
        form.offer_places(dict(offered_places()))
    elif kind is ChangeKind.TIE:
        form = AccountForm()
        form.offer_accounts(untied_accounts(db.session()))
    elif kind is ChangeKind.RELATION_END:
        form = RelationEndForm()
        form.offer_relations(_relations(person))
    else:
        form = AbsenceForm()
    return form, form.validate_on_submit()


def _picking(form: LineForm | NamingForm) -> tuple[Any, bool]:
    if not form.is_submitted():
        return form, False
    is_in_order = form.validate()
    found = find_people(db.session(), form.superior_words.data or "", on=today())
    is_picked = form.is_picked(found, field=form.superior_words)
    return form, is_in_order and is_picked


def offered_places() -> Iterator[tuple[str, str]]:
    """Yield agencies and units within reach by their numbers, in order of name."""
    found, reach = (
        catalogue_queries.catalogue(db.session(), on=today()),
        own_reach(is_to_change=True),
    )
    for agency in sorted(found.agencies.values(), key=lambda each: each.name):
        if agency.is_retired(found.on) or reach.agency_id not in {None, agency.id}:
            continue
        yield str(agency.id), agency.name
        for unit in found.units.values():
            if unit.agency_id == agency.id and not unit.is_retired(found.on):
                yield f"{agency.id}-{unit.id}", found.full_name(unit)


def _relations(person: Person) -> Iterator[tuple[int, str]]:
    session, words = db.session(), {**RELATION_KINDS, **NAMED_KINDS}
    known = [*declared_relations(session, person.id), *named_for(session, person.id)]
    held = [each for each in known if each.ends_on is None]
    names = persons(db.session(), {each.other_id for each in held})
    for each in held:
        yield each.id, f"{words[each.kind]}: {names[each.other_id].name}"
