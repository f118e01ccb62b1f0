"""Rating by ticket: typing it, choosing the desk it counts for, refusing it."""

from dataclasses import replace
from datetime import date, datetime
from typing import NoReturn

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.organisation.places.catalogue import Catalogue, Desk
from portal.organisation.posters.rateable import RateableDesk
from portal.rating.answers.answers import Channel
from portal.rating.questionnaire import service as errors
from portal.rating.questionnaire.extension_state import blueprint, rating_state
from portal.rating.questionnaire.form_page import (
    FormPageOptions,
    chosen,
    fresh_page,
    looked_up,
    rateable,
    which_service,
)
from portal.rating.questionnaire.forms import Questionnaire
from portal.rating.questionnaire.sending import Proof, receive
from portal.rating.tickets.domain import read_ticket, ticket_hash
from portal.rating.tickets.queries import TicketInBrief, TicketState, ticket_in_brief
from portal.web.access import is_from_elsewhere, needs_no_cookie, public
from portal.web.extensions import current_settings, db, moment
from portal.web.guessing import is_guessing

STATUS = {"unknown": 404, "spent": 410, "expired": 410, "elsewhere": 409}
# Only codes that do not exist count. With 80 random bits this protects the database, not tickets.
WRONG_CODES_AN_HOUR = 60
LONGEST_TYPED = 300


def good_ticket(code: str, *, today: date) -> TicketInBrief:
    """Return the ticket, or end the request with the page that says why it is not good."""
    plain = read_ticket(code)
    brief = ticket_in_brief(db.session(), ticket_hash(plain), on=today) if plain else None
    if brief is None:
        refuse_ticket("unknown")
    if brief.state is not TicketState.GOOD:
        refuse_ticket(str(brief.state))
    return brief


def desk_of_ticket(ticket: TicketInBrief, *, now: datetime) -> str:
    """Return the code of the ticket's desk; end the request with a question while it is open."""
    known = rating_state().directory.catalogue(db.session(), on=rating_state().today(now), now=now)
    if ticket.desk_id is not None:
        return known.desks[ticket.desk_id].code
    desks = _desks(known, ticket)
    picked = request.args.get("desk")
    if picked not in {desk.code for desk in desks}:
        page = render_template("rating/questionnaire/which_desk.html", desks=desks, known=known)
        abort(make_response(page))
    return picked


def narrowed(desk: RateableDesk, *, service_id: int | None) -> RateableDesk:
    """Return ``desk`` with only the ticket's service, where it has one."""
    if service_id is None:
        return desk
    return replace(desk, services=tuple(one for one in desk.services if one.id == service_id))


def _desks(known: Catalogue, ticket: TicketInBrief) -> list[Desk]:
    """Return the desks that a ticket for a service or an agency can be used at."""
    return [
        desk
        for desk in known.desks.values()
        if not desk.is_retired(known.on)
        and (ticket.agency_id == desk.agency_id or ticket.service_id in desk.service_ids)
    ]


def refuse_ticket(reason: str) -> NoReturn:
    """End the request with the page of a ticket that is unknown, spent, expired or elsewhere."""
    if reason == "unknown" and is_guessing("ticket", most=WRONG_CODES_AN_HOUR):
        abort(429)
    page = render_template("rating/questionnaire/ticket_refused.html", reason=reason)
    abort(make_response(page, STATUS[reason]))


@blueprint.get("/t/")
@public
def type_ticket() -> Response:
    """Ask for the code of a ticket."""
    return make_response(
        render_template("rating/questionnaire/type_ticket.html", typed="", is_wrong=False)
    )


@blueprint.post("/t/")
@public
def open_ticket() -> AnyResponse:
    """Open the form of a typed ticket; says at once when it cannot be one. Needs no cookie."""
    if is_from_elsewhere():
        abort(400)
    typed = request.form.get("ticket", "")[:LONGEST_TYPED]
    code = read_ticket(typed)
    if code is None:
        page = render_template("rating/questionnaire/type_ticket.html", typed=typed, is_wrong=True)
        return make_response(page, 422)
    return redirect(url_for("rating.ticket", code=code), 303)


@blueprint.get("/t/<code>")
@public
def ticket(code: str) -> Response:
    """Show the form of a ticket's desk; spends nothing, so that previews of links are harmless."""
    now = moment()
    brief = good_ticket(code, today=rating_state().today(now))
    entry = looked_up(desk_of_ticket(brief, now=now), now)
    found = narrowed(rateable(entry), service_id=brief.service_id)
    options = _options(found.desk.code, is_fixed=brief.desk_id is not None)
    questionnaire = chosen(found, now=now)
    if questionnaire is None:
        return which_service(found, options=options)
    return fresh_page(rating_state().directory, entry, questionnaire=questionnaire, options=options)


@blueprint.post("/t/<code>")
@public
def submit_by_ticket(code: str) -> Response:
    """Take a rating in and spend its ticket, both or neither."""
    now = moment()
    plain = read_ticket(code)
    if plain is None:
        refuse_ticket("unknown")
    desk = request.form.get("desk") or desk_of_ticket(
        good_ticket(code, today=rating_state().today(now)), now=now
    )
    found = rateable(looked_up(desk, now))
    options = _options(found.desk.code, is_fixed=False)
    questionnaire = chosen(found, now=now)
    if questionnaire is None:
        return which_service(found, options=options)
    return _received(questionnaire, options=options, plain=plain, now=now)


def _received(
    questionnaire: Questionnaire, *, options: FormPageOptions, plain: str, now: datetime
) -> Response:
    hashed = ticket_hash(plain)
    proof = Proof(Channel.TICKET, ticket_hash=hashed, needs_no_token=needs_no_cookie())
    try:
        return receive(questionnaire, options=options, proof=proof, now=now)
    except errors.TicketUnknown:
        refuse_ticket("unknown")
    except errors.TicketAlreadySpent:
        refuse_ticket("spent")
    except errors.TicketExpired:
        refuse_ticket("expired")
    except errors.TicketForAnotherDesk:
        refuse_ticket("elsewhere")


def _options(desk_code: str, *, is_fixed: bool) -> FormPageOptions:
    """Return the options of a ticket's form; a ticket for one desk offers no other desk."""
    return FormPageOptions(
        wrong_url="" if is_fixed else "?",
        address_query=f"desk={desk_code}&",
        carries_desk=True,
        officer_label=current_settings().officer_label,
    )
