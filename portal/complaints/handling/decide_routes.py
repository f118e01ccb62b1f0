"""Pages for decisions on an item; a refusal is shown on the item's page, with the text sent."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from portal.complaints.handling import answering, moderation
from portal.complaints.handling import service as work
from portal.complaints.handling.answering import PassedOnWrongly, PraisePromisedTo
from portal.complaints.handling.forms import (
    AddressForm,
    AdvanceForm,
    AppealForm,
    ComplaintAnswerForm,
    QueueChangeForm,
    ReferralForm,
    VerdictForm,
    VersionedForm,
    row_number,
)
from portal.complaints.handling.queue_routes import HANDLERS, MODERATORS, item_context
from portal.complaints.intake.history import ComplaintChanged
from portal.complaints.intake.kinds import DecisionReasonMissing, ImpossibleTransition, Queue, State
from portal.complaints.intake.queries import visible_complaint
from portal.complaints.intake.visible_scope import (
    appeal_to_decide,
    blueprint,
    catalogue,
    context,
    item_to_handle,
    note_look,
    own_scope,
)
from portal.complaints.intake.writing import TextLengthWrong
from portal.storage.database import begin_write
from portal.web.access import requires
from portal.web.extensions import db, moment, record_act

Page = tuple[str, int] | Response
Given = dict[str, Any]
REFUSALS: dict[type[Exception], Any] = {
    ComplaintChanged: _l(
        "Orang lain baru saja mengubah butir ini. Baca keadaan terbarunya, lalu putuskan lagi."
    ),
    ImpossibleTransition: _l("Langkah itu tidak mungkin dari keadaan sekarang."),
    DecisionReasonMissing: _l("Pilih alasan yang sesuai untuk langkah itu."),
    TextLengthWrong: _l("Jawaban paling sedikit 20 dan paling banyak 5.000 huruf."),
    work.ClaimedByAnother: _l(
        "Orang lain sedang mengerjakan butir ini. Coba lagi setelah setengah jam."
    ),
    work.NumberWrong: _l(
        "Nomor SP4N-LAPOR! hanya memuat huruf, angka, garis miring, dan tanda hubung."
    ),
    moderation.DecisionIncomplete: _l(
        "Menyembunyikan perlu alasan dari daftar; menampilkan perlu teks yang akan dibaca umum."
    ),
    moderation.PublicationNotAllowed: _l("Penulis tidak mengizinkan tulisannya ditampilkan."),
    moderation.OwnDecision: _l("Keberatan harus diputuskan oleh orang lain."),
    PraisePromisedTo: _l("Pujian dijawab tanpa tindak lanjut."),
    PassedOnWrongly: _l("Pilih instansi lain dan alasan yang sesuai."),
    IntegrityError: _l("Butir ini harus tetap di Inspektorat."),
}
NOT_COMPLETE = _l("Isian belum lengkap. Periksa lagi, lalu kirim.")
MOST_AT_ONCE = 50


def carry_out(
    complaint_id: int,
    act: Callable[..., object],
    *,
    form: Any,
    given: Callable[[Any], Given],
    name: str,
    opened: Callable[[int], Any] = item_to_handle,
) -> Page:
    """Do ``act`` with what the valid ``form`` gives, or show on the item why not.

    The audit log gets its entry in the same transaction, and none when the act is refused.
    """
    staff, _ = opened(complaint_id)
    if not form.validate_on_submit():
        return _refused(complaint_id, NOT_COMPLETE)
    record_act(f"complaint.{name}", f"complaint:{complaint_id}", **_told(form))
    whole = partial(act, db.session(), complaint_id, account_id=staff.account_id, context=context())
    try:
        whole(version=form.version.data, **given(form))
    except tuple(REFUSALS) as refusal:
        db.session.rollback()
        return _refused(complaint_id, REFUSALS[type(refusal)])
    return redirect(_afterwards(complaint_id))


def _afterwards(complaint_id: int) -> str:
    """Return the item's page; the queue's, when the item left what the person may see."""
    found = visible_complaint(db.session(), complaint_id, scope=own_scope()[1])
    if found is None:
        return url_for("complaints.queue")
    return url_for("complaints.item", complaint_id=complaint_id)


def _told(form: Any) -> dict[str, str | int | None]:
    """Return what of a form is written to the audit log: its fixed words, never its texts."""
    told = ("to", "reason", "decision", "queue", "is_granted", "theme", "place")
    return {name: form[name].data or None for name in told if name in form}


def _refused(complaint_id: int, reason: Any) -> Page:
    staff, scope = own_scope()
    found = visible_complaint(db.session(), complaint_id, scope=scope)
    if found is None:
        abort(404)
    # The citizen's words are shown again: this look is logged and committed at once.
    note_look(found)
    begin_write(db.session())
    db.session.commit()
    context = item_context(found, refusal=reason, given=request.form)
    return render_template("complaints/handling/item.html", staff=staff, **context), 409


@blueprint.post("/admin/complaints/<int(max=2147483647):complaint_id>/claim")
@requires(*HANDLERS)
def claim(complaint_id: int) -> Page:
    """Hold an item for half an hour."""

    def hold(*where: Any, account_id: int, **_: object) -> None:
        work.claim(*where, account_id=account_id, now=moment())

    return carry_out(complaint_id, hold, form=VersionedForm(), given=lambda _: {}, name="claimed")


@blueprint.post("/admin/complaints/<int(max=2147483647):complaint_id>/release")
@requires(*HANDLERS)
def release(complaint_id: int) -> Page:
    """Let others work on an item again."""

    def let_go(*where: Any, account_id: int, **_: object) -> None:
        work.release(*where, account_id=account_id)

    form = VersionedForm()
    return carry_out(complaint_id, let_go, form=form, given=lambda _: {}, name="released")


@blueprint.post("/admin/complaints/<int(max=2147483647):complaint_id>/advance")
@requires(*HANDLERS)
def advance(complaint_id: int) -> Page:
    """Move an item along."""
    return carry_out(
        complaint_id,
        work.advance,
        form=AdvanceForm(),
        given=lambda form: {
            "to": State(form.to.data),
            "reason": form.reason_given,
            "unit_id": _unit_id(complaint_id, form.unit.data),
        },
        name="moved",
    )


@blueprint.post("/admin/complaints/<int(max=2147483647):complaint_id>/address")
@requires(*HANDLERS)
def address(complaint_id: int) -> Page:
    """Give an item to a unit of the agency, or back to the agency."""
    return carry_out(
        complaint_id,
        work.address,
        form=AddressForm(),
        given=lambda form: {"unit_id": _unit_id(complaint_id, form.unit.data)},
        name="addressed",
    )


def _unit_id(complaint_id: int, code: str | None) -> int | None:
    """Return the number of a unit of the item's agency; None when no unit is named."""
    if not code:
        return None
    unit = catalogue().units_by_code.get(code)
    if unit is None or unit.agency_id != item_to_handle(complaint_id)[1].agency_id:
        abort(400)
    return unit.id


