"""The open channel: finding a desk, rating it, thanks, and what is kept."""

from functools import partial

from flask import (
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from portal.organisation.places.catalogue import Catalogue, Desk
from portal.organisation.posters.queries import poster_of_desk
from portal.organisation.posters.rateable import RateableDesk, read_poster_code
from portal.organisation.posters.scans import count_scan
from portal.rating.answers.answers import Channel
from portal.rating.mixing.domain import MIN_BATCH_SIZE
from portal.rating.questionnaire.directory import DeskEntry
from portal.rating.questionnaire.extension_state import blueprint, rating_state
from portal.rating.questionnaire.form_page import (
    HOLE,
    FormPageOptions,
    chosen,
    filled,
    fresh_page,
    gone,
    looked_up,
    rateable,
    which_service,
)
from portal.rating.questionnaire.page_with_placeholders import PageWithPlaceholders, fixed_page
from portal.rating.questionnaire.sending import Proof, charge_open, give_device_cookie, receive
from portal.web.access import public
from portal.web.extensions import current_settings, db, moment
from portal.web.formatting import language

LONGEST_CODE = 300


@blueprint.get("/r/<code>")
@public
def desk(code: str) -> AnyResponse:
    """Show the form of the desk with this poster code, or say why it takes no rating."""
    now = moment()
    entry = looked_up(code, now)
    found = rateable(entry)
    poster = _current_poster(found) if code == found.desk.code else None
    if poster is not None:
        return _to_poster(poster)
    count_scan(found.desk.id, now=now)
    questionnaire = chosen(found, now=now)
    if questionnaire is None:
        return which_service(found, options=_options(found))
    page = fresh_page(
        rating_state().directory, entry, questionnaire=questionnaire, options=_options(found)
    )
    return give_device_cookie(page, now=now)


@blueprint.post("/r/<code>")
@public
def submit(code: str) -> Response:
    """Take a rating in by the open channel."""
    now = moment()
    found = rateable(looked_up(code, now))
    if code == found.desk.code:
        _current_poster(found)
    options = _options(found)
    questionnaire = chosen(found, now=now)
    if questionnaire is None:
        return which_service(found, options=options)
    charge = partial(charge_open, options=options, now=now)
    answer = receive(
        questionnaire, options=options, proof=Proof(Channel.OPEN), now=now, charge=charge
    )
    return give_device_cookie(answer, now=now)


def _current_poster(found: RateableDesk) -> str | None:
    """Return the code on a desk's posters, or None when it never had one.

    A desk whose code was withdrawn takes no open rating under its public code either: the
    request ends with the page that says so.
    """
    poster = poster_of_desk(db.session(), found.desk.id)
    if poster.code is None and poster.had_one:
        abort(gone(found.desk, reason="revoked"))
    return poster.code


def _to_poster(code: str) -> AnyResponse:
    query = request.query_string.decode("ascii", "replace")
    address = url_for("rating.desk", code=code)
    return redirect(f"{address}?{query}" if query else address, 302)


def _options(found: RateableDesk) -> FormPageOptions:
    settings = current_settings()
    return FormPageOptions(
        wrong_url=url_for("rating.find", desk=found.desk.code),
        officer_label=settings.officer_label,
    )


@blueprint.get("/r/")
@public
def find() -> Response:
    """Ask for the code on a poster, and open its form when it is known."""
    now = moment()
    typed = request.args.get("code", "").strip()[:LONGEST_CODE]
    if typed and looked_up(typed, now).found is not None:
        # Of a whole address that was pasted, the code alone is the way on.
        code = read_poster_code(typed) if "/" in typed else typed
        abort(redirect(url_for("rating.desk", code=code), 302))
    known = rating_state().directory.catalogue(db.session(), on=rating_state().today(now), now=now)
    wrong = known.desks_by_code.get(request.args.get("desk", ""))
    page = render_template(
        "rating/questionnaire/find.html",
        typed=typed,
        problems=[("code", _("Periksa kode pada poster, lalu ketik lagi."))] if typed else [],
        neighbours=_other_desks(known, wrong),
        known=known,
        agency_name=known.agency_of_desk(wrong.id).name if wrong else "",
    )
    return make_response(page, 404 if typed else 200)


def _other_desks(known: Catalogue, wrong: Desk | None) -> list[Desk]:
    """Return the agency's other desks that can be rated."""
    if wrong is None:
        return []
    same = known.desks_of(wrong.agency_id)
    return [one for one in same if one.id != wrong.id and not one.is_retired(known.on)]


@blueprint.get("/privacy")
@public
def privacy() -> Response:
    """Say what the portal stores, what it does not, who can see it and when it is deleted."""
    settings = current_settings()
    page = render_template(
        "rating/questionnaire/privacy.html",
        batch=MIN_BATCH_SIZE,
        comment_days=settings.comment_keep_days,
        complaint_days=settings.complaint_keep_days,
    )
    return make_response(page)


@blueprint.get("/thanks")
@public
def thanks() -> Response:
    """Thank, and say what happens now; the page gets the desk and nothing of the rating."""
    entry = looked_up(request.args.get("desk", ""), moment())
    if entry.found is None:
        return make_response(_rendered(entry))
    name = ("thanks", language())
    return filled(rating_state().directory.page(entry, name, draw=partial(_drawn, entry)))


def _drawn(entry: DeskEntry) -> PageWithPlaceholders:
    return fixed_page(_rendered(entry), hole=HOLE)


def _rendered(entry: DeskEntry) -> str:
    desk = entry.found.desk if entry.found else None
    return render_template(
        "rating/questionnaire/thanks.html",
        desk=desk,
        figures_url=existing(f"/desks/{desk.code}") if desk else None,
        complaint_url=existing("/complaints/new"),
    )


def existing(address: str) -> str | None:
    """Return ``address`` when the portal has such a page, so that no link leads nowhere."""
    adapter = current_app.create_url_adapter(request)
    return address if adapter is not None and adapter.test(address, method="GET") else None
