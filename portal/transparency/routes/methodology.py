"""Every formula behind the figures, with its source."""

from portal.organisation.figure_rules.queries import rule_changes
from portal.transparency import methodology as facts
from portal.transparency.page_cache import CachedPage
from portal.transparency.routes.answers import html_page
from portal.transparency.routes.blueprint import blueprint
from portal.transparency.routes.cached import cached
from portal.web.access import public
from portal.web.extensions import db


@blueprint.get("/methodology")
@public
@cached()
def methodology() -> CachedPage:
    """Show how every figure is computed, from the constants that compute it."""
    return html_page(
        "transparency/methodology.html",
        survey=facts.survey_facts(),
        statistics=facts.statistics_facts(),
        disclosure=facts.disclosure_facts(),
        attack=facts.attack_facts(),
        rule_changes=tuple(reversed(rule_changes(db.session()))),
    )
