"""A citizen writes a complaint and follows it with the code; no account, no name."""

import logging
import secrets

import segno
from flask import Response, abort, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from portal.complaints.intake.code import read_complaint_code
from portal.complaints.intake.follow_up import complaint_id_of, is_reopenable
from portal.complaints.intake.follow_up_routes import ACTS, REFUSALS
from portal.complaints.intake.forms import (
    TOO_OLD,
    CodeForm,
    ComplaintForm,
    FollowUpForm,
    error_links,
)
from portal.complaints.intake.history import ComplaintUnknown
from portal.complaints.intake.kinds import Decision, State
from portal.complaints.intake.queries import ComplaintDetail, followed_complaint
from portal.complaints.intake.taking_in import is_waiting, take_in
from portal.complaints.intake.visible_scope import (
    blueprint,
    catalogue,
    context,
    former_names,
    handler_name,
    waiting,
)
from portal.complaints.intake.waiting import CannotBeKept
from portal.organisation.places.catalogue import Catalogue
from portal.storage.texts.cleaning import in_groups
from portal.web.access import leaves_no_trace, public
from portal.web.extensions import csrf, current_settings, db, vault
from portal.web.guessing import Window, client_network, is_guessing, is_too_often, uses

log = logging.getLogger(__name__)
NOT_KEPT = _l(
    "Tulisan Anda belum kami terima karena gangguan di pihak kami. Coba lagi nanti; "
    "tulisan Anda masih ada di bawah."
)
WRONG_CODES_AN_HOUR = 30
ACTS_AN_HOUR = 60
RETRY_SECONDS = 3600
Places = dict[str, tuple[int, int | None]]
# Why something is not done, in words, and the status that says so.
Refusal = tuple[str, int]


def places_of(found: Catalogue) -> tuple[list[SelectChoice], Places]:
    """Return the choices of a place and what each choice means, agencies with their desks."""
    options = [SelectChoice("", _("Pilih instansi atau loket"))]
    meaning: Places = {}
    agencies = [a for a in found.agencies.values() if not a.is_retired(found.on)]
    for agency in sorted(agencies, key=lambda agency: agency.name):
        options.append(SelectChoice(f"agency:{agency.code}", agency.name))
        meaning[f"agency:{agency.code}"] = (agency.id, None)
        for desk in found.desks_of(agency.id):
            if not desk.is_retired(found.on):
                named = f"{agency.name} - {found.name_in_agency(desk)}"
                options.append(SelectChoice(f"desk:{desk.code}", named))
                meaning[f"desk:{desk.code}"] = (agency.id, desk.id)
    return options, meaning


@blueprint.get("/complaints/new")
@leaves_no_trace
@public
def new() -> str:
    """Ask what happened; a desk in the address is filled in."""
    form = ComplaintForm(formdata=None)
    form.place.choices, meaning = places_of(catalogue())
    asked = f"desk:{request.args.get('desk', '')}"
    agency = f"agency:{request.args.get('agency', '')}"
    form.place.data = asked if asked in meaning else agency if agency in meaning else ""
    form.form_key.data = secrets.token_hex(16)
    return render_template("complaints/intake/new.html", form=form, errors=[])


@blueprint.post("/complaints/new")
@leaves_no_trace
@public
def write() -> Response:
    """Take a complaint and show its code once; whatever is refused keeps what was written."""
    form = ComplaintForm()
    form.place.choices, meaning = places_of(catalogue())
    if not form.validate_on_submit():
        return _again(form, error_links(form), code=400)
    if _writes_too_often():
        message = _(
            "Terlalu banyak kiriman dari jaringan Anda. Coba lagi satu jam lagi; "
            "tulisan Anda masih ada di bawah."
        )
        return _again(form, [("text", message)], code=429)
    command = form.to_command(meaning)
    try:
        code = take_in(db.session(), command, waiting=waiting(), context=context())
    except CannotBeKept:
        log.error("a complaint could not be kept: folder of waiting complaints")
        return _again(form, [("text", NOT_KEPT)], code=503)
    return _code_page(code)


def _writes_too_often() -> bool:
    """Count a complaint of the caller's network, and whether there were too many."""
    an_hour, a_day = writing_limits()
    who = client_network()
    return (
        uses("complaint", who, window=Window.HOUR) > an_hour
        or uses("complaint", who, window=Window.DAY) > a_day
    )


