"""Pages of nominees: the own eligibility explained, and what the office records of others."""

from flask import abort, render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.evaluation.awards import nominating_service, nominee_queries
from portal.evaluation.awards.blueprint import (
    METHODS,
    OFFICE,
    SCHEME,
    asked_page,
    blank_form,
    blueprint,
    form_page,
    known_people,
    nominee_in_scheme,
    own_nominee,
    shown_scheme,
    to_scheme,
)
from portal.evaluation.awards.checked_screen import checked
from portal.evaluation.awards.domain import OutsideRecord, Scheme
from portal.evaluation.awards.nominating_service import NominationRefused
from portal.evaluation.awards.nominee_forms import OutsideRecordForm
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, record_act, vault

NOMINEE = f"{SCHEME}/nominees/<int(max=2147483647):nominee_id>"
Page = tuple[str, int] | Response


@blueprint.get(f"{SCHEME}/mine")
@requires(*Role)
def mine(scheme_id: int) -> str:
    """Explain to a nominee every rule with what was found, and show what was written."""
    found, nominee = shown_scheme(scheme_id), own_nominee(scheme_id)
    return render_template(
        "evaluation/awards/mine.html",
        scheme=found,
        nominee=nominee,
        checked=checked(found, nominee),
        nominations=nominee_queries.nominations_of(db.session(), {nominee.id}),
        said=vault().unlock,
        form=blank_form(),
    )


@blueprint.post(f"{SCHEME}/mine/step-back")
@requires(*Role)
def step_back(scheme_id: int) -> Response:
    """Take oneself out of a scheme."""
    nominee = own_nominee(scheme_id)
    record_act("awards.stepped_back", f"nominee:{nominee.id}")
    try:
        nominating_service.step_back(db.session(), scheme_id, person_id=nominee.person_id)
    except NominationRefused:
        db.session.rollback()
        return to_scheme(scheme_id, done="changed")
    return to_scheme(scheme_id, done="stepped_back")


@blueprint.get(f"{SCHEME}/nominees")
@requires(Role.PERFORMANCE_OFFICE, Role.AUDITOR)
def nominees(scheme_id: int) -> str:
    """List the nominees of a scheme with their states; no reasons and no predicates."""
    found = shown_scheme(scheme_id)
    page = nominee_queries.nominees_page(db.session(), scheme_id, number=asked_page())
    names = known_people(*(each.person_id for each in page.items))
    return render_template("evaluation/awards/nominees.html", scheme=found, page=page, names=names)


@blueprint.route(NOMINEE, methods=METHODS)
@requires(Role.PERFORMANCE_OFFICE, Role.AUDITOR)
def nominee(scheme_id: int, *, nominee_id: int) -> Page:
    """Show which rules a nominee meets, and let the office record what stands outside."""
    found, form = shown_scheme(scheme_id), OutsideRecordForm()
    one = nominee_in_scheme(found, nominee_id)
    may_record = _may_record(found) and current_staff().officer_id != one.person_id
    if request.method == "POST" and not may_record:
        abort(404)
    if form.validate_on_submit() and (record := form.to_record(one.id)) is not None:
        return _recorded(found, record)
    return form_page(
        "awards/nominee",
        form,
        scheme=found,
        nominee=one,
        person=known_people(one.person_id)[one.person_id],
        checked=checked(found, one),
        records=nominee_queries.records_of(db.session(), {one.id}),
        may_record=may_record,
    )


def _recorded(found: Scheme, record: OutsideRecord) -> Response:
    record_act("awards.recorded", f"nominee:{record.nominee_id}", kind=record.kind)
    try:
        nominating_service.record_from_outside(db.session(), record)
    except NominationRefused:
        db.session.rollback()
        return to_scheme(found.id, done="changed")
    return redirect(url_for("awards.nominee", scheme_id=found.id, nominee_id=record.nominee_id))


def _may_record(found: Scheme) -> bool:
    return current_staff().has(*OFFICE) and found.is_before_freezing
