"""Addresses for programs: the read-only interface, and the files for search engines."""

from xml.sax.saxutils import escape

from flask import abort

from portal.transparency.directory import directory
from portal.transparency.documents import open_releases
from portal.transparency.domain.openapi import openapi
from portal.transparency.page_cache import CachedPage
from portal.transparency.routes.cached import blueprint, cached, json_page, today
from portal.transparency.routes.catalogue import publisher
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


# Forms for one citizen, and everything of the staff.
CLOSED = ("/admin/", "/r/", "/t/", "/p/", "/screen/", "/thanks", "/complaints/follow")
PAGES = (
    "/",
    "/methodology",
    "/evaluation",
    "/evaluation/your-rating",
    "/data/",
    "/compare",
    "/search",
    "/complaints/",
)
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@blueprint.get("/robots.txt")
@public
@cached(is_translated=False)
def robots() -> CachedPage:
    """Answer which addresses are not for search engines."""
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in CLOSED)]
    if publisher().public_url:
        lines.append(f"Sitemap: {publisher().public_url}/sitemap.xml")
    return _page("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@public
@cached(is_translated=False)
def sitemap() -> CachedPage:
    """Answer every public page; a city without a public address has none to give."""
    base = publisher().public_url
    if not base:
        abort(404)
    places = [f"/{entry.address}" for entry in directory(db.session(), on=today())]
    urls = "".join(f"<url><loc>{escape(base + path)}</loc></url>" for path in (*PAGES, *places))
    body = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{NAMESPACE}">{urls}</urlset>'
    return _page(body, mimetype="application/xml")


def _page(body: str, *, mimetype: str) -> CachedPage:
    return CachedPage(body.encode(), mimetype, changed_at=None, is_translated=False)
