"""Finding a page by the name of an agency, a service or a desk."""

from flask import render_template, request

from portal.access import public
from portal.extensions import db
from portal.transparency.directory import LONGEST_QUERY, directory, matching
from portal.transparency.routes.blueprint import blueprint
from portal.transparency.routes.kept import today


@blueprint.get("/search")
@public
def search() -> str:
    """Show the places whose names hold what was asked."""
    query = request.args.get("q", "")[:LONGEST_QUERY]
    found = matching(directory(db.session(), on=today()), query) if query.strip() else ()
    return render_template("transparency/search.html", query=query, found=found)
