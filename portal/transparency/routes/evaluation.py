"""The evaluation of civil servants: what is evaluated and how, and what a year's release tells."""

import json

from flask import abort

from portal.organisation.figure_rules.queries import rule_changes
from portal.publication.figures.documents import ReleaseKind, ReleaseState
from portal.publication.releases.queries import (
    PublishedDocument,
    ReleaseInBrief,
    published,
    releases,
)
from portal.publication.yearly_evaluation.documents import evaluation_address
from portal.survey.elements import RuleBook
from portal.time.months import month_of
from portal.transparency.domain.evaluation_year import (
    STEP_LABEL,
    evaluation_charts,
    told_measures,
)
from portal.transparency.domain.evaluation_year import evaluation_table as table_of_year
from portal.transparency.domain.tables import TableForm
from portal.transparency.page_cache import CachedPage
from portal.transparency.routes.cached import (
    blueprint,
    cached,
    data_page,
    html_page,
    table_page,
    today,
)
from portal.web.access import public
from portal.web.extensions import db

YEAR = "/evaluation/<year:year>"


@blueprint.get("/evaluation")
@public
@cached()
def evaluation() -> CachedPage:
    """Say in plain words what is evaluated, by whom, and what is never shown."""
    return html_page("transparency/evaluation.html", years=_published())


@blueprint.get("/evaluation/your-rating")
@public
@cached()
def evaluation_rating() -> CachedPage:
    """Say what a citizen's rating does to an officer and what it does not."""
    book = RuleBook(changes=tuple(change.rules for change in rule_changes(db.session())))
    least = book.in_month(month_of(today())).least_mean
    return html_page("transparency/evaluation_rating.html", least=least)


@blueprint.get(YEAR)
@public
@cached()
def evaluation_year(year: str) -> CachedPage:
    """Show what was published of a year."""
    found = _document(year)
    document = json.loads(found.body)
    return html_page(
        "transparency/evaluation_year.html",
        doc=document,
        compared=told_measures(document),
        chart_step_label=STEP_LABEL,
        published_on=found.published_on,
        sha256=found.sha256,
    )


@blueprint.get(f"{YEAR}.charts.json")
@public
@cached(is_translated=False)
def evaluation_year_charts(year: str) -> CachedPage:
    """Answer what the interactive charts of a year draw."""
    found = _document(year)
    body = json.dumps(evaluation_charts(json.loads(found.body)), ensure_ascii=False)
    return data_page(body, mimetype="application/json", source=found)


@blueprint.get(f"{YEAR}.json")
@public
@cached(is_translated=False)
def evaluation_json(year: str) -> CachedPage:
    """Answer the year as it was published."""
    found = _document(year)
    return data_page(found.body, mimetype="application/json", source=found)


@blueprint.get(f"{YEAR}.<table:form>")
@public
@cached(is_translated=False)
def evaluation_table(year: str, *, form: TableForm) -> CachedPage:
    """Answer the year as one table."""
    found = _document(year)
    return table_page(table_of_year(json.loads(found.body)), form=form, source=found)


def _published() -> list[ReleaseInBrief]:
    """Return the years that are out, the latest first."""
    found = releases(db.session(), kind=ReleaseKind.EVALUATION)
    return [each for each in found if each.state is ReleaseState.PUBLISHED]


def _document(year: str) -> PublishedDocument:
    return published(db.session(), evaluation_address(year)) or abort(404)
