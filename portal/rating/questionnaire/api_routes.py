"""Visit tickets for queue machines: JSON, by a key that an agency can take back."""

import logging
from typing import Any, NoReturn

from flask import Response, abort, jsonify, make_response, request

from portal.rating.devices.domain import secret_hash
from portal.rating.devices.key_queries import ApiKeyInBrief, holder_of_api_key
from portal.rating.questionnaire.extension_state import blueprint, rating_state
from portal.rating.tickets.domain import ScopeKind, TicketScope
from portal.rating.tickets.service import (
    IssuedTickets,
    ScopeAmbiguous,
    ScopeUnknown,
    issue_tickets,
    scope_of,
)
from portal.web.access import public
from portal.web.extensions import db, moment
from portal.web.guessing import is_guessing, is_too_often
from portal.web.request_gate import json_body, reads_json

log = logging.getLogger(__name__)
# A call for a single ticket would tell who came first; a machine fetches a stock instead.
FEWEST, MOST = 100, 5000
# Of one key; a stock of tickets is fetched once a day.
CALLS_AN_HOUR = 600
WRONG_KEYS_AN_HOUR = 60


@blueprint.post("/api/v1/tickets")
@reads_json
@public
def tickets() -> Response:
    """Issue a stock of tickets for a desk, service or agency; their order tells nothing."""
    key = _holder()
    wanted = _wanted()
    now = moment()
    scope = _scope(wanted, key=key)
    issued = issue_tickets(
        db.session(), scope, count=wanted["count"], today=rating_state().today(now)
    )
    log.info("tickets issued: key=%s count=%s", key.id, wanted["count"])
    return _answer(issued)


def _holder() -> ApiKeyInBrief:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    holder = None
    if scheme.lower() == "bearer" and key:
        holder = holder_of_api_key(db.session(), secret_hash(key.strip()))
    if holder is None:
        if is_guessing("machine key", most=WRONG_KEYS_AN_HOUR):
            _refuse(429, "too many wrong keys from this network; try again in an hour")
        _refuse(401, "send a key that is still good as Authorization: Bearer ...")
    if is_too_often("call of a machine", key, most=CALLS_AN_HOUR):
        _refuse(429, "too many calls with this key; try again in an hour")
    return holder


def _wanted() -> dict[str, Any]:
    """Return the checked body: code, count and perhaps the kind of place."""
    body = json_body()
    if not isinstance(body, dict):
        _refuse(400, "send a JSON object with code and count")
    code, count, kind = body.get("code"), body.get("count"), body.get("for")
    if not isinstance(code, str):
        _refuse(422, "code must be the code of a desk, service or agency")
    if type(count) is not int or not FEWEST <= count <= MOST:
        _refuse(422, f"count must be a whole number from {FEWEST} to {MOST}")
    if kind is not None and kind not in list(ScopeKind):
        _refuse(422, "for must be desk, service or agency")
    return {"code": code, "count": count, "kind": ScopeKind(kind) if kind else None}


def _scope(wanted: dict[str, Any], *, key: ApiKeyInBrief) -> TicketScope:
    now = moment()
    known = rating_state().directory.catalogue(db.session(), on=rating_state().today(now), now=now)
    try:
        scope = scope_of(known, wanted["code"], kind=wanted["kind"])
    except ScopeUnknown:
        _refuse(404, "there is no such desk, service or agency")
    except ScopeAmbiguous:
        _refuse(422, "several places have this code: say for which with for")
    if scope.agency_id != key.agency_id:
        _refuse(403, "this key is for another agency")
    return scope


def _answer(issued: IssuedTickets) -> Response:
    address = rating_state().settings.public_url or request.host_url.rstrip("/")
    body = jsonify(
        tickets=list(issued.codes),
        expires_on=issued.expires_on.isoformat(),
        address=f"{address}/t/",
    )
    return make_response(body, 201)


def _refuse(status: int, reason: str) -> NoReturn:
    response = jsonify(error=reason, status=status)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    response.status_code = status
    abort(response)
