"""The screen at a desk: a QR that changes, on a machine that was paired with a one-time code."""

import io
from typing import Any

import segno
from flask import Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.organisation.posters.rateable import DeskInBrief
from portal.rating.devices.domain import DeviceKind, read_pairing_code
from portal.rating.devices.presence import token_at
from portal.rating.devices.service import PairingCodeWrong, pair_device
from portal.rating.questionnaire.blueprint import blueprint
from portal.rating.questionnaire.extension_state import rating_state
from portal.rating.questionnaire.machine import (
    WRONG_CODES_AN_HOUR,
    keep_secret,
    machine_cookie,
    paired_machine,
)
from portal.rating.questionnaire.which_desk import looked_up, rateable
from portal.web.access import public
from portal.web.extensions import db, moment
from portal.web.guessing import is_guessing

# A page without a script is loaded anew this often, well within the time a code is good.
RELOAD_SECONDS = 15


@blueprint.get("/screen/<code>")
@public
def screen(code: str) -> Response:
    """Show the changing QR on a paired machine, and the way to pair on any other."""
    desk = rateable(looked_up(code, moment())).desk
    if not _is_paired_with(desk):
        return _pairing_page(desk)
    page = render_template(
        "rating/questionnaire/screen.html", desk=desk, reload_seconds=RELOAD_SECONDS
    )
    secret = request.cookies[machine_cookie(DeviceKind.SCREEN)]
    return keep_secret(make_response(page), secret, kind=DeviceKind.SCREEN)


@blueprint.post("/screen/<code>")
@public
def pair_screen(code: str) -> AnyResponse:
    """Exchange a one-time code for the machine's own secret."""
    now = moment()
    desk = rateable(looked_up(code, now)).desk
    typed = read_pairing_code(request.form.get("code", ""))
    kind = DeviceKind.SCREEN
    try:
        secret = pair_device(db.session(), typed or "", kind=kind, desk_id=desk.id, now=now)
    except PairingCodeWrong:
        if is_guessing("pairing code", most=WRONG_CODES_AN_HOUR):
            abort(429)
        return _pairing_page(desk, is_wrong=True)
    answer = make_response(redirect(url_for("rating.screen", code=desk.code), 303))
    return keep_secret(answer, secret, kind=kind)


@blueprint.get("/screen/<code>/qr.svg")
@public
def screen_code(code: str) -> Response:
    """Answer the QR of this half minute, to paired machines only."""
    now = moment()
    desk = rateable(looked_up(code, now)).desk
    if not _is_paired_with(desk):
        abort(403)
    token = token_at(rating_state().presence_key, desk_id=desk.id, moment=now)
    address = rating_state().settings.public_url or request.host_url.rstrip("/")
    path = url_for("rating.scan", code=desk.code, token=token)
    return Response(_drawn(address + path), mimetype="image/svg+xml")


def _is_paired_with(desk: DeskInBrief) -> bool:
    machine = paired_machine(DeviceKind.SCREEN)
    return machine is not None and machine.desk_id == desk.id


def _pairing_page(desk: DeskInBrief, **answer: Any) -> Response:
    page = render_template("rating/questionnaire/pair.html", desk=desk, **answer)
    return make_response(page, 422 if answer else 200)


def _drawn(text: str) -> bytes:
    image = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        image, kind="svg", border=4, xmldecl=False, svgclass=None, lineclass=None, omitsize=True
    )
    return image.getvalue()