def writing_limits() -> tuple[int, int]:
    """Return what a network may write an hour and a day: as it may rate, a quarter of it an hour.

    Thousands share one address behind a mobile carrier.
    """
    a_day = current_settings().open_network_per_day
    return max(1, a_day // 4), max(1, a_day)


def _again(form: ComplaintForm, errors: list[tuple[str, str]], *, code: int) -> Response:
    """Show the form once more with what was written and a fresh token."""
    form.csrf_token.data = form.csrf_token.current_token
    response = make_response(
        render_template("complaints/intake/new.html", form=form, errors=errors)
    )
    response.status_code = code
    if code in {429, 503}:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _code_page(code: str) -> Response:
    base = current_settings().public_url or request.host_url.rstrip("/")
    address = f"{base}{url_for('complaints.follow')}#{in_groups(code)}"
    picture = segno.make(address, error="m").svg_data_uri(scale=4, border=2)
    return make_response(
        render_template("complaints/intake/code.html", code=in_groups(code), picture=picture)
    )


@blueprint.get("/complaints/follow")
@leaves_no_trace
@public
def follow() -> str:
    """Ask for the code."""
    return render_template("complaints/intake/follow.html", form=CodeForm(formdata=None), errors=[])


@blueprint.post("/complaints/follow")
@leaves_no_trace
@public
def followed() -> Response:
    """Show the complaint behind the code and do what its writer asks for."""
    form = FollowUpForm()
    is_valid = form.validate_on_submit()
    if not is_valid and not form.is_only_too_old:
        return _ask_code(form, error_links(form), status=400)
    refusal: Refusal | None = None
    try:
        number = complaint_id_of(db.session(), form.code.data, context=context())
        if not is_valid:
            refusal = str(TOO_OLD), 400
        elif form.act.data:
            refusal = _act(form)
    except ComplaintUnknown:
        return _waiting(form) or _unknown_code(form)
    return _show(number, form=form, refusal=refusal)


def _act(form: FollowUpForm) -> Refusal | None:
    """Do what the form asks; return why not, in words, when it cannot be done."""
    act = ACTS.get(form.act.data)
    if act is None:
        abort(400)
    if is_too_often(
        "act of a complaint", read_complaint_code(form.code.data) or "", most=ACTS_AN_HOUR
    ):
        return _(
            "Terlalu banyak kiriman untuk pengaduan ini. Coba lagi satu jam lagi; "
            "tulisan Anda masih ada di bawah."
        ), 429
    try:
        act(db.session(), form, context=context())
    except tuple(REFUSALS) as refusal:
        db.session.rollback()
        return str(REFUSALS[type(refusal)]), 409
    return None


def _waiting(form: FollowUpForm) -> Response | None:
    """Return the page of a complaint that waits for the night, or None when none has the code.

    What its writer wants to add is given back: it can be sent from tomorrow on.
    """
    if not is_waiting(form.code.data, waiting=waiting(), vault=vault()):
        return None
    page = render_template(
        "complaints/intake/waiting.html",
        code=in_groups(read_complaint_code(form.code.data) or ""),
        kept=form.text.data if form.act.data else None,
    )
    return make_response(page, 409 if form.act.data else 200)


def _unknown_code(form: CodeForm) -> Response:
    """Say that the code is unknown; a network that tried too many is told to wait."""
    if is_guessing("follow code", most=WRONG_CODES_AN_HOUR):
        abort(429)
    message = _("Kode ini tidak kami kenal. Periksa lagi; kode terdiri dari 16 huruf dan angka.")
    return _ask_code(form, [("code", message)], status=404)


def _ask_code(form: CodeForm, errors: list[tuple[str, str]], *, status: int) -> Response:
    form.csrf_token.data = form.csrf_token.current_token
    response = make_response(
        render_template("complaints/intake/follow.html", form=form, errors=errors)
    )
    response.status_code = status
    return response


def _show(number: int, *, form: FollowUpForm, refusal: Refusal | None) -> Response:
    item = followed_complaint(db.session(), number)
    if item is None:
        abort(404)
    found = catalogue()
    page = render_template(
        "complaints/intake/followed.html",
        item=item,
        code=in_groups(read_complaint_code(form.code.data) or ""),
        place=found.agencies[item.agency_id].name,
        desk=found.name_in_agency(found.desks[item.desk_id]) if item.desk_id else None,
        handler=handler_name(item, found),
        former=former_names(item, found),
        messages=[(line, vault().unlock(line.locked_text)) for line in item.messages],
        refusal=refusal[0] if refusal else None,
        kept={form.act.data: form.text.data} if refusal else {},
        **_what_is_open(item),
    )
    response = make_response(page, refusal[1] if refusal else 200)
    if response.status_code == 429:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _what_is_open(item: ComplaintDetail) -> dict[str, bool]:
    """Return which acts the writer has now."""
    is_over = item.state in {State.CLOSED, State.ELSEWHERE, State.ARCHIVED}
    return {
        "can_reply": not is_over,
        "can_rate": item.answered_on is not None,
        "can_reopen": is_reopenable(item.state, item.answered_on, context=context()),
        "can_appeal": item.decision is Decision.HIDDEN and item.appeal is None,
    }


# Their own forms check the token, so that a page that was open for too long keeps its text.
for _view in (write, followed):
    csrf.exempt(_view)
