"""Pages on which the other side verifies, disputes, and agrees that an indicator drops out."""

from collections.abc import Callable

from flask import abort, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.realisations import realising
from portal.evaluation.realisations.forms import DisputeForm, DropForm, SilenceForm
from portal.evaluation.realisations.period_context import (
    INDICATOR,
    found_item,
    shown_period,
    to_period,
)
from portal.evaluation.realisations.reading import about_items, move_of, names
from portal.evaluation.realisations.realised import Realised, ShownPeriod
from portal.evaluation.rules.states import TransitionRefused
from portal.evaluation.work.blueprint import METHODS, blueprint
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, record_act

CHANGED = _l(
    "Realisasi ini berubah sejak halaman dibuka. Isian Anda masih ada di bawah; periksa dahulu, "
    "lalu kirim lagi."
)
Page = tuple[str, int] | Response


@blueprint.post(f"{INDICATOR}/verify")
@requires(*Role)
def verify(plan_id: int, *, number: int, key: int) -> Response:
    """Confirm what was reported."""
    shown = shown_period(plan_id, number)
    item, form = found_item(shown, key), RevisionForm()
    if not shown.may_answer(item):
        abort(404)
    return _done(
        shown,
        "verified",
        do=lambda: realising.verify(db.session(), move_of(shown, form, item=item), by=shown.by),
        form=form,
    )


@blueprint.route(f"{INDICATOR}/dispute", methods=METHODS)
@requires(*Role)
def dispute(plan_id: int, *, number: int, key: int) -> Page:
    """Set another value beside what was reported, with the reason."""
    shown = shown_period(plan_id, number)
    item, form = found_item(shown, key), DisputeForm()
    if not shown.may_answer(item):
        return _too_late(shown, item, form=form, name="disputed")

    def do() -> None:
        move = move_of(shown, form, item=item, reason=form.reason.data)
        realising.dispute(db.session(), move, value=form.value.value, by=shown.by)

    is_right = request.method == "POST" and form.check(item.indicator)
    return _asked(shown, item, form=form, name="disputed", do=do if is_right else None)


@blueprint.route(f"{INDICATOR}/silent", methods=METHODS)
@requires(*Role)
def silent(plan_id: int, *, number: int, key: int) -> Page:
    """Say what the plan's source gave of what nobody reported after two reminders."""
    shown = shown_period(plan_id, number)
    item, form = found_item(shown, key), SilenceForm()
    if not shown.may_settle(item):
        return _too_late(shown, item, form=form, name="unreported")

    def do() -> None:
        move = move_of(shown, form, item=item, reason=form.reason.data)
        value, since = form.value.value, shown.silent_since.get(key)
        realising.settle_silence(db.session(), move, value=value, since=since, by=shown.by)

    is_right = request.method == "POST" and form.check(item.indicator)
    return _asked(shown, item, form=form, name="unreported", do=do if is_right else None)


@blueprint.route(f"{INDICATOR}/drop", methods=METHODS)
@requires(*Role)
def drop(plan_id: int, *, number: int, key: int) -> Page:
    """Ask the other side to agree that the indicator cannot be measured."""
    shown = shown_period(plan_id, number)
    item, form = found_item(shown, key), DropForm()
    if not shown.may_propose_drop(item):
        return _too_late(shown, item, form=form, name="proposed")

    def do() -> None:
        move = move_of(shown, form, item=item, reason=form.reason.data)
        above = shown.needs_above(item)
        realising.propose_drop(db.session(), move, cause=form.drop_cause(), needs_above=above)

    is_right = request.method == "POST" and form.validate()
    return _asked(shown, item, form=form, name="proposed", do=do if is_right else None)


