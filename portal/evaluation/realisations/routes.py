"""Pages on which a person reports what was reached in a period, and on which it is read."""

from flask import abort, jsonify, render_template, request
from werkzeug.wrappers import Response

from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.realisations import realising
from portal.evaluation.realisations.forms import ReportForm
from portal.evaluation.realisations.period_context import (
    INDICATOR,
    PERIOD,
    found_item,
    shown_period,
    to_period,
)
from portal.evaluation.realisations.reading import (
    about_items,
    answers_until,
    drafted,
    kept_draft,
    move_of,
    names,
)
from portal.evaluation.realisations.realised import Realised, ShownPeriod, periods_of
from portal.evaluation.rules.states import TransitionRefused
from portal.evaluation.work.blueprint import METHODS, blueprint
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, record_act, unlocked, vault

KEPT = "kept"
Page = tuple[str, int] | Response


@blueprint.get(PERIOD)
@requires(*Role)
def period(plan_id: int, number: int) -> str:
    """Show every indicator of a period with what was reached, and what can be done."""
    shown = shown_period(plan_id, number)
    return render_template(
        "evaluation/realisations/period.html",
        shown=shown,
        form=RevisionForm(),
        periods=periods_of(shown.plan, shown.cycle),
        people=names(shown),
        until={each.indicator.key: answers_until(shown, each) for each in shown.items},
        **about_items(shown.items),
    )


@blueprint.route(INDICATOR, methods=METHODS)
@requires(*Role)
def realisation(plan_id: int, *, number: int, key: int) -> Page:
    """Show one indicator of a period with what happened; its person reports here."""
    shown = shown_period(plan_id, number)
    item = found_item(shown, key)
    if not shown.may_report(item):
        return _read(shown, item) if request.method == "GET" else to_period(shown, done="changed")
    form = ReportForm()
    if request.method == "GET":
        _fill(form, shown, item=item)
    elif request.form.get("act") == KEPT:
        return _kept(shown, form, item=item)
    elif form.check(item.indicator):
        if _reported(shown, form, item=item):
            return to_period(shown, done="reported")
        return _form_page(shown, item, form=form, is_changed=True)
    return _form_page(shown, item, form=form)


@blueprint.post(f"{INDICATOR}/draft")
@requires(*Role)
def draft(plan_id: int, *, number: int, key: int) -> tuple[Response, int]:
    """Keep what is being typed; the answer says under which revision, or that it was elsewhere."""
    shown = shown_period(plan_id, number)
    item, form = found_item(shown, key), ReportForm()
    if not shown.may_report(item):
        abort(404)
    revision = drafted(shown, form, item=item)
    if revision is None:
        return jsonify(state="changed"), 409
    return jsonify(state="kept", revision=revision), 200


def _fill(form: ReportForm, shown: ShownPeriod, *, item: Realised) -> None:
    """Fill the form with the draft; else with what was reported before."""
    kept = kept_draft(shown, item)
    if kept is not None:
        form.draft.data = str(kept[0])
        form.show(kept[1])
    elif item.realisation is not None:
        form.value.show(item.realisation.value)
        form.remark.data = unlocked(item.realisation.remark)
        links = (each for each in item.evidence if each.kind == "link" and not each.removed_on)
        form.links.data = "\n".join(each.shown for each in links)


def _kept(shown: ShownPeriod, form: ReportForm, *, item: Realised) -> Page:
    """Save the draft because the button was pressed."""
    if drafted(shown, form, item=item) is None:
        return _form_page(shown, item, form=form, is_changed=True)
    return to_period(shown, done=KEPT)


def _reported(shown: ShownPeriod, form: ReportForm, *, item: Realised) -> bool:
    """Report; False when the realisation changed after the page was shown."""
    record_act("performance.realisation", shown.subject, indicator=item.indicator.key)
    remark = form.remark.data or ""
    report = realising.RealisationReport(
        form.value.value,
        vault().lock(remark) if remark else None,
        form.told_links(),
        is_late=shown.is_late,
    )
    try:
        realising.report(db.session(), move_of(shown, form, item=item), told=report)
    except (realising.RealisationChanged, TransitionRefused):
        db.session.rollback()
        return False
    return True


def _form_page(
    shown: ShownPeriod, item: Realised, *, form: ReportForm, is_changed: bool = False
) -> Page:
    """Show the form; where something changed meanwhile, what was typed stays in it."""
    held = found_item(shown_period(shown.plan.id, shown.period.number), item.indicator.key)
    form.revision.data = str(held.realisation.revision if held.realisation else 0)
    kept = kept_draft(shown, held)
    form.draft.data = str(kept[0] if kept else 0)
    errors = error_links(form)
    page = render_template(
        "evaluation/realisations/report.html",
        shown=shown,
        item=held,
        form=form,
        errors=errors,
        is_changed=is_changed,
        people=names(shown, with_events_of=held),
        **about_items([held], with_events=True),
    )
    return page, 409 if is_changed else 422 if errors else 200


def _read(shown: ShownPeriod, item: Realised) -> Page:
    page = render_template(
        "evaluation/realisations/realisation.html",
        shown=shown,
        item=item,
        form=RevisionForm(),
        people=names(shown, with_events_of=item),
        **about_items([item], with_events=True),
    )
    return page, 200
