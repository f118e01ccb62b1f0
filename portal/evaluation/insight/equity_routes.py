"""The yearly equity check, for the office and auditors, and what the office decides."""

from flask import Flask, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.evaluation.cycles.domain import RuleNotice
from portal.evaluation.cycles.install import add_opening_condition, add_rule_notices
from portal.evaluation.insight import equity_service as service
from portal.evaluation.insight.blueprint import METHODS, blueprint
from portal.evaluation.insight.equity_domain import EquityDecisionKind
from portal.evaluation.insight.equity_labels import DECISIONS, MATTERS, WORDS
from portal.evaluation.insight.equity_queries import CheckedYear, checked_years
from portal.evaluation.insight.forms import EquityDecisionForm
from portal.evaluation.insight.labels import DONE
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, error_links, record_act, today


@blueprint.route("/equity", methods=METHODS)
@requires(Role.PERFORMANCE_OFFICE, Role.AUDITOR)
def equity() -> tuple[str, int] | Response:
    """Show the differences of each year, and take the office's decision on the latest."""
    years, form = checked_years(db.session()), EquityDecisionForm()
    newest = next(iter(years), None)
    waits = newest is not None and newest.waits
    may_decide = waits and current_staff().has(Role.PERFORMANCE_OFFICE)
    if request.method == "POST":
        if newest is None or not may_decide:
            abort(404)
        if form.validate() and _decided(form, newest.cycle.id):
            return redirect(url_for("insight.equity", done="decided"))
    links = error_links(form)
    return _page(years, form, may_decide=may_decide), 422 if links else 200


def _page(years: tuple[CheckedYear, ...], form: EquityDecisionForm, *, may_decide: bool) -> str:
    return render_template(
        "evaluation/insight/equity.html",
        years=years,
        form=form,
        errors=error_links(form),
        may_decide=may_decide,
        done=DONE.get(request.args.get("done", "")),
    )


def _decided(form: EquityDecisionForm, cycle_id: int) -> bool:
    """Keep the decision; else the form says why not."""
    kind = EquityDecisionKind(form.decision.data)
    command = service.DecideEquity(cycle_id, kind, form.reason.data, current_staff().signature)
    record_act("performance.equity_decided", f"cycle:{cycle_id}", decision=kind)
    try:
        service.decide_equity(db.session(), command, today=today())
    except service.NothingToDecide:
        form.form_errors.append(DONE["changed"])
        return False
    return True


def decided_notices(session: Session) -> list[RuleNotice]:
    """Return what was decided after the check of a year, for the page of the rules."""
    return [
        RuleNotice(
            _l(
                "Kesetaraan tahun %(year)s, %(what)s",
                year=each.cycle.year,
                what=DECISIONS[each.decided.kind],
            ),
            each.decided.reason,
            each.decided.decided_by,
            each.decided.decided_on,
        )
        for each in checked_years(session)
        if each.decided is not None
    ]


def join_cycles(app: Flask) -> None:
    """Give the page its words, show decisions beside the rules, ask for one before opening."""
    app.jinja_env.globals["equity_labels"] = WORDS
    add_rule_notices(app, decided_notices)
    add_opening_condition(app, service.equity_is_settled, matters=dict(MATTERS))
