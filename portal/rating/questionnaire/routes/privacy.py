"""What the portal knows about citizens, in plain words."""

from flask import Response, make_response, render_template

from portal.rating.mixing.domain import MIN_BATCH_SIZE
from portal.rating.questionnaire.routes.blueprint import blueprint
from portal.web.access import public
from portal.web.extensions import current_settings


@blueprint.get("/privacy")
@public
def privacy() -> Response:
    """Say what is known, what is not, who can see it and when it is gone."""
    settings = current_settings()
    page = render_template(
        "rating/privacy.html",
        batch=MIN_BATCH_SIZE,
        comment_days=settings.comment_keep_days,
        complaint_days=settings.complaint_keep_days,
    )
    return make_response(page)
