"""Finding a page by the name of an agency, a service or a desk."""

from flask import Response, current_app, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from portal.transparency.directory import LONGEST_QUERY, SearchIndex, directory
from portal.transparency.routes.blueprint import blueprint
from portal.transparency.routes.cached import MAX_AGE_SECONDS, CachedValue, cached_value, today
from portal.web.access import public
from portal.web.extensions import db

INDEX = "portal_search_index"


@blueprint.get("/search")
@public
def search() -> AnyResponse:
    """Show the places whose names hold what was asked."""
    query = request.args.get("q", "")[:LONGEST_QUERY]
    found = _index().matching(query) if query.strip() else ()
    response = Response(render_template("transparency/search.html", query=query, found=found))
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    response.headers["Vary"] = "Cookie"
    response.add_etag()
    return response.make_conditional(request)


def _index() -> SearchIndex:
    """Return the places, read anew after a release, a day or a minute, by one request alone."""
    kept_index: CachedValue[SearchIndex] = current_app.extensions.setdefault(INDEX, CachedValue())
    return cached_value(kept_index, lambda: SearchIndex(directory(db.session(), on=today())))
