"""The city's coat of arms: decided by administrators, sent to everybody."""

from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.organisation.city_settings.emblem_forms import EmblemForm
from portal.organisation.city_settings.emblem_service import (
    EmblemRefused,
    PlainEmblem,
    decide_emblem,
    plain_emblem,
)
from portal.organisation.city_settings.queries import emblem
from portal.organisation.city_settings.routes import SAME
from portal.organisation.city_settings.service import NothingDecided
from portal.storage.files.kinds import MOST_BYTES
from portal.web.access import Role, authenticator, current_staff, public, requires
from portal.web.body_limits import allow_more
from portal.web.extensions import (
    current_settings,
    db,
    decided_settings,
    error_links,
    record_act,
    today,
)

YEAR_SECONDS = 31_536_000
MIMETYPES = {"svg": "image/svg+xml", "png": "image/png"}
blueprint = Blueprint("city_emblem", __name__)


@blueprint.url_value_preprocessor
def allow_for_a_file(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let an administrator send more than a form may hold, before anything reads the form."""
    staff = authenticator().staff() if endpoint == "city_emblem.decide" else None
    if staff is not None and staff.has(Role.ADMINISTRATOR):
        allow_more("city_emblem.decide")


@blueprint.get("/lambang/<fingerprint>")
@public
def send(fingerprint: str) -> Response:
    """Send a picture; its address is its fingerprint, so that it can be kept for a year."""
    picture = emblem(db.session(), fingerprint)
    if picture is None:
        abort(404)
    response = Response(picture, mimetype=MIMETYPES[fingerprint[:3]])
    response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    return response


@blueprint.route("/admin/settings/city-emblem", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, fresh=True)
def decide() -> tuple[str, int] | AnyResponse:
    """Ask for a picture and the reason, and record them."""
    form = EmblemForm()
    if form.validate_on_submit() and _is_recorded(form):
        return redirect(url_for("city_settings.index", done="decided"))
    links = error_links(form)
    page = render_template(
        "organisation/city_settings/emblem.html",
        form=form,
        errors=links,
        held=current_settings().city_emblem,
    )
    return page, 422 if links else 200


def _is_recorded(form: EmblemForm) -> bool:
    """Record the decision with its act; else the form says why not."""
    try:
        picture = _picture(form)
    except EmblemRefused as refused:
        form.refuse(str(refused))
        return False
    command = form.to_decision(
        picture.fingerprint if picture else "", decided_by=current_staff().signature
    )
    record_act("settings.decide", "setting:city_emblem", value=command.value)
    operator = decided_settings().operator
    try:
        decide_emblem(db.session(), command, picture=picture, today=today(), operator=operator)
    except NothingDecided:
        db.session.rollback()
        form.form_errors.append(SAME)
        return False
    decided_settings().forget()
    return True


def _picture(form: EmblemForm) -> PlainEmblem | None:
    """Return the picture that was sent, or None when there is to be none."""
    if form.is_none.data:
        return None
    with form.file.data.stream as stream:
        content = stream.read(MOST_BYTES + 1)
    return plain_emblem(content)
