"""Staff pages for the keys of queue machines: made, shown once, taken back."""

from flask import Response, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.rating.devices.key_queries import ApiKeyInBrief, api_keys
from portal.rating.devices.keys import ApiKeyUnknown, NameInvalid, create_api_key, revoke_api_key
from portal.rating.machine_pages.forms import KeyForm
from portal.rating.machine_pages.routes import KEEPERS, blueprint
from portal.rating.machine_pages.visible_scope import VisibleScope, own_scope
from portal.web.access import record_act, requires
from portal.web.extensions import db


@blueprint.get("/keys")
@requires(*KEEPERS)
def keys() -> Response:
    """List the keys and offer to make another."""
    return _list(own_scope(), KeyForm())


@blueprint.post("/keys")
@requires(*KEEPERS, fresh=True)
def create_key() -> Response:
    """Make a key and show it, this once."""
    scope, form = own_scope(), KeyForm()
    form.offer(scope.agencies)
    if not form.validate_on_submit():
        return _list(scope, form, status=422)
    agency = scope.known.agencies[form.agency.data]
    record_act("api_key.create", f"agency:{agency.code}")
    try:
        key = create_api_key(db.session(), agency_id=agency.id, name=form.name.data)
    except NameInvalid:
        return _list(scope, form, status=422)
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


def _key(number: int, scope: VisibleScope) -> ApiKeyInBrief:
    found = next((key for key in api_keys(db.session()) if key.id == number), None)
    if found is None:
        abort(404)
    scope.require(found.agency_id)
    return found


def _list(scope: VisibleScope, form: KeyForm, *, status: int = 200) -> Response:
    form.offer(scope.agencies)
    page = render_template(
        "rating/machine_pages/keys.html",
        form=form,
        keys=api_keys(db.session(), agency_id=scope.agency_id),
        agencies=scope.known.agencies,
    )
    return make_response(page, status)
