"""The screen at a desk with a code that changes, and the way in that it opens to a device."""

import io
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import segno
from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from portal.organisation.posters.rateable import DeskInBrief, RateableDesk
from portal.rating.answers.answers import Channel
from portal.rating.devices.domain import DeviceKind, read_pairing_code
from portal.rating.devices.presence import (
    SLOT_SECONDS,
    Grant,
    new_grant,
    read_grant,
    signed_grant,
    slot_of_token,
    token_at,
)
from portal.rating.devices.service import PairingCodeWrong, pair_device
from portal.rating.limits.allowances import BudgetSpent
from portal.rating.questionnaire.extension_state import blueprint, rating_state
from portal.rating.questionnaire.form_page import (
    FormPageOptions,
    chosen,
    fresh_page,
    looked_up,
    rateable,
    sent_key,
    which_service,
)
from portal.rating.questionnaire.forms import QuestionnaireForm
from portal.rating.questionnaire.machine import (
    WRONG_CODES_AN_HOUR,
    keep_secret,
    machine_cookie,
    paired_machine,
)
from portal.rating.questionnaire.queries import is_accepted
from portal.rating.questionnaire.sending import (
    Proof,
    charge_presence,
    receive,
    uncounted_without_storage,
)
from portal.rating.questionnaire.service import GrantAlreadySpent
from portal.web.access import public, sent_a_cookie
from portal.web.day_keys import next_midnight
from portal.web.extensions import cookie_name, current_settings, db, moment
from portal.web.guessing import is_guessing
from portal.web.languages import in_each_language
from portal.web.metrics import name_limit

FORBIDDEN, SPENT, TOO_MANY = 403, 410, 429


@blueprint.get("/p/<code>/<token>")
@public
def scan(code: str, token: str) -> AnyResponse:
    """Give a device that scanned the screen its grant, and go on to the form.

    One code of the screen gives few grants, so that one visitor cannot fill the desk's day.
    """
    now = moment()
    desk = rateable(looked_up(code, now)).desk
    answer = redirect(
        url_for("rating.presence", code=desk.code, lang=request.args.get("lang")), 303
    )
    if _grant(desk.id, now) is None:
        refusal = _why_no_grant(desk, token, now=now)
        if refusal is not None:
            return refusal
        _give_grant(answer, desk_id=desk.id, now=now)
    return answer


@blueprint.get("/p/<code>")
@public
def presence(code: str) -> Response:
    """Show the form to a device with a grant; spends nothing."""
    now = moment()
    entry = looked_up(code, now)
    found = rateable(entry)
    grant = _needed_grant(found, now)
    if is_accepted(db.session(), _grant_hash(grant)):
        return _spent(found)
    questionnaire = chosen(found, now=now)
    if questionnaire is None:
        return which_service(found, options=_options())
    return fresh_page(
        rating_state().directory, entry, questionnaire=questionnaire, options=_options()
    )


@blueprint.post("/p/<code>")
@public
def submit_by_presence(code: str) -> Response:
    """Take a rating in and spend the device's grant, both or neither."""
    now = moment()
    found = rateable(looked_up(code, now))
    grant = _needed_grant(found, now)
    questionnaire = chosen(found, now=now)
    if questionnaire is None:
        return which_service(found, options=_options())
    proof = Proof(Channel.PRESENCE, grant_hash=_grant_hash(grant))
    charge = partial(_charge, found=found, grant=grant, now=now)
    try:
        return receive(questionnaire, options=_options(), proof=proof, now=now, charge=charge)
    except GrantAlreadySpent:
        return _spent(found)


def _cookie_name(desk_id: int) -> str:
    return cookie_name(f"grant-{desk_id}")


def _grant(desk_id: int, now: datetime) -> Grant | None:
    text = request.cookies.get(_cookie_name(desk_id), "")
    today = rating_state().today(now)
    return (
        read_grant(rating_state().presence_key, text, desk_id=desk_id, today=today)
        if text
        else None
    )


def _why_no_grant(desk: DeskInBrief, token: str, *, now: datetime) -> Response | None:
    """Return the page of a code that is not shown now, or that has given all its grants."""
    slot = slot_of_token(rating_state().presence_key, token, desk_id=desk.id, moment=now)
    if slot is None:
        return _scan_again(desk.name_in_agency)
    try:
        with uncounted_without_storage():
            rating_state().presence_cap.charge_grant(
                desk.id, address=request.remote_addr or "", slot=slot, now=now
            )
    except BudgetSpent as spent:
        name_limit(str(spent.limit))
        return _scan_the_next(desk.name_in_agency)
    return None


def _give_grant(response: AnyResponse, *, desk_id: int, now: datetime) -> None:
    settings = rating_state().settings
    grant = new_grant(desk_id, today=rating_state().today(now))
    response.set_cookie(
        _cookie_name(desk_id),
        signed_grant(rating_state().presence_key, grant),
        expires=next_midnight(now, settings.timezone) + timedelta(days=1),
        httponly=True,
        secure=settings.is_https,
        samesite="Lax",
    )


def _grant_hash(grant: Grant) -> bytes:
    return rating_state().hash_of_key(f"grant {grant.id}")


def _charge(
    form: QuestionnaireForm, *, found: RateableDesk, grant: Grant, now: datetime
) -> Response | None:
    """Use one rating of the desk's day; a spent grant uses nothing, or one device could fill it."""
    if _is_spent(grant):
        return _spent(found)
    return charge_presence(form, options=_options(), now=now, is_tablet=False)


def _is_spent(grant: Grant) -> bool:
    """Whether a rating came in with the grant, other than by the form that is sent now."""
    session, key = db.session(), sent_key()
    if not is_accepted(session, _grant_hash(grant)):
        return False
    return key is None or not is_accepted(session, rating_state().hash_of_key(key))


def _needed_grant(found: RateableDesk, now: datetime) -> Grant:
    """Return the device's grant for a desk, or end the request saying how to get one."""
    grant = _grant(found.desk.id, now)
    if grant is None:
        abort(_scan_again(found.desk.name_in_agency))
    return grant


def _options() -> FormPageOptions:
    return FormPageOptions(
        wrong_url=url_for("rating.find"),
        asks_watched=True,
        officer_label=current_settings().officer_label,
    )


def _scan_again(desk_name: str) -> Response:
    page = render_template(
        "rating/questionnaire/scan_again.html", desk_name=desk_name, has_cookies=sent_a_cookie()
    )
    return make_response(page, FORBIDDEN)


def _scan_the_next(desk_name: str) -> Response:
    page = render_template("rating/questionnaire/scan_next.html", desk_name=desk_name)
    response = make_response(page, TOO_MANY)
    response.headers["Retry-After"] = str(SLOT_SECONDS)
    return response


def _spent(found: RateableDesk) -> Response:
    return make_response(
        render_template("rating/questionnaire/grant_spent.html", desk=found.desk), SPENT
    )


# A page without a script is loaded anew this often, well within the time a code is good.
RELOAD_SECONDS = 15
# Who stands before the screen chose no language: it shows all of them.
CALL = _l(
    "Pindai untuk menilai pelayanan, tanpa nama. Boleh diisi nanti di rumah, sampai besok malam."
)


@blueprint.get("/screen/<code>")
@public
def screen(code: str) -> Response:
    """Show the changing QR on a paired machine, and the way to pair on any other."""
    desk = rateable(looked_up(code, moment())).desk
    if not _is_paired_with(desk):
        return _pairing_page(desk)
    page = render_template(
        "rating/questionnaire/screen.html",
        desk=desk,
        calls=in_each_language(CALL),
        reload_seconds=RELOAD_SECONDS,
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
