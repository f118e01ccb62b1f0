"""The page of the decision: the mayor reads what the jury found and gives the awards."""

from flask import abort
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.awards.blueprint import (
    METHODS,
    SCHEME,
    act_on,
    form_page,
    pressed,
    shown_scheme,
    to_scheme,
)
from portal.evaluation.awards.scheme_service import NotYet, SchemeChanged
from portal.evaluation.recognition import award_service
from portal.evaluation.recognition.award_service import Winner
from portal.evaluation.recognition.blueprint import blueprint
from portal.evaluation.recognition.forms import DecisionForm
from portal.evaluation.recognition.found_screen import JuryFound, jury_found
from portal.organisation.people import queries as people
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, record_act, today, vault

Page = tuple[str, int] | Response


@blueprint.route(f"{SCHEME}/decision", methods=METHODS)
@requires(Role.MAYOR, fresh=True)
def decision(scheme_id: int) -> Page:
    """Show what the jury found once all points are in, and let the mayor decide."""
    scheme = shown_scheme(scheme_id)
    if not scheme.is_judging:
        abort(404)
    found, form = jury_found(scheme), DecisionForm()
    form.offer(found.offered, places=scheme.fields.places)
    if found.is_whole and form.validate_on_submit() and _decided(found, form):
        return to_scheme(scheme_id, done="decided")
    return form_page("recognition/decision", form, found=found, scheme=scheme)


@blueprint.post(f"{SCHEME}/no-jury")
@requires(Role.MAYOR, fresh=True)
def end_without(scheme_id: int) -> Response:
    """End a scheme without an award, where no jury of three can be formed."""
    scheme = shown_scheme(scheme_id)
    if not scheme.is_judging or not jury_found(scheme).has_no_jury:
        abort(404)
    record_act("awards.ended_without_jury", f"scheme:{scheme.id}")
    try:
        award_service.decide(
            db.session(),
            pressed(scheme),
            winners=(),
            decider_id=current_staff().officer_id,
            has_no_jury=True,
        )
    except (SchemeChanged, NotYet):
        db.session.rollback()
        return to_scheme(scheme_id, done="changed")
    return to_scheme(scheme_id, done="ended_without")


def _decided(found: JuryFound, form: DecisionForm) -> bool:
    """Keep the decision; else the form says what is missing."""
    chosen = form.chosen(found.proposed)
    if chosen is None:
        return False
    session, staff = db.session(), current_staff()
    ids = {person for _, person, _ in chosen if person is not None}
    agencies = people.agencies_of(session, ids, on=today())
    winners = [
        Winner(
            place,
            person,
            agencies.get(person),
            vault().lock(reason) if reason else None,
        )
        for place, person, reason in chosen
        if person is not None
    ]
    for place, person, _reason in chosen:
        record_act("awards.decided", f"scheme:{found.scheme.id}", place=place, person=person)
    try:
        act = act_on(found.scheme, form.shown_revision)
        award_service.decide(session, act, winners=winners, decider_id=staff.officer_id)
    except (SchemeChanged, NotYet):
        session.rollback()
        form.form_errors.append(_l("Keadaannya berubah. Buka lagi halamannya."))
        return False
    return True
