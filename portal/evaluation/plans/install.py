"""Puts plans into the app: their pages and words, and what they mean for cycles."""

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle, OpenMatter
from portal.evaluation.cycles.install import add_closing_condition
from portal.evaluation.plans import course_routes, edit_routes, labels, queries, routes
from portal.evaluation.plans.blueprint import blueprint
from portal.web.navigation import NavEntry, add_navigation

PAGES = (course_routes, edit_routes, routes)
NAV = (NavEntry("plans.index", _l("Kinerja"), order=70),)


def install_plans(app: Flask) -> None:
    """Register the pages, and what cycles ask of plans."""
    add_navigation(app, *NAV)
    app.register_blueprint(blueprint)
    add_closing_condition(app, plans_are_over, matters=dict(labels.MATTERS))
    app.jinja_env.filters["plain_number"] = labels.plain_number
    app.jinja_env.globals["plan_labels"] = {
        "state": labels.STATES,
        "kind": labels.KINDS,
        "approach": labels.APPROACHES,
        "aspect": labels.ASPECTS,
        "direction": labels.DIRECTIONS,
        "value": labels.VALUES,
        "appendix": labels.APPENDIX,
        "end": labels.END_KINDS,
        "fault": labels.FAULTS,
        "missing": labels.MISSING,
        "field": labels.FIELDS,
        "event": labels.EVENTS,
    }


def plans_are_over(session: Session, cycle: Cycle) -> Sequence[OpenMatter]:
    """Name the plans that keep a cycle open."""
    excepted = {each.person_id for each in cycles.exceptions(session, cycle.id)}
    count = queries.open_plan_count(session, cycle.id, excepted=excepted)
    return (OpenMatter("plans", count),) if count else ()
