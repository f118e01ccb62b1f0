"""Pages after the decision: announced by the office, looked at again by the mayor."""

from flask import abort, render_template
from werkzeug.wrappers import Response

from portal.evaluation.awards.agency_queries import may_say_agency
from portal.evaluation.awards.blueprint import (
    METHODS,
    OFFICE,
    SCHEME,
    form_page,
    pressed,
    shown_scheme,
    to_scheme,
)
from portal.evaluation.awards.scheme_service import NotYet, SchemeChanged
from portal.evaluation.recognition import award_service, queries
from portal.evaluation.recognition.blueprint import blueprint
from portal.evaluation.recognition.changed_screen import named_awards
from portal.evaluation.recognition.domain import NotTheWinner
from portal.evaluation.recognition.forms import AwardReviewForm
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, record_act, today, vault

Page = tuple[str, int] | Response


@blueprint.post(f"{SCHEME}/announce")
@requires(*OFFICE, fresh=True)
def announce(scheme_id: int) -> Response:
    """Announce the awards: with names where winners agreed, else as little as is safe."""
    scheme = shown_scheme(scheme_id)
    session = db.session()
    record_act("awards.announced", f"scheme:{scheme_id}")
    agencies = {
        each.id: may_say_agency(session, each.agency_id, scheme=scheme, on=today())
        for each in queries.awards_of(session, scheme_id)
    }
    try:
        award_service.announce(session, pressed(scheme), agencies=agencies)
    except (SchemeChanged, NotYet) as refusal:
        session.rollback()
        is_waiting = isinstance(refusal, NotYet)
        return to_scheme(scheme_id, done="consent_open" if is_waiting else "changed")
    return to_scheme(scheme_id, done="announced")


@blueprint.get(f"{SCHEME}/awards")
@requires(Role.MAYOR, Role.PERFORMANCE_OFFICE, Role.AUDITOR)
def given(scheme_id: int) -> str:
    """List the awards of a scheme, and which winner's result changed since."""
    scheme = shown_scheme(scheme_id)
    return render_template(
        "evaluation/recognition/given.html",
        scheme=scheme,
        lines=named_awards(scheme),
        is_mayor=current_staff().has(Role.MAYOR),
        own=current_staff().officer_id,
    )


@blueprint.route(f"{SCHEME}/awards/<int(max=2147483647):award_id>", methods=METHODS)
@requires(Role.MAYOR, fresh=True)
def review(scheme_id: int, *, award_id: int) -> Page:
    """Let the mayor keep an award or take it back after its winner's result changed."""
    scheme, form = shown_scheme(scheme_id), AwardReviewForm()
    line = next((each for each in named_awards(scheme) if each.award.id == award_id), None)
    if line is None or not line.is_changed or line.award.person_id == current_staff().officer_id:
        abort(404)
    if form.validate_on_submit():
        return _reviewed(scheme_id, award_id, form=form)
    return form_page("recognition/review", form, scheme=scheme, line=line)


def _reviewed(scheme_id: int, award_id: int, *, form: AwardReviewForm) -> Response:
    is_kept, reason = form.outcome.data == "keep", vault().lock(form.reason.data)
    record_act("awards.reviewed", f"award:{award_id}", outcome=form.outcome.data)
    try:
        award_service.look_again(
            db.session(), award_id, is_kept=is_kept, reason=reason, today=today()
        )
    except NotTheWinner:
        db.session.rollback()
        return to_scheme(scheme_id, done="changed")
    return to_scheme(scheme_id, done="reviewed")
