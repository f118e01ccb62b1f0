"""Machines of desks for staff: pairing, ending, and the keys of queue machines."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.rating.devices.domain import DeviceKind
from portal.rating.devices.key_queries import ApiKeyInBrief, api_keys
from portal.rating.devices.keys import ApiKeyUnknown, NameInvalid, create_api_key, revoke_api_key
from portal.rating.devices.queries import DeviceInBrief, device, devices_at
from portal.rating.devices.service import DeviceUnknown, invite_device, revoke_device
from portal.rating.machine_pages.forms import KIND_NAMES, STATE_NAMES, KeyForm, MachineForm
from portal.rating.machine_pages.visible_scope import MachineScope, own_scope
from portal.web.access import Role, requires
from portal.web.extensions import db, moment, record_act

KEEPERS = (Role.ADMINISTRATOR, Role.AGENCY_HEAD)
blueprint = Blueprint("machines", __name__, url_prefix="/admin/desks")


@blueprint.get("/machines")
@requires(*KEEPERS)
def index() -> Response:
    """List the machines and offer to pair another."""
    return _list(own_scope(), MachineForm())


@blueprint.post("/machines")
@requires(*KEEPERS, fresh=True)
def invite() -> Response:
    """Add a machine and show its one-time code, this once."""
    scope, form = own_scope(), MachineForm()
    form.offer(scope.known.labels(scope.desks))
    if not form.validate_on_submit():
        return _list(scope, form, status=422)
    desk = scope.known.desks[form.desk.data]
    kind = DeviceKind(form.kind.data)
    record_act("machine.invite", f"desk:{desk.code}", kind=kind)
    try:
        code = invite_device(
            db.session(), desk_id=desk.id, kind=kind, name=form.name.data, now=moment()
        )
    except NameInvalid:
        return _list(scope, form, status=422)
    page = render_template(
        "rating/machine_pages/code.html", code=code, desk=desk, kind=kind, scope=scope
    )
    return make_response(page)


@blueprint.get("/machines/<int(max=2147483647):number>/revoke")
@requires(*KEEPERS)
def ask_to_revoke(number: int) -> str:
    """Say what revoking a machine means."""
    scope = own_scope()
    machine = _machine(number, scope)
    desk = scope.known.desks[machine.desk_id]
    return render_template(
        "rating/machine_pages/revoke.html", machine=machine, desk=desk, scope=scope
    )


@blueprint.post("/machines/<int(max=2147483647):number>/revoke")
@requires(*KEEPERS)
def revoke(number: int) -> AnyResponse:
    """Take a machine's secret back."""
    scope = own_scope()
    machine = _machine(number, scope)
    record_act("machine.revoke", f"desk:{scope.known.desks[machine.desk_id].code}", machine=number)
    try:
        revoke_device(db.session(), number)
    except DeviceUnknown:
        db.session.rollback()
    return redirect(url_for("machines.index"), 303)


def _machine(number: int, scope: MachineScope) -> DeviceInBrief:
    found = device(db.session(), number, now=moment())
    if found is None:
        abort(404)
    scope.require(scope.known.desks[found.desk_id].agency_id)
    return found


def _list(scope: MachineScope, form: MachineForm, *, status: int = 200) -> Response:
    form.offer(scope.known.labels(scope.desks))
    page = render_template(
        "rating/machine_pages/index.html",
        form=form,
        machines=devices_at(db.session(), scope.desk_ids, now=moment()),
        known=scope.known,
        kinds=KIND_NAMES,
        states=STATE_NAMES,
    )
    return make_response(page, status)


@blueprint.get("/keys")
@requires(*KEEPERS)
def keys() -> Response:
    """List the keys and offer to make another."""
    return _list_of_keys(own_scope(), KeyForm())


@blueprint.post("/keys")
@requires(*KEEPERS, fresh=True)
def create_key() -> Response:
    """Make a key and show it, this once."""
    scope, form = own_scope(), KeyForm()
    form.offer(scope.agencies)
    if not form.validate_on_submit():
        return _list_of_keys(scope, form, status=422)
    agency = scope.known.agencies[form.agency.data]
    record_act("api_key.create", f"agency:{agency.code}")
    try:
        key = create_api_key(db.session(), agency_id=agency.id, name=form.name.data)
    except NameInvalid:
        return _list_of_keys(scope, form, status=422)
    return make_response(render_template("rating/machine_pages/key.html", key=key, agency=agency))


@blueprint.get("/keys/<int(max=2147483647):number>/revoke")
@requires(*KEEPERS)
def ask_to_revoke_key(number: int) -> str:
    """Say what taking a key back means."""
    scope = own_scope()
    key = _key(number, scope)
    agency = scope.known.agencies[key.agency_id]
    return render_template("rating/machine_pages/revoke_key.html", key=key, agency=agency)


@blueprint.post("/keys/<int(max=2147483647):number>/revoke")
@requires(*KEEPERS)
def revoke_key(number: int) -> AnyResponse:
    """Take a key back."""
    scope = own_scope()
    key = _key(number, scope)
    record_act("api_key.revoke", f"agency:{scope.known.agencies[key.agency_id].code}", key=number)
    try:
        revoke_api_key(db.session(), number)
    except ApiKeyUnknown:
        db.session.rollback()
    return redirect(url_for("machines.keys"), 303)


def _key(number: int, scope: MachineScope) -> ApiKeyInBrief:
    found = next((key for key in api_keys(db.session()) if key.id == number), None)
    if found is None:
        abort(404)
    scope.require(found.agency_id)
    return found


def _list_of_keys(scope: MachineScope, form: KeyForm, *, status: int = 200) -> Response:
    form.offer(scope.agencies)
    page = render_template(
        "rating/machine_pages/keys.html",
        form=form,
        keys=api_keys(db.session(), agency_id=scope.agency_id),
        agencies=scope.known.agencies,
    )
    return make_response(page, status)
