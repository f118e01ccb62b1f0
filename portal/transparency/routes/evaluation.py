"""The evaluation of civil servants: what is evaluated and how, and what a year's release tells."""

import json

from flask import abort

from portal.publication.figures.documents import ReleaseKind, ReleaseState
from portal.publication.releases.queries import (
    PublishedDocument,
    ReleaseInBrief,
    published,
    releases,
)
from portal.publication.yearly_evaluation.documents import evaluation_address
from portal.transparency.domain.evaluation_flat import evaluation_csv
from portal.transparency.page_cache import CachedPage
from portal.transparency.routes.cached import blueprint, cached, data_page, html_page
from portal.web.access import public
from portal.web.extensions import db

YEAR = "/evaluation/<year:year>"


@blueprint.get("/evaluation")
@public
@cached()
def evaluation() -> CachedPage:
    """Say in plain words what is evaluated, by whom, and what is never shown."""
    return html_page("transparency/evaluation.html", years=_published())


@blueprint.get(YEAR)
@public
@cached()
def evaluation_year(year: str) -> CachedPage:
    """Show what was published of a year."""
    found = _document(year)
    return html_page(
        "transparency/evaluation_year.html",
        doc=json.loads(found.body),
        published_on=found.published_on,
        sha256=found.sha256,
    )


@blueprint.get(f"{YEAR}.json")
@public
@cached(is_translated=False)
def evaluation_json(year: str) -> CachedPage:
    """Answer the year as it was published."""
    found = _document(year)
    return data_page(found.body, mimetype="application/json", source=found)


@blueprint.get(f"{YEAR}.csv")
@public
@cached(is_translated=False)
def evaluation_table(year: str) -> CachedPage:
    """Answer the year as one table."""
    found = _document(year)
    return data_page(evaluation_csv(json.loads(found.body)), mimetype="text/csv", source=found)


def _published() -> list[ReleaseInBrief]:
    """Return the years that are out, the latest first."""
    found = releases(db.session(), kind=ReleaseKind.EVALUATION)
    return [each for each in found if each.state is ReleaseState.PUBLISHED]


def _document(year: str) -> PublishedDocument:
    return published(db.session(), evaluation_address(year)) or abort(404)
