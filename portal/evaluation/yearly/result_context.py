"""Context of a frozen result on its page: receipt, days left, figures released since."""

from typing import Any

from flask import request

from portal.evaluation.appraisals.blueprint import ShownYear
from portal.evaluation.appraisals.canonical import Document, plain
from portal.evaluation.appraisals.citizens_queries import latest_year_figure
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.deadlines import days_left
from portal.web.extensions import db, today


def around_result(shown: ShownYear) -> dict[str, Any]:
    """Return what of today stands around a snapshot: receipt, days left, what was just done."""
    until = None if shown.year is None else shown.year.object_until
    return {
        "shown": shown,
        "year": shown.year,
        "button": RevisionForm(),
        "reads_colleagues": reads(shown),
        "left": None if until is None else days_left(until, on=today()),
        "today": today(),
        "done": request.args.get("done"),
    }


def has_newer_figure(shown: ShownYear, document: Document) -> bool:
    """Return whether citizens' figure of the year was released otherwise after the confirmation."""
    cycle, person = shown.around.cycle, shown.around.plan.person_id
    span = (cycle.starts_on, cycle.ends_on)
    found, said = latest_year_figure(db.session(), person, within=span), document["citizens"]
    if found is None or found.release == said["release"]:
        return False
    now = {"mean": found.mean, "answers": found.answers, "months": str(found.months)}
    return bool(plain(now) != {name: said[name] for name in now})


def reads(shown: ShownYear) -> bool:
    """Return whether the viewer reads colleagues' outcome: person and appraiser."""
    viewer = shown.around.viewer
    return viewer.is_person or viewer.is_appraiser
