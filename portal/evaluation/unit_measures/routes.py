"""Pages of measures of a unit, for the coordinator, the office, the auditor and the owner."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.help_states import UnitMeasureState
from portal.evaluation.unit_measures import forms, queries, service
from portal.evaluation.unit_measures.domain import UnitMeasure
from portal.evaluation.unit_measures.owner_queries import owner_of, superiors_in
from portal.organisation.places.catalogue_queries import catalogue
from portal.storage.paging import PAGE_SIZE, Page, offset_of, page_number
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, error_links, record_act, today, vault

METHODS = ("GET", "POST")
ARRANGERS = (Role.PERFORMANCE_OFFICE, Role.PERFORMANCE_COORDINATOR)
ONE = "/<int(max=2147483647):measure_id>"
Shown = tuple[str, int] | Response
blueprint = Blueprint("unit_measures", __name__, url_prefix="/admin/performance/unit-measures")


@blueprint.get("")
@requires(*ARRANGERS, Role.AUDITOR)
def measures() -> str:
    """List the measures of an agency's units, or of the city's, and what units share."""
    session, agency_id = db.session(), _own_agency()
    found = queries.measures_of(session, agency_id=agency_id)
    number = page_number(request.args.get("page"))
    start = offset_of(number)
    return render_template(
        "evaluation/unit_measures/measures.html",
        page=Page(found[start : start + PAGE_SIZE], number, len(found)),
        points=queries.points_in(session, agency_id=agency_id),
        places=catalogue(session, on=today()),
    )


@blueprint.get(ONE)
@requires(*Role)
def measure(measure_id: int) -> str:
    """Show a measure to who decides about it, looks after it or audits it."""
    held = _reached(measure_id)
    return render_template(
        "evaluation/unit_measures/measure.html",
        held=held,
        places=catalogue(db.session(), on=today()),
        owner=owner_of(db.session(), held),
        said=vault().unlock,
        may_decide=_arranges(held),
        may_check=_arranges(held) and held.may_check(today()),
        done=request.args.get("done"),
    )


@blueprint.route(f"{ONE}/accept", methods=METHODS)
@requires(*ARRANGERS)
def accept(measure_id: int) -> Shown:
    """Accept a proposed measure: what is done, by whom, until when."""
    held, form = _decided(measure_id, UnitMeasureState.PROPOSED), forms.AcceptMeasureForm()
    names = superiors_in(db.session(), held.place.agency_id, on=today())
    form.offer(names)
    if form.is_submitted() and form.validate() and form.is_sound(today()):
        told = form.told(vault())
        return _acted(
            held,
            form,
            done="accepted",
            do=lambda act: service.accept_measure(db.session(), act, told=told),
        )
    return _form(held, form, title=_l("Ambil tindakan unit"), has_owner=bool(names))


@blueprint.route(f"{ONE}/decline", methods=METHODS)
@requires(*ARRANGERS)
def decline(measure_id: int) -> Shown:
    """Decline a proposed measure, with a reason."""
    held, form = _decided(measure_id, UnitMeasureState.PROPOSED), forms.DeclineMeasureForm()
    if form.is_submitted() and form.validate():
        reason = vault().lock(form.reason.data)
        return _acted(
            held,
            form,
            done="declined",
            do=lambda act: service.decline_measure(db.session(), act, reason=reason),
        )
    return _form(held, form, title=_l("Tidak diambil"))


@blueprint.route(f"{ONE}/effect", methods=METHODS)
@requires(*ARRANGERS)
def effect(measure_id: int) -> Shown:
    """Look at the effect two quarters after the last day."""
    held, form = _decided(measure_id, UnitMeasureState.ACCEPTED), forms.MeasureEffectForm()
    if not held.may_check(today()):
        abort(404)
    if form.is_submitted() and form.validate():
        shared = queries.points_in(db.session(), agency_id=held.place.agency_id)
        is_shared = (held.place, held.point) in shared
        note = vault().lock(form.effect.data)
        return _acted(
            held,
            form,
            done="checked",
            do=lambda act: service.check_measure(
                db.session(), act, is_still_shared=is_shared, effect=note
            ),
        )
    return _form(held, form, title=_l("Periksa dampak"))


def _reached(measure_id: int) -> UnitMeasure:
    """Return a measure; 404 for who neither decides about it, looks after it nor audits it."""
    staff, held = current_staff(), queries.measure_with(db.session(), measure_id)
    if held is None:
        abort(404)
    is_owner = staff.officer_id is not None and staff.officer_id == held.owner_id
    if not (_arranges(held) or is_owner or staff.has(Role.AUDITOR)):
        abort(404)
    return held


def _decided(measure_id: int, state: UnitMeasureState) -> UnitMeasure:
    """Return a measure that the viewer decides about, in a state; 404 for everybody else."""
    held = _reached(measure_id)
    if not _arranges(held) or held.state is not state:
        abort(404)
    return held


def _arranges(held: UnitMeasure) -> bool:
    staff = current_staff()
    is_own = staff.has(Role.PERFORMANCE_COORDINATOR) and staff.agency_id == held.place.agency_id
    return is_own or staff.has(Role.PERFORMANCE_OFFICE)


def _acted(
    held: UnitMeasure,
    form: RevisionForm,
    *,
    done: str,
    do: Callable[[service.MeasureAct], None],
) -> Response:
    act = service.MeasureAct(held.id, form.shown_revision, current_staff().name, today())
    record_act(f"performance.unit_measure_{done}", f"unit_measure:{held.id}")
    try:
        do(act)
    except service.UnitMeasureChanged:
        db.session.rollback()
        done = "changed"
    return redirect(url_for("unit_measures.measure", measure_id=held.id, done=done), 302)


def _form(
    held: UnitMeasure, form: RevisionForm, *, title: object, has_owner: bool = True
) -> tuple[str, int]:
    form.revision.data = str(held.revision)
    errors = error_links(form)
    page = render_template(
        "evaluation/unit_measures/form.html",
        held=held,
        form=form,
        fields=[field for field in form if field.type not in {"HiddenField", "CSRFTokenField"}],
        title=title,
        errors=errors,
        has_owner=has_owner,
        places=catalogue(db.session(), on=today()),
    )
    return page, 422 if errors else 200


def _own_agency() -> int | None:
    """Return the coordinator's agency; None for who works for the whole city."""
    staff = current_staff()
    if staff.has(Role.PERFORMANCE_OFFICE, Role.AUDITOR):
        return None
    return staff.agency_id or 0
