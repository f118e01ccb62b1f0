"""Open data: every release and every revision of a year, as pages and files that stay."""

import json
from typing import Any

from flask import abort

from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.known_figures import FIGURES_ADDRESS
from portal.publication.figures.revisions import (
    LEAST_CHANGED,
    figures_address,
    revised_address,
    revision_address,
)
from portal.publication.releases.queries import PublishedDocument, ledger_lines, published
from portal.time.months import Month
from portal.transparency.documents import Revision, revisions
from portal.transparency.domain.open_figures import figures_table as table_of_release
from portal.transparency.domain.tables import TableForm
from portal.transparency.page_cache import CachedPage
from portal.transparency.routes.cached import (
    blueprint,
    cached,
    data_page,
    html_page,
    json_page,
    table_page,
)
from portal.web.access import public
from portal.web.extensions import db

PERIOD = "/data/<month:period>"
PLACE = f"{PERIOD}/<any(agencies,units,services,desks):folder>/<place:code>"
REVISION = "/data/revisions/<year:year>"
REVISED_PLACE = f"{REVISION}/<any(agencies,units,services,desks):folder>/<place:code>"


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


@blueprint.get(f"{PERIOD}/figures.<table:form>")
@public
@cached(is_translated=False)
def figures_table(*, period: Month, form: TableForm) -> CachedPage:
    """Answer every figure of a release as one table."""
    found = published(db.session(), FIGURES_ADDRESS, period=period)
    if found is None:
        abort(404)
    return table_page(table_of_release(json.loads(found.body)), form=form, source=found)


@blueprint.get(f"{PERIOD}/figures.json")
@public
@cached(is_translated=False)
def figures(period: Month) -> CachedPage:
    """Answer every figure of a release as it was published."""
    return _document(FIGURES_ADDRESS, period=period)


@blueprint.get(f"{PERIOD}/city.json")
@public
@cached(is_translated=False)
def city_of_period(period: Month) -> CachedPage:
    """Answer the city's document of a release."""
    return _document(CITY_ADDRESS, period=period)


@blueprint.get(f"{PLACE}.json")
@public
@cached(is_translated=False)
def place_of_period(*, period: Month, folder: str, code: str) -> CachedPage:
    """Answer a place's document of a release."""
    return _document(f"{folder}/{code}", period=period)


def _document(address: str, *, period: Month) -> CachedPage:
    found = published(db.session(), address, period=period)
    if found is None:
        abort(404)
    return data_page(found.body, mimetype="application/json", source=found)


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


@blueprint.get(f"{REVISION}/figures.<table:form>")
@public
@cached(is_translated=False)
def revised_table(*, year: str, form: TableForm) -> CachedPage:
    """Answer every revised figure as one table."""
    return _table(year, form=form)


@blueprint.get(f"{REVISION}/city.json")
@public
@cached(is_translated=False)
def revised_city_json(year: str) -> CachedPage:
    """Answer the city's revised figures as they were published."""
    return _json(revised_address(int(year), CITY_ADDRESS))


@blueprint.get(f"{REVISION}/city.<table:form>")
@public
@cached(is_translated=False)
def revised_city_csv(*, year: str, form: TableForm) -> CachedPage:
    """Answer the city's revised figures as a table."""
    return _table(year, form=form, address=CITY_ADDRESS)


@blueprint.get(f"{REVISED_PLACE}.json")
@public
@cached(is_translated=False)
def revised_place_json(*, year: str, folder: str, code: str) -> CachedPage:
    """Answer a place's revised figures as they were published."""
    return _json(revised_address(int(year), f"{folder}/{code}"))


@blueprint.get(f"{REVISED_PLACE}.<table:form>")
@public
@cached(is_translated=False)
def revised_place_csv(*, year: str, folder: str, code: str, form: TableForm) -> CachedPage:
    """Answer a place's revised figures as a table."""
    return _table(year, form=form, address=f"{folder}/{code}")


def _revision(year: str) -> Revision:
    found = next((each for each in revisions(db.session()) if each.year == year), None)
    return found or abort(404)


def _revised_document(address: str) -> PublishedDocument:
    return published(db.session(), address) or abort(404)


def _json(address: str) -> CachedPage:
    found = _revised_document(address)
    return data_page(found.body, mimetype="application/json", source=found)


def _table(year: str, *, form: TableForm, address: str | None = None) -> CachedPage:
    """Return the table of a revision, or the part of it that is about one place."""
    found = _revised_document(figures_address(int(year)))
    table = json.loads(found.body)
    if address is not None:
        place = table["columns"].index("address")
        table["rows"] = [row for row in table["rows"] if row[place] == address] or abort(404)
    return table_page(table_of_release(table), form=form, source=found)
