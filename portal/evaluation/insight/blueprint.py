"""The blueprint of signs, meetings and checks, and a note for whom it concerns."""

from dataclasses import dataclass

from flask import Blueprint, abort

from portal.evaluation.appraisals.standing import EvaluationViewer, viewer_of
from portal.evaluation.insight.domain import LookAgainNote, SignalKind
from portal.evaluation.insight.queries import note_with
from portal.evaluation.plans.queries import plan_with
from portal.organisation.people.looks import LookAtPerson, note_look
from portal.web.access import Role, current_staff
from portal.web.extensions import db, moment, today

METHODS = ("GET", "POST")
ROW = "<int(max=2147483647):{}>"
blueprint = Blueprint("insight", __name__, url_prefix="/admin/performance")


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note as its viewer may see it.

    :ivar reads_answer: the answer judges a person: read by the appraiser, the one above for a
        note after a report, and the auditor.
    """

    note: LookAgainNote
    viewer_id: int | None
    is_appraiser: bool

    @property
    def may_answer(self) -> bool:
        """Whether the note waits for the viewer."""
        return self.note.is_open and self.is_appraiser and self.viewer_id is not None


def shown_note(note_id: int) -> ShownNote:
    """Return a note for the appraiser, the auditor, and after a report the one above.

    :raises werkzeug.exceptions.NotFound: for everybody else, also for the person it is about.
    """
    note, staff = note_with(db.session(), note_id), current_staff()
    if note is None:
        abort(404)
    sign = note.sign
    if sign.plan_id is None:
        is_own = staff.officer_id is not None and staff.officer_id == sign.appraiser_id
        if not (is_own or staff.has(Role.AUDITOR)):
            abort(404)
        return ShownNote(note, staff.officer_id, is_own)
    viewer = _viewer_of_plan(sign.plan_id)
    is_after_report = sign.kind is SignalKind.AFTER_REPORT
    is_appraiser = viewer.is_appraiser and not viewer.is_person
    if not (is_appraiser or viewer.is_auditor or (is_after_report and viewer.is_above)):
        abort(404)
    if sign.person_id is not None:
        look = LookAtPerson(sign.person_id, "signal")
        note_look(db.session(), look, by=staff, now=moment(), today=today())
    return ShownNote(note, staff.officer_id, is_appraiser)


def _viewer_of_plan(plan_id: int) -> EvaluationViewer:
    staff, session = current_staff(), db.session()
    plan = plan_with(session, plan_id)
    if plan is None:
        abort(404)
    return viewer_of(
        session,
        plan,
        viewer_id=staff.officer_id,
        on=today(),
        is_auditor=staff.has(Role.AUDITOR),
    )
