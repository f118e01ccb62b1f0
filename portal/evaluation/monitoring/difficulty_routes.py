"""Pages of difficulties: found with a cause, what is done, and what came of it."""

from flask import abort
from flask_babel import lazy_gettext as _l

from portal.evaluation.monitoring import service
from portal.evaluation.monitoring.blueprint import PERSON, blueprint
from portal.evaluation.monitoring.domain import Difficulty
from portal.evaluation.monitoring.forms import DifficultyForm, SettleForm
from portal.evaluation.monitoring.reading import (
    REFUSED,
    Page,
    form_page,
    own_difficulty,
    reached,
    to_following,
    turn_of,
)
from portal.evaluation.work.blueprint import METHODS, own_person
from portal.web.access import Role, requires
from portal.web.extensions import db, record_act, today, unlocked, vault

ONE = "/difficulties/<int(max=2147483647):difficulty_id>"


@blueprint.route(f"{PERSON}/difficulties/new", methods=METHODS)
@requires(*Role)
def name_difficulty(person_id: int) -> Page:
    """Say what is difficult, why, and what is done about it."""
    reach, form = reached(person_id), DifficultyForm()
    if not reach.is_side:
        abort(404)
    if form.is_submitted() and form.validate() and form.check_due(today()):
        record_act("performance.difficulty", f"person:{person_id}", cause=form.cause.data)
        service.name_difficulty(db.session(), _command(form, person_id))
        return to_following(person_id, "difficulty")
    intro = _l(
        "Untuk membantu, bukan untuk menilai. Keduanya membacanya, dan keduanya melihat lagi "
        "apakah langkahnya berhasil."
    )
    return form_page(form, person_id, title=_l("Catat kesulitan"), intro=intro)


@blueprint.route(f"{ONE}/settle", methods=METHODS)
@requires(*Role)
def settle_difficulty(difficulty_id: int) -> Page:
    """Say what came of the measure."""
    held, form = own_difficulty(difficulty_id), SettleForm()
    is_changed = held.settled_on is not None
    if form.is_submitted() and form.validate() and not is_changed:
        if _settled(form, held):
            return to_following(held.person_id, "settled")
        is_changed = True
    return form_page(
        form,
        held.person_id,
        title=_l("Apakah langkahnya berhasil?"),
        intro=unlocked(held.measure),
        revision=held.revision,
        is_changed=is_changed,
    )


def _settled(form: SettleForm, held: Difficulty) -> bool:
    record_act("performance.difficulty", f"person:{held.person_id}", settled=held.id)
    outcome = vault().lock(form.outcome.data)
    try:
        service.settle_difficulty(db.session(), turn_of(held.id, form), outcome=outcome)
    except REFUSED:
        return False
    return True


def _command(form: DifficultyForm, person_id: int) -> service.NameDifficulty:
    due_on = form.due_on.data
    if due_on is None:
        raise ValueError("due_on")
    lock = vault().lock
    return service.NameDifficulty(
        person_id,
        own_person(),
        today(),
        form.chosen_cause(),
        text=lock(form.text.data),
        measure=lock(form.measure.data),
        support=lock(form.support.data),
        due_on=due_on,
    )
