"""Finding a page by the name of an agency, a service or a desk."""

from dataclasses import dataclass

from flask import Response, current_app, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from portal.organisation.places.search_index import LONGEST_QUERY, SearchIndex
from portal.transparency.directory import PlaceEntry, directory
from portal.transparency.documents import Figures, newest_figures
from portal.transparency.routes.cached import (
    MAX_AGE_SECONDS,
    CachedValue,
    blueprint,
    cached_value,
    today,
)
from portal.web.access import public
from portal.web.extensions import db

INDEX = "portal_search_index"


@dataclass(frozen=True, slots=True)
class _Searchable:
    """All places made ready for being found, and the newest figure of those that have one."""

    index: SearchIndex[PlaceEntry]
    figures: Figures


@blueprint.get("/search")
@public
def search() -> AnyResponse:
    """Show the places whose names hold what was asked."""
    query = request.args.get("q", "")[:LONGEST_QUERY]
    places = _places()
    found = places.index.matching(query) if query.strip() else ()
    response = Response(
        render_template(
            "transparency/search.html", query=query, found=found, figures=places.figures
        )
    )
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    response.headers["Vary"] = "Cookie"
    response.add_etag()
    return response.make_conditional(request)


def _places() -> _Searchable:
    """Return the places, read anew after a release, a day or a minute, by one request alone."""
    kept: CachedValue[_Searchable] = current_app.extensions.setdefault(INDEX, CachedValue())
    return cached_value(kept, _read)


def _read() -> _Searchable:
    session = db.session()
    return _Searchable(SearchIndex(directory(session, on=today())), newest_figures(session))
