"""The blueprint of development plans, and how a page finds what its viewer may see."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.evaluation.development.blueprint import reached
from portal.evaluation.development_plans.domain import DevelopmentPlan, DevelopmentSides
from portal.evaluation.development_plans.queries import development_plan_with
from portal.evaluation.development_plans.service import (
    DevelopmentAct,
    DevelopmentPlanChanged,
    NotTheirDevelopment,
)
from portal.evaluation.plans.forms import RevisionForm
from portal.web.extensions import db, error_links, record_act, today

PERSON = "/people/<int(max=2147483647):person_id>/development-plan"
ONE = "/development-plans/<int(max=2147483647):plan_id>"
Page = tuple[str, int] | Response
blueprint = Blueprint("development_plans", __name__, url_prefix="/admin/performance")


def reached_plan(plan_id: int) -> tuple[DevelopmentPlan, DevelopmentSides]:
    """Return a plan that the viewer reads, with what they do about it; looks are logged."""
    held = development_plan_with(db.session(), plan_id) or abort(404)
    return held, DevelopmentSides(reached(held.person_id))


def acted(
    held: DevelopmentPlan,
    may: DevelopmentSides,
    *,
    form: RevisionForm,
    done: str,
    do: Callable[[DevelopmentAct], None],
) -> Response:
    """Do something to a plan as the form showed it, and lead back to its page."""
    act = DevelopmentAct(held.id, form.shown_revision, may.sides, today())
    record_act(
        f"performance.development_{done}", f"person:{held.person_id}", development_plan=held.id
    )
    try:
        do(act)
    except (DevelopmentPlanChanged, NotTheirDevelopment):
        db.session.rollback()
        done = "changed"
    return to_development(held.person_id, done)


def to_development(person_id: int, done: str) -> Response:
    """Return the way to a person's development plan."""
    return redirect(url_for("development_plans.plan", person_id=person_id, done=done), 302)


def form_page(
    form: RevisionForm, *, title: Any, person_id: int, intro: Any = "", revision: int = 0
) -> Page:
    """Show a form on a page of its own."""
    form.revision.data = str(revision)
    errors = error_links(form)
    page = render_template(
        "evaluation/development_plans/form.html",
        form=form,
        fields=[field for field in form if field.type not in {"HiddenField", "CSRFTokenField"}],
        title=title,
        back=url_for("development_plans.plan", person_id=person_id),
        intro=intro,
        errors=errors,
    )
    return page, 422 if errors else 200
