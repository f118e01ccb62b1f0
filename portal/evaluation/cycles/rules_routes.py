"""How a result comes about, written from the rules themselves, and rules for the next cycle."""

from itertools import groupby

from flask import abort, current_app, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.cycles import decisions, queries
from portal.evaluation.cycles.domain import RuleNotice
from portal.evaluation.cycles.forms import RulesForm
from portal.evaluation.cycles.labels import GROUPS, RULES
from portal.evaluation.cycles.queries import AdoptedRules
from portal.evaluation.cycles.routes import METHODS, blueprint
from portal.evaluation.rules.rule_set import StatedRule, stated_rules
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, error_links, moment, record_act

NOTICES = "evaluation_rule_notices"
_ORDER = {key: place for place, key in enumerate(RULES)}


@blueprint.get("/rules")
@requires(*Role)
def rules() -> str:
    """Tell how a result comes about: every rule, who decides about it and its source."""
    versions = queries.rule_versions(db.session())
    shown = _asked_for(versions)
    return render_template(
        "evaluation/cycles/rules.html",
        shown=shown,
        versions=versions,
        groups=in_groups(stated_rules(shown.rules)),
        may_change=current_staff().has(Role.PERFORMANCE_OFFICE),
        notices=_notices(),
    )


@blueprint.route("/rules/change", methods=METHODS)
@requires(Role.PERFORMANCE_OFFICE, fresh=True)
def change_rules() -> tuple[str, int] | Response:
    """Adopt rules for every cycle that is opened from now on."""
    newest = queries.newest_rules(db.session())
    form = RulesForm(newest.rules, sent=request.form)
    if form.is_submitted() and form.validate() and _adopted(form):
        return redirect(url_for("cycles.rules", done="changed"))
    links = error_links(form) + form.rule_links()
    page = render_template(
        "evaluation/cycles/change_rules.html", form=form, errors=links, newest=newest
    )
    return page, 422 if links else 200


def in_groups(rules: tuple[StatedRule, ...]) -> list[tuple[str, list[StatedRule]]]:
    """Return rules by what they are about, in the order in which a result comes about."""
    ordered = sorted(rules, key=lambda rule: _ORDER[rule.key])
    by_group = groupby(ordered, key=lambda rule: GROUPS[rule.key.partition(".")[0]])
    return [(str(name), list(members)) for name, members in by_group]


def _asked_for(versions: tuple[AdoptedRules, ...]) -> AdoptedRules:
    """Return the version that the address names, else the newest."""
    wanted = request.args.get("version", "")
    if not wanted:
        return versions[0]
    found = [each for each in versions if str(each.version) == wanted]
    if not found:
        abort(404)
    return found[0]


def _notices() -> list[RuleNotice]:
    """Return what features above decided about rules, the latest first."""
    asked = current_app.extensions.get(NOTICES, ())
    found = [notice for each in asked for notice in each(db.session())]
    return sorted(found, key=lambda notice: notice.decided_on, reverse=True)


def _adopted(form: RulesForm) -> bool:
    """Adopt the rules; else the form says why not."""
    wanted = form.to_rules()
    if wanted is None:
        return False
    command = form.to_command(wanted, adopted_by=current_staff().signature)
    record_act("cycles.rules", "rules:next", reason=command.reason)
    try:
        decisions.adopt_rules(db.session(), command, now=moment())
    except decisions.NothingToAdopt:
        form.form_errors.append(_l("Aturan ini sudah berlaku. Tidak ada yang berubah."))
        return False
    return True