@blueprint.post(f"{INDICATOR}/drop/agree")
@requires(*Role)
def agree_drop(plan_id: int, *, number: int, key: int) -> Response:
    """Agree that the indicator cannot be measured in this period."""
    shown = shown_period(plan_id, number)
    item, form = found_item(shown, key), RevisionForm()
    if not shown.may_agree_drop(item):
        abort(404)
    above = shown.needs_above(item)

    def do() -> None:
        move = move_of(shown, form, item=item)
        realising.agree_drop(db.session(), move, by=shown.by, needs_above=above)

    return _done(shown, "dropped", do=do, form=form)


@blueprint.post(f"{INDICATOR}/drop/decline")
@requires(*Role)
def decline_drop(plan_id: int, *, number: int, key: int) -> Response:
    """Take the proposal away: the indicator stays measured."""
    shown = shown_period(plan_id, number)
    item, form = found_item(shown, key), RevisionForm()
    if not shown.may_decline_drop(item):
        abort(404)
    return _done(
        shown,
        "declined",
        do=lambda: realising.decline_drop(db.session(), move_of(shown, form, item=item)),
        form=form,
    )


@blueprint.post(f"{INDICATOR}/links/<int(max=2147483647):link_id>/opened")
@requires(*Role)
def link_opened(plan_id: int, *, number: int, key: int, link_id: int) -> Response:
    """Keep that the other side could open a link."""
    shown = shown_period(plan_id, number)
    item, form = found_item(shown, key), RevisionForm()
    there = (each for each in item.evidence if not each.removed_on)
    is_here = link_id in {each.number for each in there if each.kind == "link"}
    if not is_here or not shown.may_say_opened(item):
        abort(404)
    move = move_of(shown, form, item=item)
    record_act("performance.link_opened", shown.subject, link=link_id)
    realising.say_opened(db.session(), move, link_id=link_id, by=shown.by)
    return to_period(shown, done="opened")


def _done(
    shown: ShownPeriod, name: str, *, do: Callable[[], object], form: RevisionForm
) -> Response:
    """Do what a button asked for, and lead back to the period."""
    return to_period(shown, done=name if _carried_out(shown, name, do=do) else "changed")


def _carried_out(shown: ShownPeriod, name: str, *, do: Callable[[], object]) -> bool:
    """Do it; False when somebody was faster."""
    record_act(f"performance.{name}", shown.subject, period=shown.period.number)
    try:
        do()
    except (
        realising.RealisationChanged,
        realising.NotTheOtherSide,
        realising.NotTheirTurn,
        TransitionRefused,
    ):
        db.session.rollback()
        return False
    return True


def _asked(
    shown: ShownPeriod,
    item: Realised,
    *,
    form: RevisionForm,
    name: str,
    do: Callable[[], object] | None,
) -> Page:
    """Ask for what is needed, or do it; what was typed stays when it cannot be done."""
    if do is None:
        return _form_page(shown, item, form=form, name=name)
    if _carried_out(shown, name, do=do):
        return to_period(shown, done=name)
    return _form_page(shown, item, form=form, name=name, is_changed=True)


def _too_late(shown: ShownPeriod, item: Realised, *, form: RevisionForm, name: str) -> Page:
    """Say that somebody was faster, and keep what was typed; nobody else ever had this page."""
    takes_part = shown.by.is_person if name == "proposed" else shown.by.is_verifier
    if request.method != "POST" or not (takes_part or shown.by.is_other_side):
        abort(404)
    return _form_page(shown, item, form=form, name=name, is_changed=True)


def _form_page(
    shown: ShownPeriod, item: Realised, *, form: RevisionForm, name: str, is_changed: bool = False
) -> Page:
    form.revision.data = str(item.realisation.revision if item.realisation else 0)
    errors = error_links(form)
    page = render_template(
        "evaluation/realisations/answer.html",
        shown=shown,
        item=item,
        form=form,
        act=name,
        errors=errors,
        conflict=CHANGED if is_changed else None,
        people=names(shown),
        **about_items([item]),
    )
    return page, 409 if is_changed else 422 if errors else 200
