"""Puts plans into the app: their pages and words, and what they mean for cycles."""

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle, OpeningPreview, OpenMatter
from portal.evaluation.cycles.install import add_closing_condition, set_opening_preview
from portal.evaluation.plans import course_routes, edit_routes, labels, queries, routes
from portal.evaluation.plans.blueprint import blueprint
from portal.organisation.people import queries as people
from portal.organisation.people.civil_servants import evaluated_people
from portal.web.navigation import NavEntry, add_navigation

PAGES = (course_routes, edit_routes, routes)
NAV = (NavEntry("plans.index", _l("Kinerja"), order=70),)


def install_plans(app: Flask) -> None:
    """Register the pages, and what cycles ask of plans."""
    add_navigation(app, *NAV)
    app.register_blueprint(blueprint)
    add_closing_condition(app, plans_are_over, matters=dict(labels.MATTERS))
    set_opening_preview(app, opening_preview)
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


def opening_preview(session: Session, cycle: Cycle) -> OpeningPreview:
    """Say who is evaluated in a cycle and who still lacks somebody on its first day."""
    ids = evaluated_people(session, on=cycle.starts_on)
    standing = people.standing_on(session, cycle.starts_on, person_ids=ids)
    lacking: dict[str, list[str]] = {}
    for person in people.persons(session, ids).values():
        for kind in sorted(standing.lacks(person.id)):
            lacking.setdefault(kind, []).append(person.name)
    return OpeningPreview(len(ids), lacking)
