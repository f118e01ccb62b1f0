"""Pages of nominating: whom, and why, with evidence."""

from flask import abort, render_template
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.awards import nominating_service
from portal.evaluation.awards.blueprint import (
    METHODS,
    SCHEME,
    asked_words,
    blueprint,
    form_page,
    known_people,
    own_person,
    shown_scheme,
    to_scheme,
)
from portal.evaluation.awards.colleague_queries import colleagues, own_people, way_to
from portal.evaluation.awards.domain import NominationWay, Scheme
from portal.evaluation.awards.nominating_service import NominatedBefore, NominationRefused
from portal.evaluation.awards.nominee_forms import NominationForm
from portal.web.access import Role, requires
from portal.web.extensions import db, record_act, today, vault

Page = tuple[str, int] | Response


@blueprint.get(f"{SCHEME}/nominate")
@requires(*Role)
def whom(scheme_id: int) -> str:
    """Choose whom to nominate: oneself, one of the own people, somebody of the own agency."""
    found, own = _open_scheme(scheme_id), own_person()
    words = asked_words()
    return render_template(
        "evaluation/awards/whom.html",
        scheme=found,
        own=own,
        mine=known_people(*own_people(db.session(), own, on=today())),
        words=words,
        found=colleagues(db.session(), own, words=words, on=today()),
    )


@blueprint.route(f"{SCHEME}/nominate/<int(max=2147483647):person_id>", methods=METHODS)
@requires(*Role)
def nominate(scheme_id: int, *, person_id: int) -> Page:
    """Write why somebody is nominated, with evidence."""
    found = _open_scheme(scheme_id)
    way = way_to(db.session(), own_person(), person_id=person_id, on=today())
    form = NominationForm()
    if way is None:
        abort(404)
    if form.validate_on_submit() and _nominated(found, form, person_id=person_id, way=way):
        return to_scheme(scheme_id, done="nominated")
    person = known_people(person_id)[person_id]
    return form_page("awards/nominate", form, scheme=found, person=person, way=way)


def _open_scheme(scheme_id: int) -> Scheme:
    found = shown_scheme(scheme_id)
    return found if found.takes_nominations(today()) else abort(404)


def _nominated(found: Scheme, form: NominationForm, *, person_id: int, way: NominationWay) -> bool:
    """Keep the nomination; else the form says why not."""
    new = nominating_service.NewNomination(
        found.id,
        person_id,
        own_person(),
        way,
        vault().lock(form.reason.data),
        vault().lock(form.evidence.data),
    )
    record_act("awards.nominated", f"scheme:{found.id}", way=way)
    try:
        nominating_service.nominate(db.session(), new, today=today())
    except NominatedBefore:
        db.session.rollback()
        form.form_errors.append(_l("Anda sudah mengusulkan orang ini dalam skema ini."))
        return False
    except NominationRefused:
        db.session.rollback()
        form.form_errors.append(_l("Orang ini tidak dapat diusulkan lagi dalam skema ini."))
        return False
    return True
