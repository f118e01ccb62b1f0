"""Every formula behind the figures, with its source."""

from portal.organisation.figure_rules.queries import rule_changes
from portal.survey.elements import ElementCodes, RuleBook
from portal.time.months import month_of
from portal.transparency import methodology as facts
from portal.transparency.page_cache import CachedPage
from portal.transparency.routes.cached import blueprint, cached, html_page, today
from portal.web.access import public
from portal.web.extensions import current_settings, db


@blueprint.get("/methodology")
@public
@cached()
def methodology() -> CachedPage:
    """Show how every figure is computed, from the constants that compute it."""
    changes = rule_changes(db.session())
    book = RuleBook(changes=tuple(change.rules for change in changes))
    return html_page(
        "transparency/methodology.html",
        survey=facts.survey_facts(ElementCodes(current_settings().element_codes)),
        statistics=facts.statistics_facts(),
        disclosure=facts.disclosure_facts(least_mean=book.in_month(month_of(today())).least_mean),
        attack=facts.attack_facts(),
        rule_changes=tuple(reversed(changes)),
    )
