"""Pages of the list from which a scheme's jury is drawn, while the scheme is a draft."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.awards import queries, scheme_service
from portal.evaluation.awards.blueprint import (
    OFFICE,
    SCHEME,
    asked_words,
    blank_form,
    blueprint,
    draft,
    pressed,
)
from portal.evaluation.awards.scheme_service import SchemeChanged
from portal.organisation.people.list_queries import find_people
from portal.web.access import requires
from portal.web.extensions import db, record_act, today


@blueprint.get(f"{SCHEME}/jurors")
@requires(*OFFICE)
def jurors(scheme_id: int) -> str:
    """Show the list of jurors of a draft, and look for people to put on it."""
    found = draft(scheme_id)
    words = asked_words()
    listed = queries.listed_jurors(db.session(), scheme_id, on=today())
    held = {each.person_id for each in listed}
    people = find_people(db.session(), words, on=today(), is_number_whole=True)
    return render_template(
        "evaluation/awards/jurors.html",
        scheme=found,
        listed=listed,
        words=words,
        people=[each for each in people if each.id not in held],
        form=blank_form(),
        done=request.args.get("done"),
    )


@blueprint.post(f"{SCHEME}/jurors/<any(list,strike):act>/<int(max=2147483647):person_id>")
@requires(*OFFICE)
def juror(scheme_id: int, *, act: str, person_id: int) -> Response:
    """Put somebody on the list of a draft, or take somebody off it."""
    found = draft(scheme_id)
    do = {"list": scheme_service.list_juror, "strike": scheme_service.strike_juror}[act]
    record_act(f"awards.juror_{act}", f"scheme:{scheme_id}", person=person_id)
    try:
        do(db.session(), pressed(found), person_id=person_id)
    except SchemeChanged:
        db.session.rollback()
        return redirect(url_for("awards.jurors", scheme_id=scheme_id, done="changed"))
    done = {"list": "listed", "strike": "struck"}[act]
    return redirect(url_for("awards.jurors", scheme_id=scheme_id, done=done))
