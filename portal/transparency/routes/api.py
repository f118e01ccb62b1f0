"""The interface for programs: lists of places and releases, and its description."""

from portal.transparency.directory import directory
from portal.transparency.documents import open_releases
from portal.transparency.domain.openapi import openapi
from portal.transparency.page_cache import CachedPage
from portal.transparency.routes.cached import blueprint, cached, json_page, today
from portal.transparency.routes.open_data import publisher
from portal.web.access import public
from portal.web.extensions import db


@blueprint.get("/api/v1/openapi.json")
@public
@cached(is_translated=False)
def api_description() -> CachedPage:
    """Answer the description of the interface in OpenAPI 3.1."""
    by = publisher()
    return json_page(openapi(city=by.city, public_url=by.public_url))


@blueprint.get("/api/v1/places")
@public
@cached(is_translated=False)
def api_places() -> CachedPage:
    """Answer every place that has a page."""
    return json_page([entry.as_plain() for entry in directory(db.session(), on=today())])


@blueprint.get("/api/v1/releases")
@public
@cached(is_translated=False)
def api_releases() -> CachedPage:
    """Answer every release, latest first."""
    return json_page(
        [
            {
                "period": release.period,
                "published_on": release.published_on.isoformat(),
                "sha256": release.sha256,
                "figures": f"/data/{release.address}.json",
            }
            for release in open_releases(db.session())
        ]
    )
