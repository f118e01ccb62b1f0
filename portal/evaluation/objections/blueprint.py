"""The blueprint of objections, the case that a viewer may see, and how an act on it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.appraisals.forms import ComparedForm
from portal.evaluation.appraisals.periodic_service import EvaluationChanged
from portal.evaluation.appraisals.quarter_pages import conflict_of
from portal.evaluation.objections.domain import CaseSide, Objection
from portal.evaluation.objections.queries import companions_of, objection_with
from portal.evaluation.objections.writing import ObjectionAct, ObjectionChanged
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.states import ObjectionState, TransitionRefused
from portal.organisation.people.looks import LookAtPerson, note_look
from portal.storage.texts.own_keys import OwnTexts, new_key
from portal.web.access import Role, current_staff
from portal.web.extensions import db, error_links, moment, record_act, today, vault

METHODS = ("GET", "POST")
CASE = "/objections/<int(max=2147483647):objection_id>"
blueprint = Blueprint("objections", __name__, url_prefix="/admin/performance")


@dataclass(frozen=True, slots=True)
class ShownCase:
    """An objection with what its viewer is to it."""

    objection: Objection
    viewer_id: int | None
    is_companion: bool
    is_auditor: bool

    @property
    def is_person(self) -> bool:
        """Whether the viewer filed it."""
        return self.viewer_id == self.objection.person_id

    @property
    def is_appraiser(self) -> bool:
        """Whether the viewer confirmed the result."""
        return self.viewer_id == self.objection.appraiser_id

    @property
    def is_decider(self) -> bool:
        """Whether the viewer decides."""
        return self.viewer_id is not None and self.viewer_id == self.objection.decider_id

    @property
    def may_read(self) -> bool:
        """Whether the viewer reads it: a draft its person only."""
        if self.objection.is_draft:
            return self.is_person
        is_side = self.is_person or self.is_appraiser or self.is_decider
        return is_side or self.is_companion or self.is_auditor

    @property
    def side(self) -> CaseSide | None:
        """Which side the viewer is; None for neither."""
        if self.is_person:
            return CaseSide.PERSON
        return CaseSide.APPRAISER if self.is_appraiser else None

    @property
    def may_explain(self) -> bool:
        """Whether the viewer may still explain."""
        side = self.side
        return side is not None and self.objection.waits_for(side)

    @property
    def may_add_evidence(self) -> bool:
        """Whether the viewer may put evidence beside the frozen document."""
        is_early = self.is_person and self.objection.state is ObjectionState.FILED
        return is_early or (self.side is not None and self.objection.is_heard)

    def may_remove(self, side: CaseSide) -> bool:
        """Return whether the viewer may destroy a file of a side: own ones until the decision."""
        return self.is_decider or (side is self.side and not self.objection.is_decided)

    @property
    def may_admit(self) -> bool:
        """Whether the viewer says whether it is looked into."""
        return self.is_decider and self.objection.state is ObjectionState.FILED

    @property
    def may_decide(self) -> bool:
        """Whether the viewer may write the decision."""
        return self.is_decider and self.objection.state is ObjectionState.HEARING

    @property
    def leads_hearing(self) -> bool:
        """Whether the viewer may meet both sides, put off the decision, or step aside."""
        return self.is_decider and self.objection.is_heard

    @property
    def may_close(self) -> bool:
        """Whether the viewer says that the decision was read."""
        return self.is_person and self.objection.state is ObjectionState.DECIDED

    @property
    def may_step_aside(self) -> bool:
        """Whether the viewer may leave the decision to a substitute."""
        return self.is_decider and self.objection.is_pending

    @property
    def subject(self) -> str:
        """How the audit log names it."""
        return f"objection:{self.objection.id}"

    @property
    def texts(self) -> OwnTexts:
        """What opens and encrypts the texts of this case."""
        return texts_of(self.objection)

    @property
    def reads_files(self) -> bool:
        """Whether the viewer opens what both sides sent: the sides, and who decides."""
        is_in_it = self.side is not None or self.is_decider
        return is_in_it and self.objection.expired_on is None

    def reads_texts_of(self, side: CaseSide) -> bool:
        """Return whether the viewer reads what a side explained: own words, or once sent."""
        return side is self.side or self.objection.done_on(side) is not None

    def act(self, revision: int, *, reason: str = "") -> ObjectionAct:
        """Return an act of the viewer; the reason is encrypted."""
        return ObjectionAct(
            self.objection.id,
            revision,
            self.viewer_id,
            moment(),
            today(),
            reason=self.texts.locked(reason),
        )


def texts_of(objection: Objection | None) -> OwnTexts:
    """Return what opens and encrypts the texts of a case; None begins one with a new key."""
    if objection is None:
        return OwnTexts(vault(), new_key(vault()))
    is_expired = objection.expired_on is not None
    return OwnTexts(vault(), objection.wrapped_key, is_expired=is_expired)


def case_of(objection: Objection) -> ShownCase:
    """Return an objection with what the viewer is to it; nothing is decided yet."""
    staff = current_staff()
    companions = {
        each.person_id
        for each in companions_of(db.session(), objection.id)
        if each.ended_on is None
    }
    is_companion = staff.officer_id is not None and staff.officer_id in companions
    return ShownCase(objection, staff.officer_id, is_companion, staff.has(Role.AUDITOR))


def shown_case(objection_id: int) -> ShownCase:
    """Return an objection that the viewer reads; a look at somebody else's is logged once a day.

    :raises werkzeug.exceptions.NotFound: for everybody else: what lies elsewhere does not exist.
    """
    objection = objection_with(db.session(), objection_id)
    case = None if objection is None else case_of(objection)
    if case is None or not case.may_read:
        abort(404)
    if not case.is_person:
        look = LookAtPerson(case.objection.person_id, "objection")
        note_look(db.session(), look, by=current_staff(), now=moment(), today=today())
    return case


def wanted_case(objection_id: int, *, may: str) -> ShownCase:
    """Return an objection with which the viewer may do something now.

    :param may: name of the property of ``ShownCase`` that has to be true.
    :raises werkzeug.exceptions.NotFound: for everybody else.
    """
    case = shown_case(objection_id)
    if not getattr(case, may):
        abort(404)
    return case


Page = tuple[str, int] | Response
CHANGED = _l(
    "Keberatan ini berubah sejak halaman ini dibuka, di tab lain atau oleh pihak lain. Tidak ada "
    "yang ditimpa: yang tersimpan tetap ada, dan isian Anda masih ada di bawah."
)
REFUSED = (EvaluationChanged, ObjectionChanged, TransitionRefused)


def case_form(
    case: ShownCase,
    form: ComparedForm,
    *,
    template: str,
    stored: Mapping[str, Any] | None = None,
    **around: Any,
) -> tuple[str, int]:
    """Return a page with a form of a case: what is stored when it is opened, else as typed.

    :param stored: by the names of the fields, in plain words.
    """
    if form.form_errors:
        case = shown_case(case.objection.id)
    kept = dict(stored or {})
    if request.method == "GET":
        form.revision.data = str(case.objection.revision)
        for name, value in kept.items():
            form[name].data = "" if value is None else str(value)
    elif not form.form_errors:
        form.revision.data = str(form.shown_revision)
    conflict = conflict_of(form, stored=kept, revision=case.objection.revision)
    links = [] if conflict else error_links(form)
    page = render_template(
        f"evaluation/objections/{template}.html",
        case=case,
        objection=case.objection,
        form=form,
        errors=links,
        conflict=conflict,
        **around,
    )
    return page, 422 if links or conflict else 200


def carried_out(
    case: ShownCase,
    form: RevisionForm,
    *,
    name: str,
    do: Callable[[ObjectionAct], object],
    reason: str = "",
) -> bool:
    """Do something to an objection; else the form says why not and keeps what was typed."""
    record_act(f"performance.objection_{name}", case.subject)
    try:
        do(case.act(form.shown_revision, reason=reason))
    except REFUSED:
        db.session.rollback()
        form.form_errors.append(CHANGED)
        return False
    return True


def pressed(case: ShownCase, *, name: str, do: Callable[[ObjectionAct], object]) -> Response:
    """Do what a button of a case's page asks for, and lead back to the page."""
    form = RevisionForm()
    is_done = form.validate() and carried_out(case, form, name=name, do=do)
    return to_case(case.objection.id, done=name if is_done else "changed")


def to_case(objection_id: int, *, done: str) -> Response:
    """Return the way to the page of an objection."""
    return redirect(url_for("objections.case", objection_id=objection_id, done=done))
