"""Pages of calibration meetings: called, held, cancelled, and what became of ratings."""

from collections.abc import Callable

from flask import abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.insight import meeting_service as service
from portal.evaluation.insight.blueprint import METHODS, ROW, blueprint
from portal.evaluation.insight.forms import MeetingRecordForm
from portal.evaluation.insight.labels import DONE
from portal.evaluation.insight.meeting_pages import ShownMeeting, recordable, shown_meeting
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.states import LookAgainState
from portal.organisation.records.form_fields import choices_of
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, record_act, today, vault

MEETING = f"/calibrations/{ROW.format('meeting_id')}"
ARRANGERS = (Role.PERFORMANCE_OFFICE, Role.PERFORMANCE_COORDINATOR)


@blueprint.get(MEETING)
@requires(*Role)
def calibration(meeting_id: int) -> str:
    """Show a meeting: agenda, participants, and of its records what the viewer may read."""
    return render_template(
        "evaluation/insight/meeting.html",
        shown=shown_meeting(meeting_id),
        button=RevisionForm(),
        said=vault().unlock,
        done=DONE.get(request.args.get("done", "")),
        today=today(),
    )


@blueprint.post(f"{MEETING}/hold")
@requires(*ARRANGERS)
def hold(meeting_id: int) -> Response:
    """Keep that a meeting was held and who was there."""
    shown, form = _arranged(meeting_id), RevisionForm()
    attended = {each for each in shown.seats if f"{each}" in request.form.getlist("attended")}
    return _pressed(
        shown,
        done="held",
        do=lambda: service.hold_meeting(
            db.session(),
            meeting_id,
            revision=form.shown_revision,
            attended=attended,
            today=today(),
        ),
    )


@blueprint.post(f"{MEETING}/cancel")
@requires(*ARRANGERS)
def cancel_calibration(meeting_id: int) -> Response:
    """Cancel a planned meeting."""
    shown, form = _arranged(meeting_id), RevisionForm()
    return _pressed(
        shown,
        done="cancelled",
        do=lambda: service.cancel_meeting(db.session(), meeting_id, revision=form.shown_revision),
    )


@blueprint.route(f"{MEETING}/record", methods=METHODS)
@requires(*Role)
def record(meeting_id: int) -> tuple[str, int] | Response:
    """Let a participant record what became of an own rating, with the reason."""
    shown, form = shown_meeting(meeting_id), MeetingRecordForm()
    if not shown.may_record:
        abort(404)
    offered = recordable(shown)
    pairs = [(f"{each}", one.name) for each, one in offered.items()]
    form.person.choices = choices_of([("", _l("Belum dipilih")), *pairs])
    if request.method == "POST" and form.validate() and _recorded(shown, form):
        return _to(shown, done="recorded")
    links = error_links(form)
    page = render_template(
        "evaluation/insight/record.html", form=form, errors=links, shown=shown, offered=offered
    )
    return page, 422 if links else 200


def _recorded(shown: ShownMeeting, form: MeetingRecordForm) -> bool:
    """Keep the record; else the form says why not."""
    person_id = int(form.person.data)
    one = recordable(shown)[person_id]
    outcome = LookAgainState(form.outcome.data)
    if outcome is LookAgainState.CHANGED and not one.is_changed:
        form.outcome.errors = [
            _l("Belum diubah sejak hari forum. Ambil kembali dan ubah dahulu, lalu catat di sini.")
        ]
        return False
    command = service.RecordOutcome(
        shown.meeting.id,
        one.plan_id,
        person_id,
        shown.viewer_id or 0,
        outcome,
        one.number,
        vault().lock(form.reason.data),
    )
    record_act("performance.calibration_recorded", f"calibration:{shown.meeting.id}")
    try:
        service.record_outcome(db.session(), command, today=today())
    except service.RecordRefused:
        form.form_errors.append(DONE["changed"])
        return False
    return True


def _arranged(meeting_id: int) -> ShownMeeting:
    shown = shown_meeting(meeting_id)
    if not shown.may_arrange:
        abort(404)
    return shown


def _pressed(shown: ShownMeeting, *, done: str, do: Callable[[], None]) -> Response:
    record_act(f"performance.calibration_{done}", f"calibration:{shown.meeting.id}")
    try:
        do()
    except service.MeetingChanged:
        db.session.rollback()
        return _to(shown, done="changed")
    return _to(shown, done=done)


def _to(shown: ShownMeeting, *, done: str) -> Response:
    return redirect(url_for("insight.calibration", meeting_id=shown.meeting.id, done=done))
