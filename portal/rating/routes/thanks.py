"""The page after a rating."""

from flask import Response, current_app, make_response, render_template, request

from portal import clock
from portal.access import public
from portal.rating.routes.blueprint import blueprint
from portal.rating.routes.which import looked_up


@blueprint.get("/thanks")
@public
def thanks() -> Response:
    """Thank, and say what happens now; knows the desk and nothing of the rating."""
    found = looked_up(request.args.get("desk", ""), clock.now()).found
    desk = found.desk if found else None
    page = render_template(
        "rating/thanks.html",
        desk=desk,
        figures_url=existing(f"/desks/{desk.code}") if desk else None,
        complaint_url=existing("/complaints/new"),
    )
    return make_response(page)


def existing(address: str) -> str | None:
    """Return ``address`` when the portal has such a page, so that no link leads nowhere."""
    adapter = current_app.create_url_adapter(request)
    return address if adapter is not None and adapter.test(address, method="GET") else None
