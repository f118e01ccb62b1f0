"""Pages of a programme that runs: check-ins, more time, its end by facts, its effect."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import abort, url_for
from flask_babel import lazy_gettext as _l

from portal.evaluation.development import course_service
from portal.evaluation.development.blueprint import (
    ONE,
    Page,
    acted,
    blueprint,
    facts_on,
    form_page,
    noted,
    reached_programme,
    to_programme,
)
from portal.evaluation.development.domain import Goal, Programme
from portal.evaluation.development.figure_forms import (
    Facts,
    are_sound,
    told_figures,
    with_figures,
)
from portal.evaluation.development.forms import (
    CheckInForm,
    EffectForm,
    ProgrammeExtendForm,
    ProgrammeReviewForm,
)
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.programmes import OutcomeReasonMissing, ProgrammeOutcome
from portal.evaluation.work.blueprint import METHODS, work_days
from portal.web.access import Role, requires
from portal.web.extensions import today, unlocked, vault


@blueprint.route(f"{ONE}/check-ins/<int(max=2147483647):check_in_id>", methods=METHODS)
@requires(*Role)
def check_in(programme_id: int, *, check_in_id: int) -> Page:
    """Record what both saw at a check-in."""
    held, sides = reached_programme(programme_id)
    found = held.check_in(check_in_id)
    if found is None or found.held_on is not None or not sides.may_check_in(held):
        abort(404)
    form = with_figures(CheckInForm, held.goals, facts={}, said=unlocked)
    is_told = form.is_submitted() and form.validate() and form.is_answered()
    is_sound = is_told and are_sound(form, held.goals, facts={}, are_needed=False)
    if is_sound and acted(held, sides, form=form, do=_checked(held, form, number=check_in_id)):
        return to_programme(held.id, "checked")
    return _page(held, form, title=_l("Cek bersama"), is_changed=is_sound)


def _checked(held: Programme, form: CheckInForm, *, number: int) -> partial[None]:
    noted(held, "checked")
    figures = told_figures(form, held.goals, facts={}, lock=vault().lock)
    is_provided = form.was_provided.data == "yes"
    note = vault().lock(form.note.data)
    told = course_service.CheckInTold(number, note, is_provided, figures)
    return partial(course_service.record_check_in, told=told)


@blueprint.route(f"{ONE}/extend", methods=METHODS)
@requires(*Role)
def extend(programme_id: int) -> Page:
    """Give a programme more time, once."""
    held, sides = reached_programme(programme_id)
    form = ProgrammeExtendForm()
    if not sides.may_extend(held):
        abort(404)
    is_sound = bool(form.is_submitted() and form.validate())
    day = form.to.data or date.min
    if is_sound and day <= max(held.last_on, today()):
        form.to.errors, is_sound = [_l("Pilih hari sesudah hari terakhir program.")], False
    if is_sound and acted(held, sides, form=form, do=_extended(held, form, day=day)):
        return to_programme(held.id, "extended")
    intro = _l("Hanya sekali. Yang bersangkutan membaca alasannya.")
    return _page(held, form, title=_l("Perpanjang program"), intro=intro, is_changed=is_sound)


def _extended(held: Programme, form: ProgrammeExtendForm, *, day: date) -> partial[None]:
    noted(held, "extended")
    return partial(
        course_service.extend_programme,
        to=day,
        reason=vault().lock(form.reason.data),
        counts=work_days().is_working_day,
    )


@blueprint.route(f"{ONE}/review", methods=METHODS)
@requires(*Role)
def review(programme_id: int) -> Page:
    """End a programme by the figures of its goals."""
    held, sides = reached_programme(programme_id)
    if not sides.may_review(held, today=today()):
        abort(404)
    facts = facts_on(held)
    form = with_figures(ProgrammeReviewForm, held.goals, facts=facts, said=unlocked)
    is_sound = form.is_submitted() and form.validate()
    is_sound = is_sound and are_sound(form, held.goals, facts=facts, are_needed=True)
    try:
        if is_sound and acted(held, sides, form=form, do=_reviewed(held, form, facts=facts)):
            return to_programme(held.id, "reviewed")
    except OutcomeReasonMissing:
        is_sound = _ask_reason(form)
    return _page(held, form, title=_l("Tinjau program"), facts=facts, is_changed=is_sound)


def _ask_reason(form: ProgrammeReviewForm) -> bool:
    """Ask beside the field why the outcome differs from the figures; nothing was kept."""
    words = _l("Angkanya mengatakan hasil lain. Tulis mengapa, dalam satu kalimat yang jelas.")
    form.reason.errors = [words]
    return False


def _reviewed(held: Programme, form: ProgrammeReviewForm, *, facts: Facts) -> partial[None]:
    noted(held, "reviewed")
    reason = form.reason.data or ""
    told = course_service.ProgrammeReview(
        ProgrammeOutcome(form.outcome.data),
        reason,
        vault().lock(reason) if reason else None,
        told_figures(form, held.goals, facts=facts, lock=vault().lock),
    )
    return partial(course_service.review_programme, review=told)


@blueprint.route(f"{ONE}/effect", methods=METHODS)
@requires(*Role)
def effect(programme_id: int) -> Page:
    """Record what the same measures say two quarters later, or why they say nothing."""
    held, sides = reached_programme(programme_id)
    if not sides.may_close(held):
        abort(404)
    is_due = held.effect_on <= today()
    goals = held.goals if is_due else ()
    facts = facts_on(held, is_effect=True) if is_due else {}
    form = with_figures(EffectForm, goals, facts=facts, said=unlocked)
    is_sound = form.is_submitted() and form.validate()
    is_sound = is_sound and are_sound(form, goals, facts=facts, are_needed=False)
    is_sound = is_sound and _is_said(form, goals, facts=facts)
    if is_sound and acted(held, sides, form=form, do=_closed(held, form, facts=facts)):
        return to_programme(held.id, "closed")
    return _page(held, form, title=_l("Dampak program"), facts=facts, is_changed=is_sound)


def _is_said(form: EffectForm, goals: Sequence[Goal], *, facts: Facts) -> bool:
    """Return whether a figure or a reason is there; else the field asks for a reason."""
    has_figure = any(each.id in facts or form[f"value_{each.id}"].data for each in goals)
    if not has_figure and not form.no_effect.data:
        form.no_effect.errors = [_l("Tulis sebuah angka, atau mengapa dampak tidak dapat diukur.")]
    return not form.no_effect.errors


def _closed(held: Programme, form: EffectForm, *, facts: Facts) -> partial[None]:
    noted(held, "closed")
    goals = [each for each in held.goals if f"cases_{each.id}" in form]
    reason = form.no_effect.data
    return partial(
        course_service.close_programme,
        figures=told_figures(form, goals, facts=facts, lock=vault().lock),
        no_effect=vault().lock(reason) if reason else None,
    )


def _page(
    held: Programme,
    form: RevisionForm,
    *,
    title: Any,
    intro: Any = "",
    facts: Facts | None = None,
    is_changed: bool = False,
) -> Page:
    """Show a form of a programme, beside it what was verified."""
    known = facts or {}
    shown = [
        (unlocked(each.weak_point), known[each.id], each.unit)
        for each in held.goals
        if each.id in known
    ]
    return form_page(
        form,
        title=title,
        back=url_for("development.programme", programme_id=held.id),
        intro=intro,
        facts=shown,
        revision=held.revision,
        is_changed=is_changed,
    )
