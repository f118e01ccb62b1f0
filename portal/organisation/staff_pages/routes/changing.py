"""New agencies, units, services and desks, and changes of those that are there."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.organisation.places.blueprint import METHODS, blueprint, catalogue, decided_catalogue
from portal.organisation.places.catalogue import Agency, Catalogue
from portal.organisation.places.kinds import RecordKind
from portal.organisation.places.sections import BELOW, KINDS, PLACES, SECTIONS, changeable
from portal.organisation.places.visible_scope import EDITORS, Sight, own_sight
from portal.organisation.records.form_fields import error_links
from portal.organisation.staff_pages.acting import is_carried_out
from portal.organisation.staff_pages.forms.places import FORMS, PlaceForm
from portal.web.access import Role, requires


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
    agency = _chosen_agency(found, own_sight())
    if agency is None:
        agencies = [each for each in found.agencies.values() if not each.is_retired(found.on)]
        return render_template(
            "organisation/choose_agency.html", section=section, agencies=agencies
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
    if form.is_sound(found.on) and _is_created(form, kind, agency=agency):
        code = form.code.value
        return redirect(url_for("organisation.place", section=section, code=code, done="created"))
    return _form_page(form, section=section, agency=agency, code=None)


def _is_created(form: PlaceForm, kind: RecordKind, *, agency: Agency | None) -> bool:
    code = form.code.value
    return is_carried_out(
        form,
        [form.to_command(code=code, agency=agency.code if agency else "")],
        action="organisation.create",
        subject=f"{kind}:{code}",
        are_new=True,
        named_since=form.since.data,
    )


def _chosen_agency(found: Catalogue, sight: Sight) -> Agency | None:
    """Return the agency named in the address, or a head's own; None when it is to be asked."""
    if sight.is_administrator:
        return found.agencies_by_code.get(request.args.get("agency", ""))
    own_id = sight.staff.agency_id
    return None if own_id is None else found.agencies[own_id]


def _form_page(form: PlaceForm, *, section: str, agency: Agency | None, code: str | None) -> str:
    return render_template(
        "organisation/place_form.html",
        form=form,
        errors=error_links(form),
        section=section,
        agency=agency,
        code=code,
    )
