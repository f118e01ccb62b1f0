"""A citizen follows a complaint with its code; no account, no name."""

from flask import Response, abort, make_response, render_template
from flask_babel import gettext as _

from portal.complaints.intake.code import read_complaint_code, shown_code
from portal.complaints.intake.follow_up import complaint_id_of, is_reopenable
from portal.complaints.intake.follow_up_routes import ACTS, REFUSALS
from portal.complaints.intake.forms import (
    ComplaintCodeForm,
    FollowUpForm,
)
from portal.complaints.intake.history import ComplaintUnknown
from portal.complaints.intake.kinds import State, TextDecision
from portal.complaints.intake.queries import ComplaintDetail, followed_complaint
from portal.complaints.intake.taking_in import is_waiting
from portal.complaints.intake.visible_scope import (
    blueprint,
    catalogue,
    context,
    error_links,
    former_names,
    handler_name,
    place_name,
    waiting,
    wrong_token,
)
from portal.web.access import leaves_no_trace, needs_no_cookie, public
from portal.web.extensions import csrf, db, vault
from portal.web.guessing import is_guessing, is_too_often

WRONG_CODES_AN_HOUR = 30
ACTS_AN_HOUR = 60
RETRY_SECONDS = 3600
# Why something is not done, in words, and the status that says so.
Refusal = tuple[str, int]


@blueprint.get("/complaints/follow")
@leaves_no_trace
@public
def follow() -> str:
    """Ask for the code."""
    return render_template(
        "complaints/intake/follow.html", form=ComplaintCodeForm(formdata=None), errors=[]
    )


@blueprint.post("/complaints/follow")
@leaves_no_trace
@public
def followed() -> Response:
    """Show the complaint behind the code and do what its writer asks for."""
    form = FollowUpForm(meta={"csrf": not needs_no_cookie()})
    is_valid = form.validate_on_submit()
    if not is_valid and not form.is_only_unproven:
        return _ask_code(form, error_links(form), status=400)
    refusal: Refusal | None = None
    try:
        number = complaint_id_of(db.session(), form.code.data, context=context())
        if not is_valid:
            refusal = str(wrong_token()), 400
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
        code=shown_code(read_complaint_code(form.code.data) or ""),
        kept=form.text.data if form.act.data else None,
    )
    return make_response(page, 409 if form.act.data else 200)


def _unknown_code(form: ComplaintCodeForm) -> Response:
    """Say that the code is unknown; a network that tried too many is told to wait."""
    if is_guessing("follow code", most=WRONG_CODES_AN_HOUR):
        abort(429)
    message = _("Kode ini tidak kami kenal. Periksa lagi; kode terdiri dari 16 huruf dan angka.")
    return _ask_code(form, [("code", message)], status=404)


def _ask_code(form: ComplaintCodeForm, errors: list[tuple[str, str]], *, status: int) -> Response:
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
        code=shown_code(read_complaint_code(form.code.data) or ""),
        place=place_name(item, found),
        text=None if item.locked_text is None else vault().unlock(item.locked_text),
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
        "can_appeal": item.decision is TextDecision.HIDDEN and item.appeal is None,
    }


# Its own form checks the token, so that a page of another visit keeps its text.
csrf.exempt(followed)
