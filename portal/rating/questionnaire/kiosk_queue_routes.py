"""Addresses for a kiosk's script: sealed boxes, its worker and its manifest."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NoReturn

from flask import Response, abort, jsonify, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from portal.organisation.posters.rateable import RateableDesk, RateableService
from portal.rating.answers.answers import Channel
from portal.rating.limits.allowances import BudgetSpent
from portal.rating.mixing.inbox import InboxNotOpen
from portal.rating.questionnaire.directory import DeskEntry
from portal.rating.questionnaire.extension_state import blueprint, rating_state
from portal.rating.questionnaire.form_page import KEY_CHARACTERS
from portal.rating.questionnaire.forms import Questionnaire, QuestionnaireForm, questionnaire_of
from portal.rating.questionnaire.kiosk_routes import KIOSK, entry_of_kiosk
from portal.rating.questionnaire.machine import machine_cookie
from portal.rating.questionnaire.sending import Proof, submit, use_tablet
from portal.rating.questionnaire.transport import BoxUnreadable
from portal.time.months import Month, months_back
from portal.web.access import public
from portal.web.delivery import static_file
from portal.web.extensions import db, limiter, moment
from portal.web.metrics import name_limit
from portal.web.request_gate import json_body, read_json, reads_json

# A tablet that was away for a day may hold a few hundred; it sends them with pauses.
BOXES = "20 per minute"
LARGEST_BOX = 16 * 1024
# A rating waits in a tablet for the rest of its month and two more at the most.
MOST_MONTHS_BACK = 2
Told = Mapping[str, Any]


def _tablet() -> str:
    """Return what a tablet's boxes are counted by: itself, not its network."""
    secret = request.cookies.get(machine_cookie(KIOSK), "")
    return hashlib.sha256(secret.encode()).hexdigest()[:16]


@blueprint.post("/kiosk/ratings")
@limiter.limit(BOXES, key_func=_tablet)
@reads_json
@public
def open_box() -> Response:
    """Take in one rating that a tablet kept sealed; the same one twice is stored once.

    What can never be taken answers 422, so that the tablet gives up on it and says so;
    everything else may be sent again.
    """
    now = moment()
    entry = entry_of_kiosk(now)
    if entry is None or entry.found is None:
        _refuse(401, "this tablet is not paired")
    told = _opened()
    given = _given(told, entry=entry, now=now)
    _store(given, key=_key(told), now=now)
    return jsonify(state="accepted")


@blueprint.get("/kiosk/worker.js")
@public
def kiosk_worker() -> Response:
    """Answer the service worker, from an address below which it may keep pages."""
    file = static_file("kiosk-worker.js")
    body = file.encodings["identity"] if file else b""
    response = Response(body, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/kiosk/manifest.webmanifest")
@public
def kiosk_manifest() -> Response:
    """Answer what a tablet needs to show the kiosk without a browser around it."""
    response = jsonify(
        name=_("Nilai loket ini"),
        start_url=url_for("rating.kiosk"),
        scope=url_for("rating.kiosk"),
        display="fullscreen",
    )
    response.mimetype = "application/manifest+json"
    return response


def _opened() -> Told:
    """Return what is in the box that was sent."""
    body = json_body()
    sealed = body.get("box") if isinstance(body, dict) else None
    if not isinstance(sealed, str) or len(sealed) > LARGEST_BOX:
        _refuse(422, "send a JSON object with a box")
    try:
        told = read_json(rating_state().opened_box(base64.b64decode(sealed, validate=True)))
    except (BoxUnreadable, binascii.Error, ValueError):
        _refuse(422, "the box does not open")
    if not isinstance(told, dict) or not isinstance(told.get("answers"), dict):
        _refuse(422, "the box holds no answers")
    return told


def _store(form: QuestionnaireForm, *, key: str, now: datetime) -> None:
    """Store the answers, or say why the tablet has to send them again later."""
    proof, months = Proof(Channel.PRESENCE), (form.questionnaire.month,)
    try:
        use_tablet(form.questionnaire.desk.desk.id, submission=key, now=now)
        submit(form, proof=proof, key=key, now=now, months=months)
    except BudgetSpent as spent:
        name_limit(str(spent.limit))
        _refuse(429, "the desk's day is full; send it again tomorrow")
    except InboxNotOpen:
        _refuse(503, "nothing can be stored now")


def _key(told: Told) -> str:
    key = told.get("key")
    if not isinstance(key, str) or len(key) not in KEY_CHARACTERS:
        _refuse(422, "the box has no key")
    return key


def _given(told: Told, *, entry: DeskEntry, now: datetime) -> QuestionnaireForm:
    """Return the checked answers, by the rules of the month in which they were given.

    A desk that was closed, a service that moved and an officer who left the list a week ago
    were all there when the citizen answered. A service that the desk did not offer was not.
    """
    questionnaire = (
        _asked(told, entry=entry, month=each, now=now) for each in _months(told, now=now)
    )
    forms = (_form(told, questionnaire=each) for each in questionnaire if each is not None)
    fitting = next((form for form in forms if form.validate()), None)
    if fitting is None:
        _refuse(422, "the answers are not what this desk asks")
    return fitting


def _months(told: Told, *, now: datetime) -> tuple[Month, ...]:
    """Return the months by whose rules a box may have been filled, the likeliest first.

    A tablet whose page is older than the word "month" in it says nothing: such a box is rather
    read by the earlier rules, so that no answer is lost.
    """
    newest = rating_state().month(now)
    known = tuple(months_back(newest, months=back) for back in range(MOST_MONTHS_BACK + 1))
    said = told.get("month")
    if said is None:
        return known[1], known[0]
    return tuple(each for each in known if each == said)


def _asked(told: Told, *, entry: DeskEntry, month: Month, now: datetime) -> Questionnaire | None:
    """Return what the tablet's desk asked in a month of the service that a box names."""
    found, code = entry.found, told.get("service")
    known = rating_state().directory.catalogue(db.session(), on=rating_state().today(now), now=now)
    service = known.services_by_code.get(code) if isinstance(code, str) else None
    if service is None or not isinstance(found, RateableDesk):
        return None
    terms = rating_state().terms(found.desk.id, now=now)
    offer = terms.arrangement.offers.get((found.desk.id, service.id))
    if offer is None or not offer.in_month(month):
        return None
    left_out = terms.arrangement.questions[service.id].in_month(month)
    plain = RateableService(id=service.id, code=service.code, name=service.name, left_out=left_out)
    may_skip = terms.book.skippable_by(month)
    return questionnaire_of(
        replace(found, services=(plain,)), plain, may_skip=may_skip, month=month
    )


def _form(told: Told, *, questionnaire: Questionnaire) -> QuestionnaireForm:
    fields: MultiDict[str, str] = MultiDict()
    for name, value in told["answers"].items():
        fields.setlist(name, [str(one) for one in (value if isinstance(value, list) else [value])])
    offered = {str(officer.id) for officer in questionnaire.desk.officers}
    if fields.get("officer") not in offered:
        fields.pop("officer", None)
    return QuestionnaireForm(questionnaire, formdata=fields, meta={"csrf": False})


def _refuse(status: int, reason: str) -> NoReturn:
    response = jsonify(error=reason, status=status)
    response.status_code = status
    abort(response)
