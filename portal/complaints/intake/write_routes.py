"""A citizen writes a complaint: first which office, then what happened; no account, no name."""

import logging
import secrets

import segno
from flask import Response, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.complaints.intake import place_labels
from portal.complaints.intake.code import shown_code
from portal.complaints.intake.forms import ComplaintForm
from portal.complaints.intake.inspectorate import is_decided
from portal.complaints.intake.taking_in import take_in
from portal.complaints.intake.visible_scope import (
    blueprint,
    catalogue,
    context,
    error_links,
    inspectorate_beside,
    waiting,
)
from portal.complaints.intake.waiting import CannotBeKept
from portal.web.access import leaves_no_trace, needs_no_cookie, public
from portal.web.extensions import csrf, current_settings, db
from portal.web.guessing import Window, client_network, uses

log = logging.getLogger(__name__)
NOT_KEPT = _l(
    "Tulisan Anda belum kami terima karena gangguan di pihak kami. Coba lagi nanti; "
    "tulisan Anda masih ada di bawah."
)
TOO_OFTEN = _l(
    "Terlalu banyak kiriman dari jaringan Anda. Coba lagi satu jam lagi; "
    "tulisan Anda masih ada di bawah."
)
NOT_OPEN = _l(
    "Pengaduan belum dibuka: kota belum memutuskan siapa yang membacanya. "
    "Tulisan Anda masih ada di bawah."
)
RETRY_SECONDS = 3600
LONGEST_TYPED = 80
KINDS = ("desk", "unit", "agency")


@blueprint.get("/complaints/new")
@leaves_no_trace
@public
def new() -> str | tuple[str, int]:
    """Ask which office, and with one in the address what happened there."""
    if not _is_open():
        return render_template("complaints/intake/not_open.html"), 503
    place = _asked_place()
    if place is None:
        return _which_office()
    form = ComplaintForm(formdata=None)
    form.place.data = _asked_choice()
    form.form_key.data = secrets.token_hex(16)
    return _form_page(form, place, errors=[])


@blueprint.post("/complaints/new")
@leaves_no_trace
@public
def write() -> Response:
    """Take a complaint and show its code once; whatever is refused keeps what was written."""
    form = ComplaintForm(meta={"csrf": not needs_no_cookie()})
    place = place_labels.chosen_place(catalogue(), request.form.get("place", ""))
    is_valid = form.validate_on_submit()
    if place is None:
        form.place.errors = [_("Pilih kantornya.")]
    if not is_valid or place is None:
        return _again(form, place, errors=error_links(form), code=400)
    if not _is_open():
        return _again(form, place, errors=[("text", NOT_OPEN)], code=503)
    if _writes_too_often():
        return _again(form, place, errors=[("text", TOO_OFTEN)], code=429)
    try:
        command = form.to_command(**place_labels.about(place))
        code = take_in(db.session(), command, waiting=waiting(), context=context())
    except CannotBeKept:
        log.error("a complaint could not be kept: folder of waiting complaints")
        return _again(form, place, errors=[("text", NOT_KEPT)], code=503)
    return _code_page(code, place, is_levy=form.is_about_levy)


def _is_open() -> bool:
    """Return whether the city said who reads what is written about heads and levies."""
    return is_decided(db.session(), current_settings())


def _asked_choice() -> str:
    """Return the choice that the address asks for, such as ``desk:ktp-1``; empty for none."""
    asked = (f"{kind}:{request.args[kind]}" for kind in KINDS if request.args.get(kind))
    return next(asked, "")


def _asked_place() -> place_labels.Place | None:
    return place_labels.chosen_place(catalogue(), _asked_choice())


def _which_office() -> str:
    found, query = catalogue(), request.args.get("q", "").strip()[:LONGEST_TYPED]
    return render_template(
        "complaints/intake/which_office.html",
        query=query,
        entries=place_labels.matching(found, query) if query else place_labels.offices(found),
    )


def _form_page(
    form: ComplaintForm, place: place_labels.Place | None, *, errors: list[tuple[str, str]]
) -> str:
    """Return the form about ``place``; without one, its office is asked for in the form."""
    found = catalogue()
    agency = None if place is None else place_labels.agency_of(found, place)
    return render_template(
        "complaints/intake/new.html",
        form=form,
        errors=errors,
        agency=agency,
        choices=place_labels.choices_within(found, agency) if agency else [],
        entries=place_labels.offices(found),
        inspectorate=inspectorate_beside(agency.code if agency else None),
    )


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


def _again(
    form: ComplaintForm,
    place: place_labels.Place | None,
    *,
    errors: list[tuple[str, str]],
    code: int,
) -> Response:
    """Show the form once more with what was written and a fresh token."""
    response = make_response(_form_page(form, place or _asked_place(), errors=errors), code)
    if code in {429, 503}:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _code_page(code: str, place: place_labels.Place, *, is_levy: bool) -> Response:
    base = current_settings().public_url or request.host_url.rstrip("/")
    address = f"{base}{url_for('complaints.follow')}#{shown_code(code)}"
    picture = segno.make(address, error="m").svg_data_uri(scale=4, border=2)
    return make_response(
        render_template(
            "complaints/intake/code.html",
            code=shown_code(code),
            picture=picture,
            is_levy=is_levy,
            inspectorate=inspectorate_beside(place_labels.agency_of(catalogue(), place).code),
        )
    )


# Its own form checks the token, so that a page of another visit keeps its text.
csrf.exempt(write)
