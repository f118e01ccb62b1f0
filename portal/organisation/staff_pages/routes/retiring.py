"""Ending agencies, units, services and desks, and letting them go on after all."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from portal.organisation.people.officer_queries import postings_of_desk
from portal.organisation.places.blueprint import METHODS, blueprint
from portal.organisation.places.catalogue import Place
from portal.organisation.places.kinds import RecordKind
from portal.organisation.places.sections import PLACES, Shown, agency_of, changeable, places_of
from portal.organisation.places.visible_scope import EDITORS
from portal.organisation.records import service as records_service
from portal.organisation.records.form_fields import error_links
from portal.organisation.records.labels import fault_text
from portal.organisation.staff_pages.acting import is_carried_out
from portal.organisation.staff_pages.forms.retiring import RetireForm
from portal.web.access import record_act, requires
from portal.web.extensions import db, today


@blueprint.route(f"/{PLACES}/<code>/retire", methods=METHODS)
@requires(*EDITORS, fresh=True)
def retire_place(section: str, code: str) -> str | Response:
    """Say what ending a place will do, ask from when and who follows, and end it."""
    shown = changeable(section, code)
    form = RetireForm()
    form.offer(_possible_successors(shown))
    if form.validate_on_submit() and is_carried_out(
        form,
        [form.to_command(shown.kind, code=code)],
        action="organisation.retire",
        subject=shown.subject,
    ):
        return redirect(f"{shown.url}?done=retired")
    return render_template(
        "organisation/retire.html",
        form=form,
        errors=error_links(form),
        shown=shown,
        section=section,
        postings=_postings_that_end(shown),
    )


@blueprint.post(f"/{PLACES}/<code>/keep")
@requires(*EDITORS, fresh=True)
def keep_place(section: str, code: str) -> Response | tuple[str, int]:
    """Let a place go on whose end is still to come."""
    shown = changeable(section, code)
    record_act("organisation.keep", shown.subject)
    try:
        records_service.cancel_retirement(db.session(), shown.kind, code=code, today=today())
    except records_service.OrganisationRefused as error:
        return refused_page(error, back=shown.url)
    return redirect(f"{shown.url}?done=kept")


def refused_page(error: records_service.OrganisationRefused, *, back: str) -> tuple[str, int]:
    """Return a page that says why an act without a form cannot be done."""
    reasons = [fault_text(fault) for fault in error.faults]
    return render_template("organisation/refused.html", reasons=reasons, back=back), 409


def _possible_successors(shown: Shown) -> list[Place]:
    """Return what could follow: the same kind, not ended, of an agency the person changes."""
    found = shown.around
    return [
        place
        for place in places_of(shown.kind, found).values()
        if place.code != shown.place.code
        and not place.is_retired(found.on)
        and shown.sight.may_change(agency_of(place, found).id)
    ]


def _postings_that_end(shown: Shown) -> int:
    if shown.kind is not RecordKind.DESK:
        return 0
    postings = postings_of_desk(db.session(), shown.place.id)
    return sum(not posting.is_over(shown.around.on) for posting in postings)
