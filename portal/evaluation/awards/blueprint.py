"""The blueprint of awards for staff, and how a page finds what its viewer may see."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.awards.domain import Scheme, SchemeNominee
from portal.evaluation.awards.nominee_queries import (
    nominee_in,
    nominee_of,
    nominee_with,
)
from portal.evaluation.awards.queries import scheme_with
from portal.evaluation.awards.scheme_service import SchemeAct
from portal.evaluation.plans.forms import RevisionForm
from portal.organisation.people import queries as people
from portal.organisation.people.looks import LookAtPerson, note_look
from portal.storage.paging import page_number
from portal.storage.texts.cleaning import search_words
from portal.web.access import Role, current_staff
from portal.web.extensions import db, error_links, moment, today

METHODS = ("GET", "POST")
LONGEST_WORDS = 60
OFFICE = (Role.PERFORMANCE_OFFICE,)
SCHEME = "/<int(max=2147483647):scheme_id>"
blueprint = Blueprint("awards", __name__, url_prefix="/admin/performance/awards")


def shown_scheme(scheme_id: int, *, is_draft_too: bool = False) -> Scheme:
    """Return a scheme; a draft for who writes and who audits it only.

    :raises werkzeug.exceptions.NotFound: for everybody else.
    """
    found = scheme_with(db.session(), scheme_id)
    if found is None or (found.is_draft and not (is_draft_too and reads_all())):
        abort(404)
    return found


def draft(scheme_id: int) -> Scheme:
    """Return a scheme whose rules may still be written.

    :raises werkzeug.exceptions.NotFound: once it is published.
    """
    found = shown_scheme(scheme_id, is_draft_too=True)
    return found if found.is_draft else abort(404)


def reads_all() -> bool:
    """Return whether the viewer sees drafts and all nominees' states: office and auditor."""
    return current_staff().has(Role.PERFORMANCE_OFFICE, Role.AUDITOR)


def own_person() -> int:
    """Return the viewer as a person.

    :raises werkzeug.exceptions.NotFound: for an account without one.
    """
    return current_staff().officer_id or abort(404)


def own_nominee(scheme_id: int) -> SchemeNominee:
    """Return the viewer as a nominee of a scheme.

    :raises werkzeug.exceptions.NotFound: for who is none.
    """
    row = nominee_in(db.session(), scheme_id, person_id=own_person())
    return abort(404) if row is None else nominee_of(row)


def nominee_in_scheme(scheme: Scheme, nominee_id: int) -> SchemeNominee:
    """Return a nominee of a scheme; a look at somebody is logged once a day.

    :raises werkzeug.exceptions.NotFound: where the scheme has none of that number.
    """
    found = nominee_with(db.session(), nominee_id)
    if found is None or found.scheme_id != scheme.id:
        abort(404)
    note_look(
        db.session(),
        LookAtPerson(found.person_id, "nomination"),
        by=current_staff(),
        now=moment(),
        today=today(),
    )
    return found


def act_on(scheme: Scheme, revision: int) -> SchemeAct:
    """Return an act of the viewer on a scheme as the page showed it."""
    return SchemeAct(scheme.id, revision, today())


def pressed(scheme: Scheme) -> SchemeAct:
    """Return the act of a button on a scheme as the page with the button showed it."""
    return act_on(scheme, RevisionForm().shown_revision)


def blank_form() -> RevisionForm:
    """Return what the buttons of a page send."""
    return RevisionForm(formdata=None)


def form_page(template: str, form: Any, **around: Any) -> tuple[str, int]:
    """Return a page with a form, and with what is wrong with what was sent."""
    links = error_links(form)
    page = render_template(f"evaluation/{template}.html", form=form, errors=links, **around)
    return page, 422 if links else 200


def known_people(*person_ids: int) -> Mapping[int, Any]:
    """Return people by their internal numbers."""
    return people.persons(db.session(), set(person_ids))


def asked_page() -> int:
    """Return which page of a list is asked for, from 1."""
    return page_number(request.args.get("page"))


def asked_words() -> str:
    """Return which words are looked for."""
    return search_words(request.args.get("words", ""), longest=LONGEST_WORDS)


def to_scheme(scheme_id: int, **values: Any) -> Response:
    """Return the way to a scheme's page."""
    return redirect(url_for("awards.scheme", scheme_id=scheme_id, **values))
