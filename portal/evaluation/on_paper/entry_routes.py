"""Pages on which what stands on a recorded paper is entered, by whoever recorded it."""

from flask import abort, render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.evaluation.on_paper.blueprint import blueprint
from portal.evaluation.on_paper.period_acting import EnteredPeriod, entered_period
from portal.evaluation.on_paper.plan_acting import paper_in_hand
from portal.evaluation.on_paper.plan_sending import sent
from portal.evaluation.on_paper.report_acting import reported
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.realisations.forms import ReportForm
from portal.web.access import Role, requires
from portal.web.extensions import error_links, record_act

PAPER = "/papers/<int(max=2147483647):paper_id>"


@blueprint.get(PAPER)
@requires(Role.PERFORMANCE_COORDINATOR)
def entry(paper_id: int) -> str | Response:
    """Show which indicators of a period are still to be entered from a paper."""
    entered = entered_period(paper_id) or abort(404)
    is_done = request.args.get("done", 0, type=int) in entered.done
    return render_template("evaluation/on_paper/period.html", entered=entered, is_done=is_done)


@blueprint.route(f"{PAPER}/indicators/<int(max=9999):key>", methods=["GET", "POST"])
@requires(Role.PERFORMANCE_COORDINATOR)
def indicator(paper_id: int, key: int) -> tuple[str, int] | Response:
    """Enter what stands on a paper about one indicator, and report it for the person."""
    entered = entered_period(paper_id) or abort(404)
    item, form = entered.find(key), ReportForm()
    is_sent, is_own = request.method == "POST", entered.is_own(key)
    if item is None or (is_own and not is_sent):
        return redirect(url_for("on_paper.entry", paper_id=paper_id, done=key))
    is_sound = is_sent and form.check(item.indicator)
    if is_sound and not is_own:
        record_act("performance.realisation", f"plan:{entered.planned.plan.id}", paper=paper_id)
        if reported(entered, key, form=form):
            return redirect(url_for("on_paper.entry", paper_id=paper_id, done=key))
    return _page(entered, key, form=form, is_changed=is_sound)


@blueprint.post("/plans/<int(max=2147483647):plan_id>/send")
@requires(Role.PERFORMANCE_COORDINATOR)
def send(plan_id: int) -> Response:
    """Send a plan that was entered from paper, for its person, to the appraiser."""
    paper = paper_in_hand(plan_id)
    if paper is None:
        return redirect(url_for("on_paper.waiting", done="sent"))
    record_act("performance.submit", f"plan:{plan_id}", paper=paper.id)
    against = sent(paper, revision=RevisionForm().shown_revision)
    if against is not None:
        return redirect(url_for("plans.show", plan_id=plan_id, done=against))
    return redirect(url_for("on_paper.waiting", done="sent"))


def _page(
    entered: EnteredPeriod, key: int, *, form: ReportForm, is_changed: bool
) -> tuple[str, int]:
    item = entered.find(key) or abort(404)
    held = item.realisation
    form.revision.data = str(held.revision if held else 0)
    errors = error_links(form)
    page = render_template(
        "evaluation/on_paper/indicator.html",
        entered=entered,
        item=item,
        form=form,
        errors=errors,
        is_changed=is_changed,
        is_own=entered.is_own(key),
    )
    return page, 409 if is_changed else 422 if errors else 200
