"""Pages of dialogues, recorded by one side and confirmed by the other, and of difficulties."""

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.monitoring import queries, service
from portal.evaluation.monitoring.blueprint import PERSON, blueprint
from portal.evaluation.monitoring.domain import Dialogue, Difficulty
from portal.evaluation.monitoring.forms import DifficultyForm, PlanForm, RecordForm, SettleForm
from portal.evaluation.monitoring.reading import (
    REFUSED,
    Page,
    form_page,
    own_dialogue,
    own_difficulty,
    reached,
    reached_dialogue,
    same_as,
    texts_of,
    to_following,
    turn_of,
)
from portal.evaluation.plans.forms import ReasonForm, RevisionForm
from portal.evaluation.rules.states import DialogueState
from portal.evaluation.work.blueprint import METHODS, own_person
from portal.evaluation.work.reading import names_of
from portal.web.access import Role, requires
from portal.web.extensions import db, record_act, today, unlocked, vault

ONE = "/dialogues/<int(max=2147483647):dialogue_id>"
DIFFICULTY = "/difficulties/<int(max=2147483647):difficulty_id>"
KEPT = "kept"


@blueprint.route(f"{PERSON}/dialogues/new", methods=METHODS)
@requires(*Role)
def plan_dialogue(person_id: int) -> Page:
    """Plan a dialogue; one of today or before is recorded next."""
    reach, form = reached(person_id), PlanForm()
    if not reach.may_talk or reach.superior_id is None:
        abort(404)
    if form.is_submitted() and form.validate() and form.planned_for.data is not None:
        record_act("performance.dialogue", f"person:{person_id}", planned=1)
        topic = vault().lock(form.topic.data) if form.topic.data else None
        day = form.planned_for.data
        same, by = same_as(form.topic.data), own_person()
        command = service.PlanDialogue(person_id, reach.superior_id, by, day, topic, same)
        number = service.plan_dialogue(db.session(), command)
        if day > today():
            return to_following(person_id, "planned")
        return redirect(url_for("monitoring.record_dialogue", dialogue_id=number), 302)
    if not form.is_submitted():
        form.planned_for.data = today()
    return form_page(form, person_id, title=_l("Dialog kinerja"), button=_l("Lanjut"))


@blueprint.get(ONE)
@requires(*Role)
def dialogue(dialogue_id: int) -> str:
    """Show one dialogue with what happened to it."""
    held, reach = reached_dialogue(dialogue_id)
    history = queries.history_of(db.session(), held.id)
    return render_template(
        "evaluation/monitoring/dialogue.html",
        held=held,
        reach=reach,
        texts=texts_of(held),
        history=[(each, unlocked(each.reason)) for each in history],
        names=names_of(held.sides),
        form=RevisionForm(formdata=None),
        may_record=reach.is_side and held.may_be_recorded_by(reach.viewer_id),
        may_answer=reach.is_side and held.answerer == reach.viewer_id,
    )


@blueprint.route(f"{ONE}/record", methods=METHODS)
@requires(*Role)
def record_dialogue(dialogue_id: int) -> Page:
    """Write what was said and agreed; a draft is kept on the server."""
    held, form = own_dialogue(dialogue_id), RecordForm()
    if not held.may_be_recorded_by(own_person()):
        told = _record_page(form, held, is_changed=True)
        return told if form.is_submitted() else _to_dialogue(held, "writing")
    if not form.is_submitted():
        form.show(held, vault().unlock)
        return _record_page(form, held)
    is_draft = request.form.get("act") == KEPT
    if not form.validate() or not (is_draft or form.is_complete(today())):
        return _record_page(form, held)
    try:
        _record(form, held, is_draft=is_draft)
    except REFUSED:
        return _record_page(form, own_dialogue(dialogue_id), is_changed=True)
    return _to_dialogue(held, "kept" if is_draft else "held")


