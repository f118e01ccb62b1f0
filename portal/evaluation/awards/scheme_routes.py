"""Pages of schemes: all of them, one with what comes next, and its rules while it is a draft."""

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.evaluation.awards import queries, scheme_service
from portal.evaluation.awards.blueprint import (
    METHODS,
    OFFICE,
    SCHEME,
    act_on,
    blank_form,
    blueprint,
    draft,
    form_page,
    reads_all,
    shown_scheme,
    to_scheme,
)
from portal.evaluation.awards.domain import Scheme
from portal.evaluation.awards.forms import SchemeForm
from portal.evaluation.awards.nominee_queries import free_seats
from portal.evaluation.awards.scheme_service import SchemeChanged
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, record_act, today

Page = tuple[str, int] | Response


@blueprint.get("")
@requires(*Role)
def index() -> str:
    """Show every scheme; drafts to the office and the auditor."""
    found = queries.schemes(db.session(), is_public=not reads_all())
    return render_template(
        "evaluation/awards/index.html", schemes=found, is_office=current_staff().has(*OFFICE)
    )


@blueprint.get(SCHEME)
@requires(*Role)
def scheme(scheme_id: int) -> str:
    """Show a scheme: its rules, where it stands, and what the viewer may do."""
    return scheme_page(shown_scheme(scheme_id, is_draft_too=True))


@blueprint.route("/new", methods=METHODS)
@requires(*OFFICE)
def begin() -> Page:
    """Write the rules of a new scheme."""
    form = SchemeForm()
    if not form.is_submitted():
        form.start(today().year + 1)
    elif form.validate() and (fields := form.to_fields()) is not None:
        record_act("awards.begun", f"scheme:{fields.year}")
        return to_scheme(scheme_service.begin_scheme(db.session(), fields), done="kept")
    return form_page("awards/rules", form, scheme=None)


@blueprint.route(f"{SCHEME}/rules", methods=METHODS)
@requires(*OFFICE)
def rules(scheme_id: int) -> Page:
    """Change the rules of a draft."""
    found, form = draft(scheme_id), SchemeForm()
    if not form.is_submitted():
        form.show(found.fields, revision=found.revision)
    elif form.validate() and (fields := form.to_fields()) is not None:
        record_act("awards.rules", f"scheme:{scheme_id}")
        act = act_on(found, form.shown_revision)
        try:
            scheme_service.change_scheme(db.session(), act, fields=fields)
            return to_scheme(scheme_id, done="kept")
        except SchemeChanged:
            db.session.rollback()
            form.form_errors.append(_("Rancangan ini diubah di tempat lain. Buka lagi halamannya."))
    return form_page("awards/rules", form, scheme=found)


def scheme_page(found: Scheme, errors: list[tuple[str, str]] | None = None) -> str:
    """Return the page of a scheme for the viewer, with what keeps it from going on."""
    staff = current_staff()
    return render_template(
        "evaluation/awards/scheme.html",
        scheme=found,
        listed=queries.listed_jurors(db.session(), found.id, on=today()),
        form=blank_form(),
        is_office=staff.has(*OFFICE),
        is_mayor=staff.has(Role.MAYOR),
        reads_all=reads_all(),
        free_seats=free_seats(db.session(), found) if found.is_judging else 0,
        is_person=staff.officer_id is not None,
        errors=errors or [],
        done=request.args.get("done"),
        today=today(),
    )
