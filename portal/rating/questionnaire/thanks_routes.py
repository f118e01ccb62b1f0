"""The page after a rating."""

from functools import partial

from flask import Response, current_app, make_response, render_template, request

from portal.rating.questionnaire.blueprint import blueprint
from portal.rating.questionnaire.directory import Entry
from portal.rating.questionnaire.extension_state import rating_state
from portal.rating.questionnaire.form_page import HOLE, filled
from portal.rating.questionnaire.page_with_placeholders import PageWithPlaceholders, fixed_page
from portal.rating.questionnaire.which_desk import looked_up
from portal.time import clock
from portal.web.access import public
from portal.web.formatting import language


@blueprint.get("/thanks")
@public
def thanks() -> Response:
    """Thank, and say what happens now; the page knows the desk and nothing of the rating."""
    entry = looked_up(request.args.get("desk", ""), clock.now())
    if entry.found is None:
        return make_response(_rendered(entry))
    name = ("thanks", language())
    return filled(rating_state().directory.page(entry, name, draw=partial(_drawn, entry)))


def _drawn(entry: Entry) -> PageWithPlaceholders:
    return fixed_page(_rendered(entry), hole=HOLE)


def _rendered(entry: Entry) -> str:
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
