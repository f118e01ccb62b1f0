"""Puts evaluations into the app: their pages and words."""

from decimal import Decimal
from fractions import Fraction

from flask import Flask
from flask_babel import format_decimal

from portal.evaluation.appraisals import labels, periodic_routes
from portal.evaluation.appraisals.blueprint import blueprint
from portal.evaluation.appraisals.year_values import STANDPOINTS
from portal.evaluation.rules.levels import QUADRANT

PAGES = (periodic_routes,)


def install_appraisals(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)
    app.jinja_env.filters["exact_number"] = exact_number
    app.jinja_env.filters["exact_text"] = exact_text
    app.jinja_env.filters["decimal_number"] = decimal_number
    app.jinja_env.filters["round_percent"] = round_percent
    app.jinja_env.globals["appraisal_labels"] = {
        "level": labels.LEVELS,
        "predicate": labels.PREDICATES,
        "periodic": labels.PERIODIC_STATES,
        "yearly": labels.YEARLY_STATES,
        "answer": labels.ANSWERS,
        "receipt": labels.RECEIPTS,
        "text": labels.TEXTS,
        "step": labels.STEPS,
        "opinion": labels.OPINIONS,
        "standpoint": labels.STANDPOINTS,
        "standing": STANDPOINTS,
        "obstacle": labels.OBSTACLES,
        "source": labels.SOURCES,
        "because": labels.BECAUSE,
        "quadrant": QUADRANT,
    }


def exact_number(value: Fraction, digits: int) -> str:
    """Return an exact number as people of the page's language write it, rounded once.

    :param digits: behind the comma.
    """
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    rounded = round(value, digits)
    return str(format_decimal(float(rounded), format=pattern))


def exact_text(text: str, digits: int) -> str:
    """Return an exact number that a snapshot holds as ``p/q``, rounded once."""
    return exact_number(Fraction(text), digits)


def decimal_number(text: str) -> str:
    """Return a decimal that a snapshot holds, with the digits that it carries."""
    return str(format_decimal(Decimal(text).normalize(), format="#,##0.####"))


def round_percent(value: Fraction) -> str:
    """Return a percentage for an attribute of a drawing."""
    return f"{float(value):.2f}"
