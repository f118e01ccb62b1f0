"""The settings that change figures: what is in force, what was decided, and a change."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.organisation.figure_rules import queries as figure_rules_queries
from portal.organisation.figure_rules.forms import FigureRulesForm
from portal.organisation.figure_rules.service import (
    MonthHasBegun,
    NothingChanges,
    change_figure_rules,
)
from portal.survey.elements import RuleBook, next_month, rules_of_operator
from portal.time.months import month_of
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import current_settings, db, error_links, record_act, today

READERS = (Role.ADMINISTRATOR, Role.AUDITOR)
REFUSALS = {
    NothingChanges: _l("Aturan ini sudah berlaku dalam bulan itu. Tidak ada yang berubah."),
    MonthHasBegun: _l("Bulan yang tertulis sudah dimulai. Periksa lagi bulan di bawah ini."),
}
blueprint = Blueprint("figure_rules", __name__, url_prefix="/admin/figure-rules")


@blueprint.get("")
@requires(*READERS)
def index() -> str:
    """Show the rules of this month and the next, and every decision."""
    day, book = today(), _book()
    return render_template(
        "organisation/figure_rules/figure_rules.html",
        now=book.in_month(month_of(day)),
        this_month=month_of(day),
        following=book.in_month(next_month(day)),
        next_month=next_month(day),
        changes=tuple(reversed(figure_rules_queries.rule_changes(db.session()))),
        may_change=current_staff().has(Role.ADMINISTRATOR),
        is_done=request.args.get("done") == "changed",
    )


@blueprint.route("/change", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, fresh=True)
def change() -> tuple[str, int] | Response:
    """Ask for the rules of the next month, and record them."""
    form, following = FigureRulesForm(), next_month(today())
    if request.method == "GET":
        form.show(_book().in_month(following), period=following)
    elif form.validate() and _is_recorded(form):
        return redirect(url_for("figure_rules.index", done="changed"))
    links = error_links(form)
    form.period.data = following
    page = render_template(
        "organisation/figure_rules/change_figure_rules.html",
        form=form,
        errors=links,
        next_month=following,
    )
    return page, 422 if links else 200


def _book() -> RuleBook:
    initial = rules_of_operator(current_settings().not_experienced)
    return figure_rules_queries.rule_book(db.session(), initial=initial)


def _is_recorded(form: FigureRulesForm) -> bool:
    """Record the change with its act; else the form says why not."""
    command = form.to_command(decided_by=current_staff().signature)
    record_act(
        "figures.rules",
        f"month:{command.period}",
        least_mean=command.least_mean,
        not_experienced=" ".join(sorted(command.not_experienced)),
    )
    initial = rules_of_operator(current_settings().not_experienced)
    try:
        change_figure_rules(db.session(), command, today=today(), initial=initial)
    except (MonthHasBegun, NothingChanges) as error:
        db.session.rollback()
        form.form_errors.append(REFUSALS[type(error)])
        return False
    return True
