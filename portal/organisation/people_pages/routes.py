"""Pages of people: the list, one person, changes that are entered, confirmed or declined."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.organisation.people import change_queries, queries, service
from portal.organisation.people.change_queries import changes_of
from portal.organisation.people.domain import ChangeKind, Person
from portal.organisation.people.list_queries import PeopleAsked, named_for, numbers_of, people_page
from portal.organisation.people.looks import LookAtPerson, note_look
from portal.organisation.people.refusals import ChangeRefused, LinesRefused
from portal.organisation.people_pages.forms import ChangeAnswerForm
from portal.organisation.people_pages.labels import number_doubts, refusal_text
from portal.organisation.people_pages.reach import (
    EDITORS,
    OFFICE,
    READERS,
    PeopleReach,
    form_of,
    own_hand,
    own_reach,
    shown_person,
)
from portal.organisation.places.catalogue_queries import catalogue
from portal.storage.paging import Page, page_number
from portal.storage.texts.cleaning import search_words
from portal.web.access import requires
from portal.web.extensions import db, error_links, moment, today

METHODS = ("GET", "POST")
LONGEST_SEARCH = 60
ASKED = "<any(line,post,absence,account,relation,named):what>"
KINDS = {
    "line": ChangeKind.LINE,
    "post": ChangeKind.POST,
    "absence": ChangeKind.ABSENCE,
    "account": ChangeKind.TIE,
    "relation": ChangeKind.RELATION_END,
    "named": ChangeKind.NAMING,
}
OFFICE_ONLY = {"account", "relation", "named"}

blueprint = Blueprint("people", __name__, url_prefix="/admin/people")


@blueprint.get("")
@requires(*READERS)
def index() -> str:
    """List people, filtered by words, agency, kind and whether they report to somebody."""
    return render_template("organisation/people_pages/index.html", **_listed(own_reach()))


@blueprint.get("/<int:person_id>")
@requires(*READERS)
def one(person_id: int) -> str:
    """Show one person: posts, lines, absences, and what waits or was decided."""
    shown = shown_person(person_id)
    return render_template(
        "organisation/people_pages/one.html", **_recorded(shown, reach=own_reach())
    )


def _listed(reach: PeopleReach) -> dict[str, Any]:
    """Return the list that is asked for."""
    found, asked = catalogue(db.session(), on=today()), _asked()
    agency = found.agencies_by_code.get(asked["agency"])
    wanted = PeopleAsked(
        words=asked["q"],
        agency_id=reach.agency_id or (agency.id if agency else None),
        has_no_line=asked["line"] == "none",
        kind=asked["kind"],
    )
    number = page_number(request.args.get("page"))
    values = cast(dict[str, Any], asked)
    return {
        "page": people_page(db.session(), wanted, on=today(), number=number),
        "asked": asked,
        "agencies": [] if reach.agency_id else list(found.agencies.values()),
        "is_filtered": any(asked.values()),
        "page_url": lambda number: url_for("people.index", **values, page=number),
    }


def _recorded(shown: Person, *, reach: PeopleReach) -> dict[str, Any]:
    """Return what the page of a person shows; a look at relations is on record first."""
    session, on = db.session(), today()
    relations = queries.declared_relations(session, shown.id) if reach.sees_relations else []
    if relations:
        look = LookAtPerson(shown.id, "relations")
        note_look(session, look, by=reach.staff, now=moment(), today=on)
    lines, changes = queries.lines_of(session, {shown.id}), changes_of(session, shown.id)
    named = {line.superior_id for line in lines} | {each.other_id for each in relations}
    named |= {getattr(each.change, "superior_id", 0) for each in changes}
    beside = named_for(session, shown.id)
    named |= {each.other_id for each in beside} | _holders(changes)
    changing = own_reach(is_to_change=True) if reach.may_enter else None
    return {
        "person": shown,
        "reach": reach,
        "may_change": changing is not None and changing.reaches(session, shown.id, on=on),
        "found": catalogue(session, on=on),
        "posts": queries.posts_of(session, {shown.id}),
        "lines": lines,
        "absences": queries.absences_of(session, {shown.id}),
        "relations": relations,
        "beside": beside,
        "numbers": numbers_of(session, shown.id),
        "doubts": number_doubts(shown.number, today=on),
        "names": queries.persons(session, named),
        "changes": changes[::-1],
        "today": on,
    }


@blueprint.route(f"/<int:person_id>/{ASKED}", methods=METHODS)
@requires(*EDITORS)
def enter(person_id: int, what: str) -> str | Response:
    """Ask for a change and keep it until somebody else confirms it."""
    shown = shown_person(person_id, is_to_change=True)
    if what in OFFICE_ONLY and not own_reach().staff.has(*OFFICE):
        abort(403)
    form, is_ready = form_of(KINDS[what], person=shown)
    if is_ready and _is_entered(form, person_id):
        return redirect(url_for("people.changes", done="entered"))
    return render_template(
        "organisation/people_pages/enter.html",
        person=shown,
        what=KINDS[what],
        form=form,
        errors=error_links(form),
    )


@blueprint.get("/changes")
@requires(*EDITORS)
def changes() -> str:
    """List what waits: changes to confirm, and superiors that somebody doubts."""
    return changes_page(ChangeAnswerForm(formdata=None))


@blueprint.post("/changes/<int:change_id>/<any(confirm,decline):decision>")
@requires(*OFFICE, fresh=True)
def decide(change_id: int, decision: str) -> str | Response:
    """Confirm or decline a change that another person entered."""
    form = ChangeAnswerForm()
    if change_queries.waiting_change_person(db.session(), change_id) is None:
        return redirect(url_for("people.changes", done="gone"))
    if not form.validate_on_submit():
        return changes_page(form, asked=change_id)
    act = service.confirm_change if decision == "confirm" else service.decline_change
    try:
        act(db.session(), change_id, answer=form.answer.value, by=own_hand())
    except ChangeRefused as error:
        say(form, error, field="answer")
        return changes_page(form, asked=change_id)
    return redirect(url_for("people.changes", done=decision))


@blueprint.post("/changes/ties")
@requires(*OFFICE, fresh=True)
def confirm_ties() -> Response:
    """Confirm the ties of accounts that the page counted; what came in later still waits."""
    hand, last = own_hand(), page_number(request.form.get("last"))
    asked = [each for each in _ties(hand.staff.account_id) if each <= last]
    service.confirm_ties(db.session(), asked, by=hand)
    return redirect(url_for("people.changes", done="ties"))


def _ties(account_id: int) -> Sequence[int]:
    return change_queries.waiting_ties(db.session(), entered_by_others_than=account_id)


def changes_page(
    form: ChangeAnswerForm, *, asked: int | None = None, settled: int | None = None
) -> str:
    """Show what waits; a form that was refused stands filled at its change or doubt."""
    reach, session = own_reach(is_to_change=True), db.session()
    number, may_decide = page_number(request.values.get("page")), reach.staff.has(*OFFICE)
    page = change_queries.waiting_changes(
        session, agency_id=reach.agency_id, on=today(), number=number
    )
    named = {getattr(each.change, "superior_id", 0) for each in page.items} | _holders(page.items)
    return render_template(
        "organisation/people_pages/changes.html",
        page=page,
        page_url=lambda number: url_for("people.changes", page=number),
        ties=_ties(reach.staff.account_id) if may_decide else (),
        doubts=_doubts(reach),
        doubts_url=lambda number: url_for("people.changes", doubts=number, _anchor="doubts"),
        names=queries.persons(session, named),
        found=catalogue(session, on=today()),
        form=form,
        asked=asked,
        settled=settled,
        errors=error_links(form),
        may_decide=may_decide,
        own_account=reach.staff.account_id,
        done=request.args.get("done"),
    )


def _doubts(reach: PeopleReach) -> Page[change_queries.ShownDoubt]:
    number = page_number(request.values.get("doubts"))
    return change_queries.open_doubts(
        db.session(), agency_id=reach.agency_id, on=today(), number=number
    )


def _asked() -> dict[str, str]:
    """Return the filter in the address; what makes no sense asks for everything."""
    kind, line = request.args.get("kind", ""), request.args.get("line", "")
    return {
        "q": search_words(request.args.get("q", ""), longest=LONGEST_SEARCH),
        "agency": request.args.get("agency", ""),
        "kind": kind if kind in {"pns", "pppk", "other"} else "",
        "line": line if line == "none" else "",
    }


def _holders(changes: Iterable[change_queries.ShownChange]) -> set[int]:
    return {getattr(each.change, "holder_id", 0) for each in changes}


def _is_entered(form: Any, person_id: int) -> bool:
    command = service.EnterChange(person_id, form.to_change(), form.reason.value)
    try:
        service.enter_change(db.session(), command, by=own_hand())
    except ChangeRefused as error:
        say(form, error)
        return False
    return True


def may_change(form: Any, person_id: int, *, field: str) -> bool:
    """Return whether the viewer may change a record; else the form says at a field why not."""
    try:
        service.check_hand(db.session(), person_id, by=own_hand())
    except ChangeRefused as error:
        say(form, error, field=field)
        return False
    return True


def say(form: Any, error: ChangeRefused, *, field: str = "") -> None:
    """Put a refusal beside its field, or above the form."""
    people = (
        {each for fault in error.faults for each in fault.people}
        if isinstance(error, LinesRefused)
        else set()
    )
    names = {each.id: each.name for each in queries.persons(db.session(), people).values()}
    name, said = refusal_text(error, names=names)
    target = form._fields.get(field or name)
    if target is None:
        form.form_errors.append(said)
    else:
        target.errors = [*target.errors, said]
