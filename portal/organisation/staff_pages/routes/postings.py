"""Posting officers to a desk, and ending a posting."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.organisation.people.officer_queries import PostingLine, postings_of_desk
from portal.organisation.places.blueprint import METHODS, blueprint
from portal.organisation.places.catalogue import Desk
from portal.organisation.places.sections import changeable_desk
from portal.organisation.places.visible_scope import EDITORS
from portal.organisation.records.cells import UnreadableCell, read_date
from portal.organisation.records.form_fields import error_links
from portal.organisation.staff_pages.acting import is_carried_out
from portal.organisation.staff_pages.forms.people import EndPostingForm, PostingForm
from portal.web.access import requires
from portal.web.extensions import db, today


@blueprint.route("/desks/<code>/postings/new", methods=METHODS)
@requires(*EDITORS)
def new_posting(code: str) -> str | Response:
    """Ask who serves at a desk and from when."""
    desk = changeable_desk(code)
    form = PostingForm()
    if form.validate_on_submit():
        posting = form.to_command(code, today=today())
        subject = f"posting:{posting.key}"
        if is_carried_out(
            form, [posting], action="organisation.post", subject=subject, are_new=True
        ):
            return redirect(_back(code, done="posted"))
    return render_template(
        "organisation/posting_form.html", form=form, errors=error_links(form), desk=desk
    )


@blueprint.route("/desks/<code>/postings/end", methods=METHODS)
@requires(*EDITORS)
def end_posting(code: str) -> str | Response:
    """Ask for the last day of a posting."""
    desk = changeable_desk(code)
    posting = _posting(desk)
    form = EndPostingForm()
    record = form.to_command(posting)
    if form.validate_on_submit() and is_carried_out(
        form, [record], action="organisation.end_posting", subject=f"posting:{record.key}"
    ):
        return redirect(_back(code, done="ended"))
    errors = error_links(form)
    return render_template(
        "organisation/end_posting.html", form=form, errors=errors, desk=desk, posting=posting
    )


def _posting(desk: Desk) -> PostingLine:
    """Return the posting that the address names by officer and first day, or end with 404."""
    try:
        starts_on = read_date(request.args.get("starts_on", ""))
    except UnreadableCell:
        abort(404)
    number = request.args.get("officer", "")
    postings = postings_of_desk(db.session(), desk.id)
    found = [
        each for each in postings if (each.officer_number, each.starts_on) == (number, starts_on)
    ]
    if not found:
        abort(404)
    return found[0]


def _back(code: str, *, done: str) -> str:
    return url_for("organisation.place", section="desks", code=code, done=done)
