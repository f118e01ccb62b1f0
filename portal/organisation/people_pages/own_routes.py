"""A person's own page: the recorded superior, who is close, and what the person was told."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.organisation.people import change_queries, own, queries
from portal.organisation.people.list_queries import find_people
from portal.organisation.people.refusals import ChangeRefused, DoubtOpen, DoubtUnknown
from portal.organisation.people_pages.forms import ChangeAnswerForm, DeclareForm, DoubtForm
from portal.organisation.people_pages.reach import EDITORS, own_hand, shown_person
from portal.organisation.people_pages.routes import METHODS, blueprint, changes_page, say
from portal.organisation.places import catalogue_queries
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, error_links, moment, today


@blueprint.get("/me")
@requires(*Role)
def me() -> str:
    """Show the own record, and note that what the person was told is read."""
    return _own_page(DoubtForm(formdata=None), DeclareForm(formdata=None))


@blueprint.post("/me/doubt")
@requires(*Role)
def doubt() -> str | Response:
    """Tell the coordinator that the recorded superior is the wrong one."""
    form, person_id = DoubtForm(), current_staff().officer_id
    if person_id is None or not form.validate_on_submit():
        return _own_page(form, DeclareForm(formdata=None))
    note, by = form.note.value, current_staff()
    try:
        own.doubt_superior(db.session(), person_id, note=note, by=by, now=moment(), today=today())
    except DoubtOpen:
        return redirect(url_for("people.me", done="doubted"))
    return redirect(url_for("people.me", done="doubt"))


@blueprint.route("/me/relation", methods=METHODS)
@requires(*Role)
def declare() -> str | Response:
    """Declare that somebody is close."""
    form, person_id = DeclareForm(), current_staff().officer_id
    if person_id is None or not form.is_submitted():
        return _own_page(DoubtForm(formdata=None), DeclareForm(formdata=None))
    is_in_order = form.validate()
    words = form.other_words.data or ""
    found = find_people(db.session(), words, on=today(), is_number_whole=True)
    others = [each for each in found if each.id != person_id]
    if form.is_picked(others, field=form.other_words) and is_in_order:
        command = own.DeclareRelation(person_id, form.picked_id, form.relation)
        staff, now = current_staff(), moment()
        own.declare_relation(db.session(), command, by=staff, now=now, today=today())
        return redirect(url_for("people.me", done="declared"))
    return _own_page(DoubtForm(formdata=None), form)


@blueprint.post("/doubts/<int:doubt_id>/settle")
@requires(*EDITORS)
def settle(doubt_id: int) -> str | Response:
    """Close what somebody said about the superior, with what came of it."""
    form, person_id = ChangeAnswerForm(), change_queries.doubted_person(db.session(), doubt_id)
    if person_id is None:
        return redirect(url_for("people.changes", done="gone"))
    shown_person(person_id, is_to_change=True)
    if not form.validate_on_submit():
        return changes_page(form, settled=doubt_id)
    try:
        own.settle_doubt(db.session(), doubt_id, outcome=form.answer.value, by=own_hand())
    except DoubtUnknown:
        return redirect(url_for("people.changes", done="gone"))
    except ChangeRefused as error:
        say(form, error, field="answer")
        return changes_page(form, settled=doubt_id)
    return redirect(url_for("people.changes", done="settled"))


def _own_page(doubting: DoubtForm, declaring: DeclareForm) -> str:
    person_id, session = current_staff().officer_id, db.session()
    person = None if person_id is None else queries.person(session, person_id)
    if person is None:
        return render_template("organisation/people_pages/me_untied.html")
    lines = queries.lines_of(session, {person.id})
    relations = queries.declared_relations(session, person.id)
    notices = change_queries.notices_of(session, person.id)
    named = {line.superior_id for line in lines} | {each.other_id for each in relations}
    for name in ("superior_id", "holder_id"):
        named |= {getattr(each.change, name, 0) for each in notices}
    page = render_template(
        "organisation/people_pages/me.html",
        person=person,
        lines=lines,
        current=[line for line in lines if line.covers(today())],
        posts=queries.posts_of(session, {person.id}),
        relations=relations,
        names=queries.persons(session, named),
        notices=notices,
        found=catalogue_queries.catalogue(session, on=today()),
        doubting=doubting,
        declaring=declaring,
        errors=[*error_links(doubting), *error_links(declaring)],
        done=request.args.get("done"),
        today=today(),
    )
    if change_queries.unread_notices(session, person.id):
        own.read_notices(session, person.id, now=moment())
    return page
