"""Pages for the steps of an award scheme: publish, open, screen, freeze, seed, judge, close."""

import json
from collections.abc import Callable, Mapping

from flask import abort
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.evaluation.awards import jury_service, nominee_queries, scheme_service
from portal.evaluation.awards.blueprint import (
    METHODS,
    OFFICE,
    SCHEME,
    act_on,
    blueprint,
    form_page,
    pressed,
    shown_scheme,
    to_scheme,
)
from portal.evaluation.awards.checked_screen import checked_now
from portal.evaluation.awards.done_labels import DONE, FAULTS
from portal.evaluation.awards.forms import SeedForm
from portal.evaluation.awards.scheme_routes import scheme_page
from portal.evaluation.awards.scheme_service import NotYet, SchemeAct, SchemeChanged, Screened
from portal.web.access import requires
from portal.web.extensions import db, record_act, vault

Page = tuple[str, int] | Response
Move = Callable[[Session, SchemeAct], None]


@blueprint.post(f"{SCHEME}/<any(publish,open,screen,freeze,judge,again,close):step>")
@requires(*OFFICE, fresh=True)
def move(scheme_id: int, *, step: str) -> Page:
    """Take the next step of a scheme, with a recent sign-in."""
    found = shown_scheme(scheme_id, is_draft_too=True)
    do, done = MOVES[step]
    record_act(f"awards.{step}", f"scheme:{found.id}")
    try:
        do(db.session(), pressed(found))
    except SchemeChanged:
        db.session.rollback()
        return to_scheme(scheme_id, done="changed")
    except NotYet as refusal:
        db.session.rollback()
        errors = [("steps", str(FAULTS[each])) for each in refusal.faults]
        return scheme_page(shown_scheme(scheme_id, is_draft_too=True), errors=errors), 422
    return to_scheme(scheme_id, done=done)


@blueprint.route(f"{SCHEME}/seed", methods=METHODS)
@requires(*OFFICE, fresh=True)
def seed(scheme_id: int) -> Page:
    """Keep what the named public event gave."""
    found, form = shown_scheme(scheme_id), SeedForm()
    if not found.waits_for_seed:
        abort(404)
    if form.validate_on_submit() and _seeded(act_on(found, form.shown_revision), form):
        return to_scheme(scheme_id, done="seeded")
    return form_page("awards/seed", form, scheme=found)


def _seeded(act: SchemeAct, form: SeedForm) -> bool:
    """Keep the seed; else the form says why not."""
    digits, day = form.digits(), form.seed_on
    if digits is None or day.data is None:
        return False
    record_act("awards.seed", f"scheme:{act.scheme_id}")
    try:
        scheme_service.keep_seed(db.session(), act, seed=digits, seed_on=day.data)
    except NotYet as refusal:
        db.session.rollback()
        day.errors = [FAULTS[each] for each in refusal.faults]
        return False
    except SchemeChanged:
        db.session.rollback()
        form.form_errors.append(DONE["changed"])
        return False
    return True


def _freeze(session: Session, act: SchemeAct) -> None:
    """Screen every nominee by what is known now, and freeze what came of it."""
    found = shown_scheme(act.scheme_id)
    screened: dict[int, Screened] = {}
    for each in nominee_queries.nominees_of(session, act.scheme_id):
        if each.may_step_back:
            came = checked_now(found, each)
            outcomes, work = json.dumps(came.outcomes), str(came.work_result)
            screened[each.id] = Screened(
                came.is_eligible, vault().lock(outcomes), vault().lock(work)
            )
    scheme_service.freeze(session, act, screened=screened)


MOVES: Mapping[str, tuple[Move, str]] = {
    "publish": (scheme_service.publish, "published"),
    "open": (scheme_service.open_nominations, "nominating"),
    "screen": (scheme_service.screen, "screening"),
    "freeze": (_freeze, "frozen"),
    "judge": (jury_service.begin_judging, "judging"),
    "again": (jury_service.draw_again, "drawn_again"),
    "close": (scheme_service.close, "closed"),
}
