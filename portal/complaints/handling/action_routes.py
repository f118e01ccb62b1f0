"""Follow-up actions: the list, and one with what was done and can be done."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.complaints.handling.action_forms import ActionListForm, ChangeActionForm
from portal.complaints.handling.action_queries import (
    KeptAction,
    action_to_keep,
    kept_actions,
    late_actions,
)
from portal.complaints.handling.queue_routes import HANDLERS, agency_choices
from portal.complaints.intake.action_service import (
    ActionChanged,
    DayUnfit,
    ReasonTooShort,
    StepImpossible,
    change_action,
)
from portal.complaints.intake.queries import visible_complaint
from portal.complaints.intake.scope_queries import Scope
from portal.complaints.intake.visible_scope import blueprint, catalogue, own_scope, reach_of
from portal.organisation.places.catalogue import Catalogue
from portal.storage.paging import Page as ListPage
from portal.storage.paging import page_number
from portal.web.access import Staff, current_staff, requires
from portal.web.extensions import db, record_act, today

NOT_TAKEN: dict[type[Exception], Any] = {
    ActionChanged: _l(
        "Orang lain baru saja mengubah tindak lanjut ini. Baca keadaan terbarunya, lalu putuskan."
    ),
    StepImpossible: _l("Langkah itu tidak mungkin dari keadaan sekarang."),
    ReasonTooShort: _l("Tulis alasan atau bukti, 10 sampai 300 huruf."),
    DayUnfit: _l("Pilih tanggal lain, paling awal hari ini."),
}


@blueprint.get("/admin/complaints/actions")
@requires(*HANDLERS)
def actions() -> str:
    """Show what was promised; what runs, when nothing else is asked for."""
    _, scope = own_scope()
    found, form = catalogue(), ActionListForm(request.args)
    form.agency.choices = agency_choices(found)
    kept: dict[str, Any] = {name: request.args[name] for name in form.data if name in request.args}
    return render_template(
        "complaints/handling/actions.html",
        form=form,
        page=_listed(form, scope, found=found),
        page_url=lambda number: url_for("complaints.actions", **kept, page=number),
        is_filtered=any(kept.values()),
        has_agencies=scope.is_city or scope.is_inspectorate,
        found=found,
    )


def _listed(form: ActionListForm, scope: Scope, *, found: Catalogue) -> ListPage[KeptAction]:
    codes = {agency.code: agency.id for agency in found.agencies.values()}
    wanted, number = form.to_filter(codes), page_number(request.args.get("page"))
    return kept_actions(db.session(), scope, wanted=wanted, number=number, today=today())


@blueprint.get("/admin/complaints/actions/<int(max=2147483647):action_id>")
@requires(*HANDLERS)
def action(action_id: int) -> str:
    """Show one promised action, what was done with it, and what can be done now."""
    return _page(_action_or_404(action_id))


@blueprint.post("/admin/complaints/actions/<int(max=2147483647):action_id>")
@requires(*HANDLERS)
def end_action(action_id: int) -> tuple[str, int] | Response:
    """Mark an action as done or withdrawn, move its day, or open it again."""
    found, form = _action_or_404(action_id), ChangeActionForm()
    if not form.validate_on_submit():
        return _page(found, refusal=NOT_TAKEN[ReasonTooShort]), 400
    record_act("action.changed", f"action:{action_id}", how=form.how.data)
    wanted, account_id = form.to_command(), current_staff().account_id
    try:
        change_action(db.session(), action_id, wanted=wanted, account_id=account_id, today=today())
    except tuple(NOT_TAKEN) as refusal:
        db.session.rollback()
        return _page(_action_or_404(action_id), refusal=NOT_TAKEN[type(refusal)]), 409
    return redirect(url_for("complaints.action", action_id=action_id))


def _action_or_404(action_id: int) -> KeptAction:
    _, scope = own_scope()
    found = action_to_keep(db.session(), action_id, scope=scope, today=today())
    if found is None:
        abort(404)
    return found


def _page(found: KeptAction, *, refusal: Any = None) -> str:
    _, scope = own_scope()
    number, item = found.complaint_id, None
    if number is not None:
        item = visible_complaint(db.session(), number, scope=scope)
    return render_template(
        "complaints/handling/action.html",
        action=found,
        agency=catalogue().agencies[found.agency_id].name,
        has_item=item is not None,
        refusal=refusal,
        given=request.form,
        today=today(),
    )


def late_for(staff: Staff) -> int:
    """Return how many promises that ``staff`` keeps are past their day."""
    return late_actions(db.session(), reach_of(db.session(), staff), today=today())
