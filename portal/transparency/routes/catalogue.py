"""The open data as people and programs find it: page, Frictionless package, DCAT in two forms."""

from dataclasses import replace
from typing import Any

from flask import current_app

from portal.organisation.posters.addresses import public_address
from portal.publication.figures.documents import ReleaseKind
from portal.publication.releases.queries import releases
from portal.transparency.documents import open_releases, open_revisions, revisions
from portal.transparency.domain.catalogue import OpenYear, data_sets, dcat
from portal.transparency.domain.datapackage import (
    LICENCE_NAME,
    LICENCE_URL,
    Publisher,
    datapackage,
    schema_org,
)
from portal.transparency.domain.open_figures import FIELDS, OWN_COLUMNS
from portal.transparency.domain.turtle import turtle
from portal.transparency.page_cache import CachedPage
from portal.transparency.routes.cached import blueprint, cached, html_page, json_page
from portal.web.access import public
from portal.web.extensions import current_settings, db


def publisher() -> Publisher:
    """Return who publishes here."""
    known: dict[str, Any] = dict(current_app.jinja_env.globals)
    return Publisher(
        city=str(known["city_name"]),
        public_url=str(known["public_url"]),
        is_demo=bool(known["is_demo"]),
        languages=tuple(known["languages"]),
    )


@blueprint.get("/data/")
@public
@cached()
def data() -> CachedPage:
    """Show what can be downloaded, and under which licence."""
    releases = open_releases(db.session())
    return html_page(
        "transparency/data.html",
        releases=releases,
        revisions=revisions(db.session()),
        fields=FIELDS,
        place_columns=OWN_COLUMNS,
        licence_name=LICENCE_NAME,
        licence_url=LICENCE_URL,
        metadata=schema_org(publisher(), releases, revised=open_revisions(db.session())),
    )


@blueprint.get("/data/datapackage.json")
@public
@cached(is_translated=False)
def package() -> CachedPage:
    """Answer the Frictionless Data Package."""
    revised = open_revisions(db.session())
    return json_page(datapackage(publisher(), open_releases(db.session()), revised=revised))


@blueprint.get("/data/dcat.jsonld")
@public
@cached(is_translated=False)
def catalogue() -> CachedPage:
    """Answer the DCAT catalogue as JSON-LD."""
    return json_page(_catalogue(), mimetype="application/ld+json")


@blueprint.get("/data/dcat.ttl")
@public
@cached(is_translated=False)
def catalogue_in_turtle() -> CachedPage:
    """Answer the DCAT catalogue as Turtle."""
    body = turtle(_catalogue()).encode()
    return CachedPage(body, mimetype="text/turtle", changed_at=None, is_translated=False)


def _catalogue() -> dict[str, Any]:
    session = db.session()
    by = replace(publisher(), public_url=public_address(current_settings()))
    years = [
        OpenYear(int(each.edition), each.published_on)
        for each in releases(session, kind=ReleaseKind.EVALUATION)
        if each.published_on is not None
    ]
    revised = open_revisions(session)
    return dcat(by, data_sets(by, open_releases(session), revised=revised, years=years))
