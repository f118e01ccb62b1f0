"""Pages for colleagues: whom they are asked about, the answer, the strike before the draw.

No view here writes anything but one sealed box: no draft, no audit entry, no moment of a session.
"""

from collections.abc import Sequence

from flask import abort, current_app, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.peer_feedback import round_decisions, service
from portal.evaluation.peer_feedback.blueprint import (
    AskedAbout,
    asked_about,
    blueprint,
    open_round,
    own_person,
)
from portal.evaluation.peer_feedback.forms import ColleagueAnswerForm, StrikeForm
from portal.evaluation.peer_feedback.key_holding import colleagues_store
from portal.evaluation.peer_feedback.payloads import Strike
from portal.evaluation.peer_feedback.pool_queries import nobody_apart, pools_in
from portal.organisation.people import queries as people
from portal.organisation.records.form_fields import choices_of
from portal.storage.sealing.keys import KeyLost
from portal.web.access import Role, leaves_no_trace, requires
from portal.web.extensions import current_settings, db, error_links, today

METHODS = ("GET", "POST")
APART = "colleagues_kept_apart"
NOT_NOW = (round_decisions.RoundNotOpen, KeyLost)
Page = tuple[str, int] | Response


@blueprint.get("")
@requires(*Role)
@leaves_no_trace
def asked() -> str:
    """List of whom the viewer is asked, and say what may be done before the draw."""
    round_, person_id = open_round(), own_person()
    return render_template(
        "evaluation/peer_feedback/asked.html",
        round=round_,
        asked=asked_about(round_, person_id),
        is_planned=round_.state == "planned",
    )


@blueprint.route("/<int(max=8):place>", methods=METHODS)
@requires(*Role)
@leaves_no_trace
def answer(place: int) -> Page:
    """Answer about one colleague of the own list, once."""
    about, form = _about(place), ColleagueAnswerForm()
    if about.is_answered:
        return _to_list("stands")
    if request.method == "POST" and form.validate():
        return _to_list(_sent(about, form))
    errors = error_links(form)
    page = render_template(
        "evaluation/peer_feedback/answer.html", about=about, form=form, errors=errors
    )
    return page, 422 if errors else 200


@blueprint.route("/strike", methods=METHODS)
@requires(*Role)
@leaves_no_trace
def strike() -> Page:
    """Strike up to two of who could be drawn, until the draw."""
    round_, person_id = open_round(), own_person()
    keeps_apart = current_app.extensions.get(APART, nobody_apart)
    pools = pools_in(db.session(), round_, rated={person_id}, keeps_apart=keeps_apart)
    pool = sorted(pools.get(person_id, frozenset()))
    form = StrikeForm()
    names = people.persons(db.session(), pool)
    form.struck.choices = choices_of((str(each), one.name) for each, one in names.items())
    if request.method == "POST" and form.validate():
        done = _struck(round_.id, person_id, form=form, pool=pool)
        if done:
            return _to_list(done)
    errors = error_links(form)
    page = render_template(
        "evaluation/peer_feedback/strike.html", round=round_, form=form, errors=errors, pool=pool
    )
    return page, 422 if errors else 200


def _about(place: int) -> AskedAbout:
    """Return whom the viewer is asked about; for everybody else the address does not exist."""
    asked_now = asked_about(open_round(), own_person())
    if not 1 <= place <= len(asked_now):
        abort(404)
    return asked_now[place - 1]


def _sent(about: AskedAbout, form: ColleagueAnswerForm) -> str:
    """Send the answer; return what the list says of it."""
    try:
        service.answer(
            db.session(),
            colleagues_store(current_settings()),
            round_=open_round(),
            rater_id=own_person(),
            content=form.to_answer(about.person_id),
            today=today(),
        )
    except service.AnsweredAlready:
        return "stands"
    except NOT_NOW:
        return "closed"
    return "sent"


def _struck(round_id: int, person_id: int, *, form: StrikeForm, pool: Sequence[int]) -> str:
    """Keep what was struck; return what the list says of it, or nothing where the form does."""
    content = Strike(person_id, frozenset(map(int, form.struck.data or ())))
    try:
        service.strike(
            db.session(),
            colleagues_store(current_settings()),
            round_id=round_id,
            content=content,
            pool=pool,
            today=today(),
        )
    except service.StrikeNotPossible:
        form.struck.errors = [_l("Paling sedikit tujuh rekan harus tersisa. Coret lebih sedikit.")]
        return ""
    except NOT_NOW:
        return "closed"
    return "struck"


def _to_list(done: str) -> Response:
    return redirect(url_for("colleagues.asked", done=done), 302)
