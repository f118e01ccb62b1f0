"""Pages of good cases for staff: written, consented to, looked at by the office, taken back."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.development.blueprint import reached
from portal.evaluation.development.standing import sides_of
from portal.evaluation.good_cases import domain, forms, queries, service
from portal.evaluation.good_cases.naming import names_somebody
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.help_states import GoodCaseState
from portal.evaluation.work.reading import names_of
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, error_links, record_act, today, unlocked, vault

METHODS = ("GET", "POST")
OFFICE = (Role.PERFORMANCE_OFFICE,)
ONE = "/good-cases/<int(max=2147483647):case_id>"
blueprint = Blueprint("good_cases", __name__, url_prefix="/admin/performance")
Shown = tuple[str, int] | Response


@blueprint.get("/good-cases")
@requires(*OFFICE)
def waiting() -> str:
    """List the cases that wait for the office, and those that are public."""
    session = db.session()
    return render_template(
        "evaluation/good_cases/waiting.html",
        waiting=queries.cases_in(session, GoodCaseState.CONSENTED),
        published=queries.cases_in(session, GoodCaseState.PUBLISHED),
        opened=unlocked,
    )


@blueprint.get("/people/<int(max=2147483647):person_id>/good-cases")
@requires(*Role)
def cases(person_id: int) -> str:
    """List the good cases about a person."""
    sides = reached(person_id)
    may = domain.CaseSides(sides, is_office=False)
    held = queries.cases_of(db.session(), person_id)
    return render_template(
        "evaluation/good_cases/cases.html",
        sides=sides,
        may=may,
        name=names_of({person_id})[person_id].name,
        held=[each for each in held if may.may_read(each)],
        opened=unlocked,
    )


@blueprint.route("/people/<int(max=2147483647):person_id>/good-cases/new", methods=METHODS)
@requires(*Role)
def write(person_id: int) -> Shown:
    """Write a good case, about oneself or somebody whom the viewer appraises."""
    sides, session, form = reached(person_id), db.session(), forms.GoodCaseForm()
    agency_id = queries.agency_of(session, person_id, on=today())
    if not sides.is_side or agency_id is None:
        abort(404)
    form.ask_consent(is_own=sides.is_person)
    if form.is_submitted() and form.validate():
        person, others = queries.names_in(session, person_id, agency_id=agency_id, on=today())
        if form.is_sound(person=person, others=others):
            told = form.told(vault().lock)
            record_act("performance.good_case_written", f"person:{person_id}")
            number = service.write_case(
                session, sides, agency_id=agency_id, told=told, today=today()
            )
            return _to(number, "written")
    back = url_for("good_cases.cases", person_id=person_id)
    return _form(form, title=_l("Tulis contoh baik"), back=back)


@blueprint.get(ONE)
@requires(*Role)
def case(case_id: int) -> str:
    """Show a case to its sides, the auditor, and once it was consented to the office."""
    held, may = _reached(case_id)
    return render_template(
        "evaluation/good_cases/case.html",
        held=held,
        may=may,
        opened=unlocked,
        form=RevisionForm(formdata=None),
        done=request.args.get("done"),
    )


@blueprint.post(f"{ONE}/consent")
@requires(*Role)
def consent(case_id: int) -> Response:
    """Agree that a case is published without a name."""
    held, may = _reached(case_id)
    if not may.may_consent(held):
        abort(404)
    return _moved(held, "consented", to=GoodCaseState.CONSENTED)


@blueprint.post(f"{ONE}/withdraw")
@requires(*Role)
def withdraw(case_id: int) -> Response:
    """Take a case back; it is shown nowhere from then on."""
    held, may = _reached(case_id)
    if not may.may_withdraw(held):
        abort(404)
    return _moved(held, "withdrawn", to=GoodCaseState.WITHDRAWN)


@blueprint.post(f"{ONE}/publish")
@requires(*OFFICE, fresh=True)
def publish(case_id: int) -> Response:
    """Publish a case, unless its text names somebody."""
    (held, may), session = _reached(case_id), db.session()
    if not may.may_decide(held):
        abort(404)
    person, others = queries.names_in(session, held.person_id, agency_id=held.agency_id, on=today())
    if names_somebody(map(unlocked, held.texts), person=person, others=others):
        return _to(case_id, "named")
    size = queries.size_of_agency(session, held.agency_id, on=today())
    return _acted(
        held,
        "published",
        do=lambda revision: service.publish_case(
            session,
            case_id,
            revision=revision,
            names_agency=size >= domain.LEAST_TO_SAY_AGENCY,
            today=today(),
        ),
    )


@blueprint.route(f"{ONE}/decline", methods=METHODS)
@requires(*OFFICE)
def decline(case_id: int) -> Shown:
    """Decline a case, with a reason that its person reads."""
    (held, may), form = _reached(case_id), forms.DeclineCaseForm()
    if not may.may_decide(held):
        abort(404)
    if form.is_submitted() and form.validate():
        reason = vault().lock(form.reason.data)
        return _acted(
            held,
            "declined",
            do=lambda revision: service.decline_case(
                db.session(), case_id, revision=revision, reason=reason
            ),
        )
    back = url_for("good_cases.case", case_id=case_id)
    return _form(form, title=_l("Tidak diterbitkan"), back=back, revision=held.revision)


def _reached(case_id: int) -> tuple[domain.GoodCase, domain.CaseSides]:
    """Return a case that the viewer reads; 404 for everybody else."""
    held, staff = queries.case_with(db.session(), case_id) or abort(404), current_staff()
    if not staff.has(*OFFICE):
        may = domain.CaseSides(reached(held.person_id), is_office=False)
    else:
        sides = sides_of(
            db.session(),
            held.person_id,
            viewer_id=staff.officer_id,
            on=today(),
            is_auditor=False,
        )
        may = domain.CaseSides(sides, is_office=True)
    if not may.may_read(held):
        abort(404)
    return held, may


def _moved(held: domain.GoodCase, done: str, *, to: GoodCaseState) -> Response:
    return _acted(
        held,
        done,
        do=lambda revision: service.move_case(db.session(), held.id, revision=revision, to=to),
    )


def _acted(held: domain.GoodCase, done: str, *, do: Callable[[int], None]) -> Response:
    record_act(f"performance.good_case_{done}", f"person:{held.person_id}", case=held.id)
    try:
        do(RevisionForm().shown_revision)
    except service.GoodCaseChanged:
        db.session.rollback()
        done = "changed"
    return _to(held.id, done)


def _to(case_id: int, done: str) -> Response:
    return redirect(url_for("good_cases.case", case_id=case_id, done=done), 302)


def _form(form: RevisionForm, *, title: object, back: str, revision: int = 0) -> Shown:
    form.revision.data = str(revision)
    errors = error_links(form)
    page = render_template(
        "evaluation/good_cases/form.html",
        form=form,
        fields=[field for field in form if field.type not in {"HiddenField", "CSRFTokenField"}],
        title=title,
        back=back,
        errors=errors,
    )
    return page, 422 if errors else 200