@blueprint.post(f"{ONE}/draft")
@requires(*Role)
def draft_of_dialogue(dialogue_id: int) -> tuple[Response, int]:
    """Keep what is being typed; the answer says under which revision, or that it changed."""
    held, form = own_dialogue(dialogue_id), RecordForm()
    if not (held.may_be_recorded_by(own_person()) and form.validate()):
        return jsonify(state="refused"), 422
    try:
        revision = service.keep_record(db.session(), turn_of(held.id, form), record=_told(form))
    except REFUSED:
        return jsonify(state="changed"), 409
    return jsonify(state="kept", revision=revision), 200


@blueprint.post(f"{ONE}/remove")
@requires(*Role)
def remove_dialogue(dialogue_id: int) -> Response:
    """Throw away a dialogue that was planned only."""
    held, form = own_dialogue(dialogue_id), RevisionForm()
    form.validate()
    record_act("performance.dialogue", f"person:{held.person_id}", removed=held.id)
    try:
        service.remove_planned(db.session(), turn_of(held.id, form))
    except REFUSED:
        return _to_dialogue(held, "changed")
    return to_following(held.person_id, "removed")


@blueprint.post(f"{ONE}/confirm")
@requires(*Role)
def confirm_dialogue(dialogue_id: int) -> Response:
    """Confirm what the other side recorded."""
    held, form = own_dialogue(dialogue_id), RevisionForm()
    form.validate()
    done = _answered(held, form, to=DialogueState.CONFIRMED)
    return _to_dialogue(held, "confirmed" if done else "changed")


@blueprint.route(f"{ONE}/dispute", methods=METHODS)
@requires(*Role)
def dispute_dialogue(dialogue_id: int) -> Page:
    """Say why what the other side recorded is not what was agreed."""
    held, form = own_dialogue(dialogue_id), ReasonForm()
    if held.answerer != own_person():
        abort(404)
    is_changed = False
    if form.is_submitted() and form.validate():
        reason = vault().lock(form.reason.data)
        if _answered(held, form, to=DialogueState.DISPUTED, reason=reason):
            return _to_dialogue(held, "disputed")
        is_changed = True
    return form_page(
        form,
        held.person_id,
        title=_l("Tidak setuju dengan catatan dialog"),
        intro=_l("Keduanya tetap tersimpan: catatan itu dan alasan Anda."),
        revision=held.revision,
        is_changed=is_changed,
    )


def _answered(
    held: Dialogue, form: RevisionForm, *, to: DialogueState, reason: bytes | None = None
) -> bool:
    record_act("performance.dialogue", f"person:{held.person_id}", to=str(to), dialogue=held.id)
    try:
        service.answer_dialogue(db.session(), turn_of(held.id, form), to=to, reason=reason)
    except REFUSED:
        return False
    return True


def _record(form: RecordForm, held: Dialogue, *, is_draft: bool) -> None:
    """Keep a draft, or what was said for good."""
    told, turn = _told(form), turn_of(held.id, form)
    if is_draft:
        service.keep_record(db.session(), turn, record=told)
        return
    record_act("performance.dialogue", f"person:{held.person_id}", held=held.id)
    service.hold_dialogue(db.session(), turn, record=told)


def _told(form: RecordForm) -> service.Record:
    """Return what was typed, encrypted."""
    texts = {
        name: vault().lock(form[name].data) if form[name].data else None
        for name in ("talked", "outcome", "next_step")
    }
    return service.Record(form.held_on.data, next_on=form.next_on.data, **texts)


def _record_page(form: RecordForm, held: Dialogue, *, is_changed: bool = False) -> Page:
    return form_page(
        form,
        held.person_id,
        title=_l("Catat hasil dialog"),
        intro=unlocked(held.topic),
        button=_l("Simpan dan minta konfirmasi"),
        revision=held.revision,
        is_changed=is_changed,
        saves=url_for("monitoring.draft_of_dialogue", dialogue_id=held.id),
    )


def _to_dialogue(held: Dialogue, done: str) -> Response:
    return redirect(url_for("monitoring.dialogue", dialogue_id=held.id, done=done), 302)


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


@blueprint.route(f"{DIFFICULTY}/settle", methods=METHODS)
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
        is_same=same_as(form.text.data),
    )
