"""One place: showing, adding, changing and retiring it."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.organisation.people.officer_queries import postings_of_desk
from portal.organisation.places import queries as places_queries
from portal.organisation.places.arrangement import upcoming
from portal.organisation.places.blueprint import (
    BELOW,
    EDITORS,
    KINDS,
    METHODS,
    PLACES,
    READERS,
    SECTIONS,
    ShownPlace,
    VisibleScope,
    agency_of,
    blueprint,
    catalogue,
    changeable,
    decided_catalogue,
    own_scope,
    places_of,
    shown,
)
from portal.organisation.places.catalogue import (
    Agency,
    Catalogue,
    Desk,
    KnownPlace,
    RecordKind,
    SubjectKind,
    suggested_code,
)
from portal.organisation.places.queries import names_of
from portal.organisation.records import service as records_service
from portal.organisation.records.form_fields import fault_text
from portal.organisation.staff_pages.acting import is_carried_out
from portal.organisation.staff_pages.forms import RetireForm
from portal.organisation.staff_pages.place_forms import FORMS, PlaceForm
from portal.time.months import month_of
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, record_act, today

DONE = frozenset({"created", "changed", "retired", "kept", "posted", "ended"})


@blueprint.get(f"/{PLACES}/<code>")
@requires(*READERS)
def place(section: str, code: str) -> str:
    """Show one place."""
    found = shown(section, code)
    return render_template(
        f"organisation/staff_pages/{found.kind}.html",
        shown=found,
        section=section,
        today=found.around.on,
        names=names_of(db.session(), SubjectKind(found.kind), code=code),
        done=what_was_done(),
        upcoming=upcoming(
            places_queries.arrangement(db.session()),
            found.kind,
            place_id=found.place.id,
            month=month_of(found.around.on),
        ),
        **_belongings(found),
    )


def what_was_done() -> str:
    """Return what the address says has just been done, if it is something a page can do."""
    done = request.args.get("done", "")
    return done if done in DONE else ""


def _belongings(found: ShownPlace) -> dict[str, Any]:
    around, place_id = found.around, found.place.id
    desks = around.desks_of(found.agency.id)
    if isinstance(found.place, Desk):
        session = db.session()
        return {
            "services": [around.services[id_] for id_ in sorted(found.place.service_ids)],
            "unit": around.units.get(found.place.unit_id or 0),
            "hours": places_queries.opening_hours(session, place_id),
            "postings": postings_of_desk(session, place_id),
        }
    if found.kind is RecordKind.UNIT:
        return {"desks": [desk for desk in desks if desk.unit_id == place_id]}
    if found.kind is RecordKind.SERVICE:
        return {"desks": [desk for desk in desks if place_id in desk.service_ids]}
    return {
        "desks": desks,
        "units": [unit for unit in around.units.values() if unit.agency_id == place_id],
        "services": [each for each in around.services.values() if each.agency_id == place_id],
    }


@blueprint.route("/new/agencies", methods=METHODS)
@requires(Role.ADMINISTRATOR)
def new_agency() -> str | Response:
    """Ask for a new agency and create it."""
    return _new(RecordKind.AGENCY, agency=None, found=catalogue())


@blueprint.route(f"/new/{BELOW}", methods=METHODS)
@requires(*EDITORS)
def new_place(section: str) -> str | Response:
    """Ask for a new unit, service or desk, once it is clear at which agency, and create it."""
    found = catalogue()
    agency = _chosen_agency(found, own_scope())
    if agency is None:
        agencies = [each for each in found.agencies.values() if not each.is_retired(found.on)]
        return render_template(
            "organisation/staff_pages/choose_agency.html", section=section, agencies=agencies
        )
    return _new(KINDS[section], agency=agency, found=found)


@blueprint.route(f"/{PLACES}/<code>/change", methods=METHODS)
@requires(*EDITORS)
def change_place(section: str, code: str) -> str | Response:
    """Change a place's name and what else may change."""
    shown = changeable(section, code)
    form = FORMS[shown.kind]()
    form.offer(shown.around, shown.agency)
    form.keep_fixed()
    if request.method == "GET":
        form.show(shown.place, decided_catalogue())
    if form.is_sound(shown.around.on) and is_carried_out(
        form,
        [form.to_command(code=code, agency=shown.agency.code)],
        action="organisation.change",
        subject=shown.subject,
        named_since=form.since.data,
        since=form.month,
    ):
        return redirect(f"{shown.url}?done=changed")
    return _form_page(form, section=section, agency=shown.agency, code=code)


def _new(kind: RecordKind, *, agency: Agency | None, found: Catalogue) -> str | Response:
    form, section = FORMS[kind](), SECTIONS[kind]
    form.offer(found, agency)
    form.keep_new()
    is_sound = form.is_sound(found.on)
    code = form.code.value or suggested_code(form.name.value or "", taken=places_of(kind, found))
    if is_sound and _is_created(form, kind, code=code, agency=agency):
        return redirect(url_for("organisation.place", section=section, code=code, done="created"))
    return _form_page(form, section=section, agency=agency, code=None)


def _is_created(form: PlaceForm, kind: RecordKind, *, code: str, agency: Agency | None) -> bool:
    return is_carried_out(
        form,
        [form.to_command(code=code, agency=agency.code if agency else "")],
        action="organisation.create",
        subject=f"{kind}:{code}",
        are_new=True,
        named_since=form.since.data,
    )


def _chosen_agency(found: Catalogue, scope: VisibleScope) -> Agency | None:
    """Return the agency named in the address, or a head's own; None when it is to be asked."""
    if scope.is_administrator:
        return found.agencies_by_code.get(request.args.get("agency", ""))
    own_id = scope.staff.agency_id
    return None if own_id is None else found.agencies[own_id]


def _form_page(form: PlaceForm, *, section: str, agency: Agency | None, code: str | None) -> str:
    return render_template(
        "organisation/staff_pages/place_form.html",
        form=form,
        errors=error_links(form),
        section=section,
        agency=agency,
        code=code,
    )


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
        "organisation/staff_pages/retire.html",
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
    return render_template("organisation/staff_pages/refused.html", reasons=reasons, back=back), 409


def _possible_successors(shown: ShownPlace) -> list[KnownPlace]:
    """Return what could follow: the same kind, not ended, of an agency the person changes."""
    found = shown.around
    return [
        place
        for place in places_of(shown.kind, found).values()
        if place.code != shown.place.code
        and not place.is_retired(found.on)
        and shown.scope.may_change(agency_of(place, found).id)
    ]


def _postings_that_end(shown: ShownPlace) -> int:
    if shown.kind is not RecordKind.DESK:
        return 0
    postings = postings_of_desk(db.session(), shown.place.id)
    return sum(not posting.is_over(shown.around.on) for posting in postings)
