"""What is said about a ticket that is not good, and how often wrong ones may be tried."""

from typing import NoReturn

from flask import abort, make_response, render_template

from portal.web.guessing import is_guessing

STATUS = {"unknown": 404, "spent": 410, "expired": 410, "elsewhere": 409}
# Only codes that do not exist count. With 80 random bits this protects the database, not tickets.
WRONG_CODES_AN_HOUR = 60


def refuse_ticket(reason: str) -> NoReturn:
    """End the request with the page of a ticket that is unknown, spent, expired or elsewhere."""
    if reason == "unknown" and is_guessing("ticket", most=WRONG_CODES_AN_HOUR):
        abort(429)
    page = render_template("rating/ticket_refused.html", reason=reason)
    abort(make_response(page, STATUS[reason]))