@blueprint.post("/admin/complaints/<int(max=2147483647):complaint_id>/answer")
@requires(*HANDLERS)
def answer(complaint_id: int) -> Page:
    """Answer an item and everything grouped with it."""
    return carry_out(
        complaint_id,
        answering.answer,
        form=ComplaintAnswerForm(),
        given=lambda form: {
            "text": form.text.data,
            "promise": form.to_promise(),
            "scope": own_scope()[1],
        },
        name="answered",
    )


@blueprint.post("/admin/complaints/<int(max=2147483647):complaint_id>/decide")
@requires(*MODERATORS)
def decide(complaint_id: int) -> Page:
    """Decide what the public sees of an item."""
    return carry_out(
        complaint_id,
        moderation.decide,
        form=VerdictForm(),
        given=lambda form: {"verdict": form.to_verdict()},
        name="decided",
    )


@blueprint.post("/admin/complaints/<int(max=2147483647):complaint_id>/appeal")
@requires(*MODERATORS)
def decide_appeal(complaint_id: int) -> Page:
    """Decide an appeal against somebody else's removal."""
    return carry_out(
        complaint_id,
        moderation.decide_appeal,
        form=AppealForm(),
        given=lambda form: {"is_granted": form.is_yes, "verdict": form.to_verdict_if_granted()},
        name="appeal_decided",
        opened=appeal_to_decide,
    )


@blueprint.post("/admin/complaints/<int(max=2147483647):complaint_id>/hand-over")
@requires(*HANDLERS)
def refer_to_sp4n(complaint_id: int) -> Page:
    """Store the number of the item in SP4N-LAPOR!."""
    return carry_out(
        complaint_id,
        work.refer_to_sp4n,
        form=ReferralForm(),
        given=lambda form: {"number": form.number.data},
        name="handed_over",
    )


@blueprint.post("/admin/complaints/<int(max=2147483647):complaint_id>/queue")
@requires(*HANDLERS)
def change_queue(complaint_id: int) -> Page:
    """Give an item to another queue."""
    return carry_out(
        complaint_id,
        work.send_to_queue,
        form=QueueChangeForm(),
        given=lambda form: {"queue": Queue(form.queue.data)},
        name="queue_changed",
    )


@blueprint.post("/admin/complaints/<int(max=2147483647):complaint_id>/group")
@requires(*HANDLERS)
def group(complaint_id: int) -> Page:
    """Put the ticked items that say the same under this one."""
    ticked = map(row_number, request.form.getlist("other")[:MOST_AT_ONCE])
    numbers = [number for number in ticked if number is not None]
    others = tuple(item_to_handle(number)[1].complaint_id for number in numbers)
    return carry_out(
        complaint_id,
        work.group,
        form=VersionedForm(),
        given=lambda _: {"others": others},
        name="grouped",
    )
