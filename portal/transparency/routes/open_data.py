"""Open data: every release as CSV and JSON at addresses that stay, with its descriptions."""

import json
from typing import Any

from flask import abort, current_app

from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.known_figures import FIGURES_ADDRESS
from portal.publication.releases.queries import ledger_lines, published
from portal.transparency.documents import open_releases
from portal.transparency.domain.datapackage import Publisher, datapackage, dcat, schema_org
from portal.transparency.domain.metadata import LICENCE_NAME, LICENCE_URL
from portal.transparency.domain.open_figures import FIELDS, OWN_COLUMNS, figures_csv
from portal.transparency.page_cache import CachedPage
from portal.transparency.revisions import open_revisions, revisions
from portal.transparency.routes.cached import blueprint, cached, data_page, html_page, json_page
from portal.web.access import public
from portal.web.extensions import db

PERIOD = "/data/<month:period>"
PLACE = f"{PERIOD}/<any(agencies,units,services,desks):folder>/<place:code>"


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
    """Answer the DCAT catalogue."""
    session = db.session()
    described = dcat(publisher(), open_releases(session), revised=open_revisions(session))
    return json_page(described, mimetype="application/ld+json")


@blueprint.get("/data/ledger.json")
@public
@cached(is_translated=False)
def ledger() -> CachedPage:
    """Answer the chained ledger: what was published when, with the digest of each document."""
    lines: list[dict[str, Any]] = [
        {
            "id": line.id,
            "recorded_on": line.recorded_on.isoformat(),
            "entry": line.entry,
            "previous_hash": line.previous_hash,
            "hash": line.hash,
        }
        for line in ledger_lines(db.session())
    ]
    return json_page(lines)


@blueprint.get(f"{PERIOD}/figures.csv")
@public
@cached(is_translated=False)
def figures_table(period: str) -> CachedPage:
    """Answer every figure of a release as one table."""
    found = published(db.session(), FIGURES_ADDRESS, period=period)
    if found is None:
        abort(404)
    return data_page(figures_csv(json.loads(found.body)), mimetype="text/csv", source=found)


@blueprint.get(f"{PERIOD}/figures.json")
@public
@cached(is_translated=False)
def figures(period: str) -> CachedPage:
    """Answer every figure of a release as it was published."""
    return _document(FIGURES_ADDRESS, period=period)


@blueprint.get(f"{PERIOD}/city.json")
@public
@cached(is_translated=False)
def city_of_period(period: str) -> CachedPage:
    """Answer the city's document of a release."""
    return _document(CITY_ADDRESS, period=period)


@blueprint.get(f"{PLACE}.json")
@public
@cached(is_translated=False)
def place_of_period(*, period: str, folder: str, code: str) -> CachedPage:
    """Answer a place's document of a release."""
    return _document(f"{folder}/{code}", period=period)


def _document(address: str, *, period: str) -> CachedPage:
    found = published(db.session(), address, period=period)
    if found is None:
        abort(404)
    return data_page(found.body, mimetype="application/json", source=found)


def publisher() -> Publisher:
    """Return who publishes here."""
    known = current_app.jinja_env.globals
    return Publisher(
        city=str(known["city_name"]),
        public_url=str(known["public_url"]),
        is_demo=bool(known["is_demo"]),
    )
