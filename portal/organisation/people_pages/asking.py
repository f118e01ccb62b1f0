"""Which form asks for a kind of change, with what it lets people choose from."""

from collections.abc import Iterator
from typing import Any

from portal.accounts.staff.list_queries import untied_accounts
from portal.organisation.people.domain import ChangeKind, Person
from portal.organisation.people.list_queries import find_people, named_for
from portal.organisation.people.queries import declared_relations, persons
from portal.organisation.people_pages.forms import (
    AbsenceForm,
    AccountForm,
    LineForm,
    NamingForm,
    PostForm,
    RelationEndForm,
)
from portal.organisation.people_pages.labels import NAMED_KINDS, RELATION_KINDS
from portal.organisation.people_pages.reach import own_reach
from portal.organisation.places import catalogue_queries
from portal.web.extensions import db, today


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
