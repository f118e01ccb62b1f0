"""Lists for who arranges: meetings, and how many notes wait with which appraisers."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.insight import meeting_service as service
from portal.evaluation.insight.blueprint import METHODS, blueprint
from portal.evaluation.insight.forms import CallMeetingForm
from portal.evaluation.insight.meeting_pages import cycle_to_calibrate, possible_participants
from portal.evaluation.insight.meeting_queries import meetings_of
from portal.evaluation.insight.meeting_routes import ARRANGERS
from portal.organisation.places.queries import agencies_in_service
from portal.organisation.records.form_fields import choices_of
from portal.storage.paging import PAGE_SIZE, Page, offset_of, page_number
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, error_links, record_act, today


@blueprint.get("/calibrations")
@requires(*ARRANGERS, Role.AUDITOR)
def calibrations() -> str:
    """List the meetings of an agency, or of the city."""
    found = meetings_of(db.session(), agency_id=_own_agency())
    number = page_number(request.args.get("page"))
    start = offset_of(number)
    return render_template(
        "evaluation/insight/meetings.html",
        page=Page(found[start : start + PAGE_SIZE], number, len(found)),
        agencies=agencies_in_service(db.session(), on=today()),
        cycle=cycle_to_calibrate(),
        may_call=current_staff().has(*ARRANGERS),
    )


@blueprint.route("/calibrations/new", methods=METHODS)
@requires(*ARRANGERS)
def call_calibration() -> tuple[str, int] | Response:
    """Call a meeting of an agency's appraisers."""
    cycle, form = cycle_to_calibrate(), CallMeetingForm()
    agencies = agencies_in_service(db.session(), on=today())
    agency_id = _own_agency() or request.args.get("agency", 0, type=int)
    if cycle is None or (agency_id and agency_id not in agencies):
        abort(404)
    names = possible_participants(agency_id) if agency_id else {}
    form.participants.choices = choices_of([(f"{each}", name) for each, name in names.items()])
    if request.method == "POST" and agency_id and form.validate() and form.check_day(today()):
        meeting_id = _called(form, cycle.id, agency_id=agency_id)
        return redirect(url_for("insight.calibration", meeting_id=meeting_id, done="called"))
    links = error_links(form)
    around = {"cycle": cycle, "agencies": agencies, "agency_id": agency_id, "names": names}
    page = render_template("evaluation/insight/call.html", form=form, errors=links, **around)
    return page, 422 if links else 200


def _called(form: CallMeetingForm, cycle_id: int, *, agency_id: int) -> int:
    command = service.CallMeeting(
        cycle_id,
        agency_id,
        form.meets_on.data or today(),
        frozenset(map(int, form.participants.data or ())),
        current_staff().name,
    )
    record_act("performance.calibration_called", f"agency:{agency_id}")
    return service.call_meeting(db.session(), command, today=today())


def _own_agency() -> int | None:
    """Return the coordinator's agency; None for who works for the whole city."""
    staff = current_staff()
    if staff.has(Role.PERFORMANCE_OFFICE, Role.AUDITOR):
        return None
    return staff.agency_id or 0
