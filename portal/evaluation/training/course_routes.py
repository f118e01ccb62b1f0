"""Forms of a training on its way: declined, planned, not released, proved, its effect."""

from functools import partial

from flask import abort
from flask_babel import lazy_gettext as _l

from portal.evaluation.training import service
from portal.evaluation.training.blueprint import (
    ONE,
    Page,
    answered,
    blueprint,
    colleagues_of,
    reached_training,
)
from portal.evaluation.training.forms import (
    DeclineForm,
    NotReleasedForm,
    PlanTrainingForm,
    ProofForm,
    TrainingEffectForm,
)
from portal.evaluation.work.blueprint import METHODS
from portal.web.access import Role, requires
from portal.web.extensions import today, vault


@blueprint.route(f"{ONE}/decline", methods=METHODS)
@requires(*Role)
def decline(training_id: int) -> Page:
    """Decline a suggestion with a reason."""
    held, may = reached_training(training_id)
    form, do = DeclineForm(), None
    if not may.may_decide(held):
        abort(404)
    if form.is_submitted() and form.validate():
        do = partial(service.decide_training, declined=vault().lock(form.reason.data))
    return answered(held, may, form=form, title=_l("Tolak saran"), done="declined", do=do)


@blueprint.route(f"{ONE}/plan", methods=METHODS)
@requires(*Role)
def plan(training_id: int) -> Page:
    """Plan days with a substitute at the desk."""
    held, may = reached_training(training_id)
    form, do = PlanTrainingForm(), None
    if not may.may_plan(held):
        abort(404)
    form.offer(colleagues_of(may.sides))
    if form.is_submitted() and form.validate() and form.is_sound(today()):
        do = partial(service.plan_training, release=form.release())
    return answered(held, may, form=form, title=_l("Rencanakan pelatihan"), done="planned", do=do)


@blueprint.route(f"{ONE}/not-released", methods=METHODS)
@requires(*Role)
def not_released(training_id: int) -> Page:
    """Record why the person cannot be released now."""
    held, may = reached_training(training_id)
    form, do = NotReleasedForm(), None
    if not may.may_plan(held):
        abort(404)
    if form.is_submitted() and form.validate():
        do = partial(service.refuse_release, reason=vault().lock(form.reason.data))
    title = _l("Belum dapat dilepas")
    return answered(held, may, form=form, title=title, done="not_released", do=do)


@blueprint.route(f"{ONE}/proof", methods=METHODS)
@requires(*Role)
def prove(training_id: int) -> Page:
    """Tell what shows that the training was finished."""
    held, may = reached_training(training_id)
    form, do = ProofForm(), None
    if not may.may_prove(held):
        abort(404)
    if not form.is_submitted():
        form.show(held)
    elif form.validate() and form.whole_hours is not None:
        evidence, hours = vault().lock(form.evidence.data), form.whole_hours
        do = partial(service.prove_training, evidence=evidence, hours=hours)
    return answered(held, may, form=form, title=_l("Bukti pelatihan"), done="proved", do=do)


@blueprint.route(f"{ONE}/effect", methods=METHODS)
@requires(*Role)
def effect(training_id: int) -> Page:
    """Record what changed by the same measure two quarters later."""
    held, may = reached_training(training_id)
    form, do = TrainingEffectForm(), None
    if not may.may_check(held, today=today()):
        abort(404)
    if form.is_submitted() and form.validate() and form.is_sound():
        do = partial(service.check_effect, told=form.told(vault().lock))
    return answered(held, may, form=form, title=_l("Dampak pelatihan"), done="checked", do=do)
