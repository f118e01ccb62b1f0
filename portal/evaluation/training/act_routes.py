"""Acts on a training that need no form: suggested, accepted, begun, confirmed."""

from functools import partial

from flask import abort, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.development.blueprint import reached
from portal.evaluation.development.domain import Sides
from portal.evaluation.training import queries, service
from portal.evaluation.training.blueprint import (
    ONE,
    PERSON,
    Page,
    blueprint,
    form_page,
    pressed,
    reached_training,
    to_training,
)
from portal.evaluation.training.forms import SuggestForm
from portal.evaluation.work.blueprint import METHODS
from portal.web.access import Role, requires
from portal.web.extensions import db, record_act, today


@blueprint.route(f"{PERSON}/new", methods=METHODS)
@requires(*Role)
def suggest(person_id: int) -> Page:
    """Suggest a topic of the catalogue."""
    sides, form = reached(person_id), SuggestForm()
    if not sides.may_propose:
        abort(404)
    form.offer(queries.topics(db.session(), is_offered_only=True))
    if not form.is_submitted():
        form.topic.data = request.args.get("topic")
        form.trigger.data = request.args.get("trigger")
    elif form.validate():
        return _suggested(form, sides)
    back = url_for("training.trainings", person_id=person_id)
    return form_page(form, title=_l("Sarankan pelatihan"), back=back)


def _suggested(form: SuggestForm, sides: Sides) -> Response:
    record_act("performance.training_suggested", f"person:{sides.person_id}")
    service.suggest_training(
        db.session(),
        topic_code=form.topic.data,
        trigger=form.chosen_trigger,
        sides=sides,
        today=today(),
    )
    return to_training(sides.person_id, "suggested")


@blueprint.post(f"{ONE}/accept")
@requires(*Role)
def accept(training_id: int) -> Response:
    """Accept a suggestion, as the other side."""
    held, may = reached_training(training_id)
    if not may.may_decide(held):
        abort(404)
    do = partial(service.decide_training, declined=None)
    return pressed(held, may, done="accepted", do=do)


@blueprint.post(f"{ONE}/begin")
@requires(*Role)
def begin(training_id: int) -> Response:
    """Note that the person takes part."""
    held, may = reached_training(training_id)
    if not may.may_begin(held, today=today()):
        abort(404)
    return pressed(held, may, done="begun", do=service.begin_training)


@blueprint.post(f"{ONE}/finish")
@requires(*Role)
def finish(training_id: int) -> Response:
    """Confirm the evidence that the person told."""
    held, may = reached_training(training_id)
    if not may.may_finish(held):
        abort(404)
    return pressed(held, may, done="finished", do=service.finish_training)
