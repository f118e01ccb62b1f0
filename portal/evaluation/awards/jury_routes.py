"""Pages of the jury: declaring a conflict or none, reading nominations, sealing points."""

import json

from flask import abort, render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.evaluation.awards import jury_service, nominee_queries
from portal.evaluation.awards.blueprint import (
    METHODS,
    SCHEME,
    asked_page,
    blank_form,
    blueprint,
    form_page,
    known_people,
    nominee_in_scheme,
    own_person,
    shown_scheme,
    to_scheme,
)
from portal.evaluation.awards.domain import JurySeat, Scheme, SchemeNominee
from portal.evaluation.awards.jury_service import NewPoints, NoSuchSeat, PointsAreSealed
from portal.evaluation.awards.nominee_forms import JuryPointsForm
from portal.evaluation.awards.nominee_queries import given_pairs, seat_in
from portal.web.access import Role, requires
from portal.web.extensions import db, record_act, today, vault

Page = tuple[str, int] | Response


@blueprint.get(f"{SCHEME}/jury")
@requires(*Role)
def jury(scheme_id: int) -> str:
    """Show a juror whom to judge; before the first look, ask for a conflict."""
    found = shown_scheme(scheme_id)
    seat = own_seat(found)
    page = nominee_queries.judged_page(db.session(), scheme_id, number=asked_page())
    given = given_pairs(db.session(), scheme_id)
    return render_template(
        "evaluation/awards/jury.html",
        scheme=found,
        seat=seat,
        page=page,
        names=known_people(*(each.person_id for each in page.items)),
        done_ids={nominee for seat_id, nominee in given if seat_id == seat.id},
        form=blank_form(),
        done=request.args.get("done"),
    )


@blueprint.post(f"{SCHEME}/jury/<any(take,leave):act>")
@requires(*Role)
def declare(scheme_id: int, *, act: str) -> Response:
    """Say that one has no conflict with any nominee, or step out because of one."""
    seat = own_seat(shown_scheme(scheme_id))
    record_act(f"awards.seat_{act}", f"scheme:{scheme_id}", seat=seat.id)
    session, own = db.session(), seat.person_id
    try:
        if act == "leave":
            jury_service.step_out(session, seat.id, person_id=own, today=today())
            return to_scheme(scheme_id, done="seat_left")
        jury_service.take_seat(session, seat.id, person_id=own)
    except NoSuchSeat:
        db.session.rollback()
        return to_scheme(scheme_id, done="changed")
    return redirect(url_for("awards.jury", scheme_id=scheme_id, done="seat_taken"))


@blueprint.route(f"{SCHEME}/jury/<int(max=2147483647):nominee_id>", methods=METHODS)
@requires(*Role)
def judge(scheme_id: int, *, nominee_id: int) -> Page:
    """Show a juror why somebody was nominated, and seal the juror's points."""
    found, form = shown_scheme(scheme_id), JuryPointsForm()
    seat, one, is_given = _judged(found, nominee_id)
    form.offer(found.fields.criteria)
    if form.validate_on_submit():
        points = vault().lock(json.dumps(form.given()))
        return _sealed(NewPoints(seat.id, one.id, points), scheme_id, person_id=seat.person_id)
    return form_page(
        "awards/judge",
        form,
        scheme=found,
        person=known_people(one.person_id)[one.person_id],
        nominations=nominee_queries.nominations_of(db.session(), {one.id}),
        said=vault().unlock,
        is_given=is_given,
    )


def own_seat(scheme: Scheme) -> JurySeat:
    """Return the viewer's seat in a scheme's jury while it judges.

    :raises werkzeug.exceptions.NotFound: for everybody else, and for who stepped out.
    """
    seat = seat_in(db.session(), scheme.id, person_id=own_person())
    if seat is None or seat.has_stepped_out or not scheme.is_judging:
        abort(404)
    return seat


def _judged(found: Scheme, nominee_id: int) -> tuple[JurySeat, SchemeNominee, bool]:
    """Return the viewer's seat, whom to judge, and whether the points are sealed already.

    :raises werkzeug.exceptions.NotFound: before the seat was taken, for who is not judged, and
        for sending points twice.
    """
    seat = own_seat(found)
    if not seat.is_taken:
        abort(404)
    one = nominee_in_scheme(found, nominee_id)
    is_given = (seat.id, one.id) in given_pairs(db.session(), found.id)
    if not one.is_judged or (is_given and request.method == "POST"):
        abort(404)
    return seat, one, is_given


def _sealed(new: NewPoints, scheme_id: int, *, person_id: int) -> Response:
    # Which nominee stands in the log would tell, with its time, nothing of the points.
    record_act("awards.points", f"nominee:{new.nominee_id}", seat=new.seat_id)
    try:
        jury_service.give_points(db.session(), new, person_id=person_id)
    except (NoSuchSeat, PointsAreSealed):
        db.session.rollback()
        return to_scheme(scheme_id, done="changed")
    return redirect(url_for("awards.jury", scheme_id=scheme_id, done="sealed"))
