"""Revisions of years: what was revised, when and why, as a page and as files that stay."""

import json

from flask import abort

from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.revisions import (
    LEAST_CHANGED,
    figures_address,
    revised_address,
    revision_address,
)
from portal.publication.releases.queries import PublishedDocument, published
from portal.transparency.domain.open_figures import figures_csv
from portal.transparency.page_cache import CachedPage
from portal.transparency.revisions import Revision, revisions
from portal.transparency.routes.cached import blueprint, cached, data_page, html_page, json_page
from portal.web.access import public
from portal.web.extensions import db

REVISION = "/data/revisions/<year:year>"
PLACE = f"{REVISION}/<any(agencies,units,services,desks):folder>/<place:code>"


@blueprint.get("/data/revisions.json")
@public
@cached(is_translated=False)
def all_revisions() -> CachedPage:
    """Answer the list of everything that was revised, latest first."""
    return json_page([each.as_plain() for each in revisions(db.session())])


@blueprint.get(REVISION)
@public
@cached()
def revision(year: str) -> CachedPage:
    """Show what the revision of a year changed, and what it left out."""
    found = _revision(year)
    return html_page(
        "transparency/revision.html",
        revision=found,
        doc=found.content,
        least_changed=LEAST_CHANGED,
    )


@blueprint.get(f"{REVISION}.json")
@public
@cached(is_translated=False)
def revision_json(year: str) -> CachedPage:
    """Answer the revision as it was published."""
    return _json(revision_address(int(year)))


@blueprint.get(f"{REVISION}/figures.json")
@public
@cached(is_translated=False)
def revised_table_json(year: str) -> CachedPage:
    """Answer every revised figure as it was published."""
    return _json(figures_address(int(year)))


@blueprint.get(f"{REVISION}/figures.csv")
@public
@cached(is_translated=False)
def revised_table(year: str) -> CachedPage:
    """Answer every revised figure as one table."""
    return _csv(year)


@blueprint.get(f"{REVISION}/city.json")
@public
@cached(is_translated=False)
def revised_city_json(year: str) -> CachedPage:
    """Answer the city's revised figures as they were published."""
    return _json(revised_address(int(year), CITY_ADDRESS))


@blueprint.get(f"{REVISION}/city.csv")
@public
@cached(is_translated=False)
def revised_city_csv(year: str) -> CachedPage:
    """Answer the city's revised figures as a table."""
    return _csv(year, address=CITY_ADDRESS)


@blueprint.get(f"{PLACE}.json")
@public
@cached(is_translated=False)
def revised_place_json(*, year: str, folder: str, code: str) -> CachedPage:
    """Answer a place's revised figures as they were published."""
    return _json(revised_address(int(year), f"{folder}/{code}"))


@blueprint.get(f"{PLACE}.csv")
@public
@cached(is_translated=False)
def revised_place_csv(*, year: str, folder: str, code: str) -> CachedPage:
    """Answer a place's revised figures as a table."""
    return _csv(year, address=f"{folder}/{code}")


def _revision(year: str) -> Revision:
    found = next((each for each in revisions(db.session()) if each.year == year), None)
    return found or abort(404)


def _document(address: str) -> PublishedDocument:
    return published(db.session(), address) or abort(404)


def _json(address: str) -> CachedPage:
    found = _document(address)
    return data_page(found.body, mimetype="application/json", source=found)


def _csv(year: str, *, address: str | None = None) -> CachedPage:
    """Return the table of a revision, or the part of it that is about one place."""
    found = _document(figures_address(int(year)))
    table = json.loads(found.body)
    if address is not None:
        place = table["columns"].index("address")
        table["rows"] = [row for row in table["rows"] if row[place] == address] or abort(404)
    return data_page(figures_csv(table), mimetype="text/csv", source=found)
