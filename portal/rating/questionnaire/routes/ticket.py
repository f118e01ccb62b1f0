"""The way in by visit ticket: looking spends nothing, sending spends the ticket once."""

from datetime import datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.rating.answers.channels import Channel
from portal.rating.questionnaire import service as errors
from portal.rating.questionnaire.forms import Questionnaire
from portal.rating.questionnaire.routes.blueprint import blueprint
from portal.rating.questionnaire.routes.form_page import FormPageOptions, fresh_page
from portal.rating.questionnaire.routes.sending import Proof, receive
from portal.rating.questionnaire.routes.state import rating_state
from portal.rating.questionnaire.routes.ticket_pages import refuse_ticket
from portal.rating.questionnaire.routes.ticket_scope import desk_of_ticket, good_ticket, narrowed
from portal.rating.questionnaire.routes.which import chosen, looked_up, rateable, which_service
from portal.rating.tickets.domain import read_ticket, ticket_hash
from portal.time import clock
from portal.web.access import public

LONGEST_TYPED = 80


@blueprint.get("/t/")
@public
def type_ticket() -> Response:
    """Ask for the code of a ticket."""
    return make_response(render_template("rating/type_ticket.html", typed="", is_wrong=False))


@blueprint.post("/t/")
@public
def open_ticket() -> AnyResponse:
    """Open the form of a typed ticket; says at once when it cannot be one."""
    typed = request.form.get("ticket", "")[:LONGEST_TYPED]
    code = read_ticket(typed)
    if code is None:
        page = render_template("rating/type_ticket.html", typed=typed, is_wrong=True)
        return make_response(page, 422)
    return redirect(url_for("rating.ticket", code=code), 303)


@blueprint.get("/t/<code>")
@public
def ticket(code: str) -> Response:
    """Show the form of a ticket's desk; spends nothing, so that previews of links are harmless."""
    now = clock.now()
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
    now = clock.now()
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
    proof = Proof(Channel.TICKET, ticket_hash=ticket_hash(plain))
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
    """Return the look of a ticket's form; a ticket for one desk has no other to go to."""
    return FormPageOptions(
        wrong_url="" if is_fixed else "?",
        address_query=f"desk={desk_code}&",
        carries_desk=True,
        officer_label=rating_state().settings.officer_label,
    )
