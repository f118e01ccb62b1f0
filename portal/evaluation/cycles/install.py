"""Puts cycles into the app: their pages, their words, and what features above register."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.evaluation.cycles import exception_routes, labels, routes, rules_routes
from portal.evaluation.cycles.domain import Cycle, OpeningPreview, RuleNotice
from portal.evaluation.cycles.queries import has_evaluated_days
from portal.evaluation.cycles.rule_text import shown
from portal.evaluation.cycles.service import ClosingCondition
from portal.organisation.people.evaluated import register_evaluated
from portal.web.navigation import NavEntry, add_navigation

PAGES = (exception_routes, routes, rules_routes)
NAV = (NavEntry("cycles.index", _l("Siklus kinerja"), order=72),)


def install_cycles(app: Flask) -> None:
    """Register the pages."""
    add_navigation(app, *NAV)
    register_evaluated(app, has_evaluated_days)
    app.register_blueprint(routes.blueprint)
    app.jinja_env.filters["rule_value"] = shown
    app.jinja_env.globals["cycle_labels"] = {
        "state": labels.CYCLE_STATES,
        "period_state": labels.PERIOD_STATES,
        "step": labels.STEPS,
        "exception": labels.EXCEPTIONS,
        "origin": labels.ORIGINS,
        "rule": labels.RULES,
        # Filled by the features above, with their conditions.
        "matter": {},
        "source": labels.SOURCES,
    }


def add_closing_condition(
    app: Flask, condition: ClosingCondition, *, matters: dict[str, Any]
) -> None:
    """Ask ``condition`` before a cycle is closed.

    :param matters: what each key that it names is called.
    """
    _add_condition(app, routes.CONDITIONS, condition=condition, matters=matters)


def add_opening_condition(
    app: Flask, condition: ClosingCondition, *, matters: dict[str, Any]
) -> None:
    """Ask ``condition`` before a cycle is opened.

    :param matters: what each key that it names is called.
    """
    _add_condition(app, routes.OPENING, condition=condition, matters=matters)


def _add_condition(
    app: Flask, kind: str, *, condition: ClosingCondition, matters: dict[str, Any]
) -> None:
    app.extensions.setdefault(kind, []).append(condition)
    words = cast(dict[str, Any], app.jinja_env.globals["cycle_labels"])
    words["matter"].update(matters)


def add_rule_notices(app: Flask, notices: Callable[[Session], Sequence[RuleNotice]]) -> None:
    """Show what was decided about rules beside them, for everybody on the staff."""
    app.extensions.setdefault(rules_routes.NOTICES, []).append(notices)


def set_opening_preview(app: Flask, preview: Callable[[Session, Cycle], OpeningPreview]) -> None:
    """Let ``preview`` say who lacks somebody before a cycle is opened."""
    app.extensions[routes.PREVIEW] = preview
