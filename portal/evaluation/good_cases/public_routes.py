"""The public page of good cases: what was done, without a name.

Not kept in a cache: whoever it is about may take it back at any time.
"""

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from portal.evaluation.good_cases.queries import published_cases
from portal.organisation.places.queries import agencies_in_service
from portal.storage.paging import PAGE_SIZE, Page, offset_of, page_number
from portal.web.access import public
from portal.web.extensions import db, today, unlocked

blueprint = Blueprint("public_good_cases", __name__, url_prefix="/awards")


@blueprint.get("/examples")
@public
def examples() -> Response:
    """List the published cases: text, year, and the agency where it is no giveaway."""
    found = published_cases(db.session())
    number = page_number(request.args.get("page"))
    shown = found[offset_of(number) : offset_of(number) + PAGE_SIZE]
    response = make_response(
        render_template(
            "awards/examples.html",
            page=Page(shown, number, len(found)),
            agencies=agencies_in_service(db.session(), on=today()),
            opened=unlocked,
        )
    )
    response.headers["Cache-Control"] = "no-store"
    return response
