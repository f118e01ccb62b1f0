"""The page on which somebody stops the daily mail, or wants it again."""

from flask import redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from portal.evaluation.monitoring.blueprint import blueprint
from portal.evaluation.monitoring.digest_service import choose_digest, wants_digest
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db


@blueprint.route("/digest", methods=("GET", "POST"))
@requires(*Role)
def digest() -> str | Response:
    """Show whether the daily mail is wanted, and change it."""
    form, account_id = FlaskForm(), current_staff().account_id
    if form.validate_on_submit():
        choose_digest(db.session(), account_id, is_wanted=request.form.get("act") == "on")
        return redirect(url_for("monitoring.digest", done="saved"), 302)
    return render_template(
        "evaluation/monitoring/digest.html",
        form=form,
        is_wanted=wants_digest(db.session(), account_id),
    )
