"""What is said about a ticket that is not good, and how often wrong ones may be tried."""

from typing import NoReturn

from flask import abort, current_app, make_response, render_template
from limits import parse
from redis.exceptions import RedisError

from portal.extensions import CLIENT_KEY, limiter

STATUS = {"unknown": 404, "spent": 410, "expired": 410, "elsewhere": 409}
# Counted per network, and only for codes that do not exist: a good ticket is never refused
# for what neighbours do. With 80 random bits this protects the database, not the tickets.
WRONG_CODES = parse("20 per 10 minutes")


def refuse_ticket(reason: str) -> NoReturn:
    """End the request with the page of a ticket that is unknown, spent, expired or elsewhere."""
    if reason == "unknown" and _is_guessing():
        abort(429)
    page = render_template("rating/ticket_refused.html", reason=reason)
    abort(make_response(page, STATUS[reason]))


def _is_guessing() -> bool:
    """Count one more wrong code; without the limiter's storage nothing can be counted."""
    try:
        client = current_app.extensions[CLIENT_KEY]()
        return not limiter.limiter.hit(WRONG_CODES, "ticket", client)
    except RedisError:
        return False
