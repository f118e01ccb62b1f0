"""Pages on which a coordinator finds whose paper to record, and begins a plan from one."""

from flask import abort, render_template, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.evaluation.on_paper.blueprint import blueprint
from portal.evaluation.on_paper.person_context import person_on_paper, reached_people
from portal.evaluation.plans.forms import RevisionForm, StartForm
from portal.evaluation.plans.routes import first_free, started
from portal.web.access import Role, requires
from portal.web.extensions import error_links

PERSON = "/people/<int(max=2147483647):person_id>"


@blueprint.get("/people")
@requires(Role.PERFORMANCE_COORDINATOR)
def people() -> str:
    """List the people of the agency of whom a paper can be recorded, with their plans' states."""
    return render_template("evaluation/on_paper/people.html", **reached_people())


@blueprint.get(PERSON)
@requires(Role.PERFORMANCE_COORDINATOR)
def person(person_id: int) -> str:
    """Show what of a person can be recorded from paper, and what was: states and days only."""
    found = person_on_paper(person_id) or abort(404)
    return render_template("evaluation/on_paper/person.html", found=found, form=RevisionForm())


@blueprint.route(f"{PERSON}/plan", methods=["GET", "POST"])
@requires(Role.PERFORMANCE_COORDINATOR, fresh=True)
def start(person_id: int) -> tuple[str, int] | Response:
    """Begin a plan that a person signed on paper: from the template or empty, never from theirs."""
    found, form = person_on_paper(person_id), StartForm()
    if found is None or found.plan is not None:
        abort(404)
    cycle, first = found.cycle, first_free(found.cycle, last=found.last)
    form.offer(has_last=False, starts_on=first, ends_on=cycle.ends_on)
    if form.is_submitted() and form.validate():
        plan_id = started(form, cycle, person_id=person_id, last=None)
        if plan_id:
            return redirect(url_for("on_paper.record", kind="plan", about=plan_id))
    errors = error_links(form)
    page = render_template("evaluation/on_paper/start.html", form=form, errors=errors, found=found)
    return page, 422 if errors else 200
