"""Staff pages for machines at desks: screens and tablets that are paired, and revoked."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.rating.devices.domain import DeviceKind
from portal.rating.devices.keys import NameInvalid
from portal.rating.devices.queries import DeviceInBrief, device, devices_at
from portal.rating.devices.service import DeviceUnknown, invite_device, revoke_device
from portal.rating.machine_pages.forms import KIND_NAMES, STATE_NAMES, MachineForm
from portal.rating.machine_pages.visible_scope import Sight, own_sight
from portal.time import clock
from portal.web.access import Role, record_act, requires
from portal.web.extensions import db

KEEPERS = (Role.ADMINISTRATOR, Role.AGENCY_HEAD)
blueprint = Blueprint("machines", __name__, url_prefix="/admin/desks")


@blueprint.get("/machines")
@requires(*KEEPERS)
def index() -> Response:
    """List the machines and offer to pair another."""
    return _list(own_sight(), MachineForm())


@blueprint.post("/machines")
@requires(*KEEPERS, fresh=True)
def invite() -> Response:
    """Add a machine and show its one-time code, this once."""
    sight, form = own_sight(), MachineForm()
    form.offer(sight.desks)
    if not form.validate_on_submit():
        return _list(sight, form, status=422)
    desk = sight.known.desks[form.desk.data]
    kind = DeviceKind(form.kind.data)
    record_act("machine.invite", f"desk:{desk.code}", kind=kind)
    try:
        code = invite_device(
            db.session(), desk_id=desk.id, kind=kind, name=form.name.data, now=clock.now()
        )
    except NameInvalid:
        return _list(sight, form, status=422)
    page = render_template("rating/machine_pages/code.html", code=code, desk=desk, kind=kind)
    return make_response(page)


@blueprint.get("/machines/<int(max=2147483647):number>/revoke")
@requires(*KEEPERS)
def ask_to_revoke(number: int) -> str:
    """Say what revoking a machine means."""
    sight = own_sight()
    machine = _machine(number, sight)
    desk = sight.known.desks[machine.desk_id]
    return render_template("rating/machine_pages/revoke.html", machine=machine, desk=desk)


@blueprint.post("/machines/<int(max=2147483647):number>/revoke")
@requires(*KEEPERS)
def revoke(number: int) -> AnyResponse:
    """Take a machine's secret back."""
    sight = own_sight()
    machine = _machine(number, sight)
    record_act("machine.revoke", f"desk:{sight.known.desks[machine.desk_id].code}", machine=number)
    try:
        revoke_device(db.session(), number)
    except DeviceUnknown:
        db.session.rollback()
    return redirect(url_for("machines.index"), 303)


def _machine(number: int, sight: Sight) -> DeviceInBrief:
    found = device(db.session(), number, now=clock.now())
    if found is None:
        abort(404)
    sight.require(sight.known.desks[found.desk_id].agency_id)
    return found


def _list(sight: Sight, form: MachineForm, *, status: int = 200) -> Response:
    form.offer(sight.desks)
    page = render_template(
        "rating/machine_pages/index.html",
        form=form,
        machines=devices_at(db.session(), sight.desk_ids, now=clock.now()),
        desks=sight.known.desks,
        kinds=KIND_NAMES,
        states=STATE_NAMES,
    )
    return make_response(page, status)
