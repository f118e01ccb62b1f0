"""Pages on which a person enters activities, mends them, and reads what became of them."""

from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.plans.queries import results_in_force
from portal.evaluation.work import queries, service
from portal.evaluation.work.blueprint import METHODS, blueprint, own_person
from portal.evaluation.work.entry import Entry, cast_id, edit_of, entry_to_mend, new_entry
from portal.evaluation.work.forms import ServedForm
from portal.evaluation.work.reading import about_own, asked_example, asked_page, own_activity
from portal.web.access import Role, current_staff, requires
from portal.web.delivery import static_file
from portal.web.extensions import db, error_links, record_act

OWN = "/activities"
ONE = f"{OWN}/<int(max=2147483647):activity_id>"
Page = tuple[str, int] | Response


@blueprint.route(OWN, methods=METHODS)
@requires(*Role)
def activities() -> Page:
    """Enter an activity, and see the last ones with what became of them."""
    person_id, entry = own_person(), None
    if request.method == "POST":
        entry = new_entry()
        if entry.stored():
            return _to_list("sent" if entry.is_sent else "kept")
    page = queries.activities_of(db.session(), person_id, number=asked_page())
    last = page.items[0] if page.items else None
    entry = entry or new_entry(last=last, like=asked_example())
    errors = error_links(entry.form)
    shown = render_template(
        "evaluation/activities/activities.html",
        page=page,
        owner=(person_id, current_staff().name),
        errors=errors,
        **entry.around(),
        **about_own(page.items),
    )
    return shown, 422 if errors else 200


@blueprint.get(f"{OWN}/new")
@requires(*Role)
def blank_activity() -> str:
    """Show the form alone, as a phone keeps it for days without a network: no entry, no plan."""
    entry = new_entry(is_blank=True)
    return render_template(
        "evaluation/activities/blank.html",
        is_blank=True,
        owner=(entry.person_id, current_staff().name),
        errors=[],
        **entry.around(),
    )


@blueprint.post(f"{OWN}/queued")
@requires(*Role)
def queued_activity() -> tuple[Response, int]:
    """Take an activity that waited on a phone; the answer says what is wrong with it."""
    entry = new_entry()
    if entry.stored():
        return jsonify(state="sent"), 200
    return jsonify(state="refused", errors=[str(said) for _, said in error_links(entry.form)]), 422


@blueprint.get(f"{OWN}/worker.js")
@requires(*Role)
def activity_worker() -> Response:
    """Answer the service worker, from an address below which it may keep the form."""
    file = static_file("activity-worker.js")
    response = Response(file.encodings["identity"] if file else b"", mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = url_for("work.activities")
    return response


@blueprint.route(f"{ONE}/mend", methods=METHODS)
@requires(*Role)
def mend(activity_id: int) -> Page:
    """Change a draft or what was returned."""
    held = own_activity(activity_id)
    if not held.is_own_to_write and request.method == "GET":
        return _to_list("changed")
    entry = entry_to_mend(held)
    if request.method == "GET" or not held.is_own_to_write:
        return _to_mend(entry, is_changed=request.method == "POST")
    try:
        if entry.mended():
            return _to_list("sent" if entry.is_sent else "kept")
    except service.ActivityChanged:
        return _to_mend(entry, is_changed=True)
    return _to_mend(entry)


@blueprint.post(f"{ONE}/remove")
@requires(*Role)
def remove(activity_id: int) -> Response:
    """Throw a draft away."""
    held, form = own_activity(activity_id), RevisionForm()
    record_act("performance.activity", f"person:{held.person_id}", removed=held.id)
    try:
        service.remove_draft(db.session(), edit_of(form.shown_revision, held=held))
    except (service.ActivityChanged, service.NoSuchActivity):
        return _to_list("changed")
    return _to_list("removed")


@blueprint.route(f"{ONE}/link", methods=METHODS)
@requires(*Role)
def link(activity_id: int) -> Page:
    """Say which result an activity serves that was to be linked later."""
    held, form = own_activity(activity_id), ServedForm()
    results = results_in_force(db.session(), held.person_id)
    form.served.offer(results)
    if not held.may_be_linked:
        return _to_list("changed")
    if request.method == "POST" and form.validate():
        form.served.check_day(held.fields.done_on, results=results)
        if not form.served.errors:
            return _to_list(
                "linked" if _linked(edit_of(form.shown_revision, held=held), form) else "changed"
            )
    form.revision.data = str(held.revision)
    errors = error_links(form)
    shown = render_template("evaluation/activities/link.html", form=form, errors=errors, held=held)
    return shown, 422 if errors else 200


def _to_mend(entry: Entry, *, is_changed: bool = False) -> Page:
    """Show the form; where the activity changed meanwhile, what was typed stays in it."""
    held = own_activity(cast_id(entry.held))
    entry.form.revision.data = str(held.revision)
    errors = error_links(entry.form)
    page = render_template(
        "evaluation/activities/mend.html",
        errors=errors,
        is_changed=is_changed,
        **entry.around(),
        **about_own([held]),
    )
    return page, 409 if is_changed else 422 if errors else 200


def _linked(edit: service.ActivityEdit, form: ServedForm) -> bool:
    record_act("performance.activity", f"person:{edit.person_id}", linked=edit.activity_id)
    try:
        service.link_activity(db.session(), edit, served=form.served.served())
    except (service.ActivityChanged, service.NoSuchActivity):
        return False
    return True


def _to_list(done: str) -> Response:
    return redirect(url_for("work.activities", done=done), 302)
