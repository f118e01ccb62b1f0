"""Which desk a ticket is used for: its own, or one that the citizen picks."""

from dataclasses import replace
from datetime import date, datetime

from flask import abort, make_response, render_template, request

from portal.organisation.places.catalogue import Catalogue, Desk
from portal.organisation.posters.rateable import RateableDesk
from portal.rating.questionnaire.routes.state import rating_state
from portal.rating.questionnaire.routes.ticket_pages import refuse_ticket
from portal.rating.tickets.domain import read_ticket, ticket_hash
from portal.rating.tickets.queries import TicketInBrief, TicketState, ticket_in_brief
from portal.web.extensions import db


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
        page = render_template("rating/which_desk.html", desks=desks, agencies=known.agencies)
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
