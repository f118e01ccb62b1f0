"""The tablet at a desk: one question a screen, and ratings that wait while the network is away."""

from datetime import datetime
from functools import partial

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.rating.answers.answers import Channel
from portal.rating.devices.domain import DeviceKind, read_pairing_code
from portal.rating.devices.service import PairingCodeWrong, pair_device
from portal.rating.questionnaire import form_page, machine
from portal.rating.questionnaire.directory import DeskEntry
from portal.rating.questionnaire.extension_state import blueprint, rating_state
from portal.rating.questionnaire.sending import Proof, charge_presence, receive
from portal.web.access import public
from portal.web.extensions import current_settings, db, moment
from portal.web.guessing import is_guessing

KIOSK = DeviceKind.KIOSK
RETURN_SECONDS = 8
UNPAIRED = 401


@blueprint.get("/kiosk/")
@public
def kiosk() -> Response:
    """Show the questions on a paired tablet, and the way to pair on any other."""
    now = moment()
    entry = entry_of_kiosk(now)
    if entry is None:
        return _pairing_page(UNPAIRED)
    found = form_page.rateable(entry)
    questionnaire = form_page.chosen(found, now=now)
    if questionnaire is None:
        page = form_page.which_service(found, options=_options())
    else:
        page = form_page.fresh_page(
            rating_state().directory, entry, questionnaire=questionnaire, options=_options()
        )
    return machine.keep_secret(page, request.cookies[machine.machine_cookie(KIOSK)], kind=KIOSK)


@blueprint.post("/kiosk/")
@public
def submit_at_kiosk() -> Response:
    """Take a rating in from a tablet that runs no script."""
    now = moment()
    entry = entry_of_kiosk(now)
    if entry is None:
        return _pairing_page(UNPAIRED)
    found = form_page.rateable(entry)
    questionnaire = form_page.chosen(found, now=now)
    if questionnaire is None:
        return form_page.which_service(found, options=_options())
    charge = partial(charge_presence, options=_options(), now=now, is_tablet=True)
    return receive(
        questionnaire, options=_options(), proof=Proof(Channel.PRESENCE), now=now, charge=charge
    )


@blueprint.post("/kiosk/pair")
@public
def pair_kiosk() -> AnyResponse:
    """Exchange a one-time code for the tablet's own secret; the code belongs to its desk."""
    code = read_pairing_code(request.form.get("code", "")) or ""
    try:
        secret = pair_device(db.session(), code, kind=KIOSK, desk_id=None, now=moment())
    except PairingCodeWrong:
        if is_guessing("pairing code", most=machine.WRONG_CODES_AN_HOUR):
            abort(429)
        return _pairing_page(422)
    answer = make_response(redirect(url_for("rating.kiosk"), 303))
    return machine.keep_secret(answer, secret, kind=KIOSK)


@blueprint.get("/kiosk/thanks")
@public
def kiosk_thanks() -> Response:
    """Thank, and return to the first question by itself."""
    return make_response(
        render_template("rating/questionnaire/kiosk_thanks.html", return_seconds=RETURN_SECONDS)
    )


def entry_of_kiosk(now: datetime) -> DeskEntry | None:
    """Return what the tablet's desk is today, or None when the tablet is not paired."""
    device = machine.paired_machine(KIOSK)
    if device is None:
        return None
    known = rating_state().directory.catalogue(db.session(), on=rating_state().today(now), now=now)
    return form_page.looked_up(known.desks[device.desk_id].code, now)


def _pairing_page(status: int) -> Response:
    page = render_template("rating/questionnaire/pair.html", desk=None, is_wrong=status != UNPAIRED)
    return make_response(page, status)


def _options() -> form_page.FormPageOptions:
    return form_page.FormPageOptions(
        wrong_url="",
        asks_watched=True,
        officer_label=current_settings().officer_label,
        form="rating/questionnaire/kiosk.html",
        services="rating/questionnaire/kiosk_services.html",
        thanks="rating.kiosk_thanks",
    )
