"""What the portal knows about citizens, in plain words."""

from flask import Response, make_response, render_template

from portal.access import public
from portal.rating.domain.mixing import CROWD
from portal.rating.routes.blueprint import blueprint


@blueprint.get("/privacy")
@public
def privacy() -> Response:
    """Say what is known, what is not, who can see it and when it is gone."""
    return make_response(render_template("rating/privacy.html", crowd=CROWD))
