"""The page of an objection for everybody in it, and what its two sides do there."""

from typing import Any

from flask import abort, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.objections import companion_service as companions
from portal.evaluation.objections import filing_service as filing
from portal.evaluation.objections import hearing_service as hearing
from portal.evaluation.objections.blueprint import (
    CASE,
    METHODS,
    Page,
    ShownCase,
    blueprint,
    carried_out,
    case_form,
    pressed,
    shown_case,
    to_case,
    wanted_case,
)
from portal.evaluation.objections.case_screen import page_of_case, point_texts
from portal.evaluation.objections.deciding_service import close_objection
from portal.evaluation.objections.domain import CaseSide
from portal.evaluation.objections.forms import CompanionForm, EvidenceForm, ExplainForm
from portal.organisation.people.list_queries import find_people
from portal.web.access import Role, requires
from portal.web.extensions import db, today


@blueprint.get(CASE)
@requires(*Role)
def case(objection_id: int) -> str:
    """Show an objection: what is disputed, both sides, evidence, and what comes next."""
    shown = shown_case(objection_id)
    return render_template(
        "evaluation/objections/case.html", done=request.args.get("done"), **page_of_case(shown)
    )


@blueprint.get(f"{CASE}/print")
@requires(*Role)
def printed(objection_id: int) -> str:
    """Show a decision to be printed or kept as a file; a companion takes nothing away."""
    shown = shown_case(objection_id)
    if not shown.objection.is_decided or shown.is_companion:
        abort(404)
    return render_template("evaluation/objections/print.html", **page_of_case(shown))


@blueprint.route(f"{CASE}/explanation", methods=METHODS)
@requires(*Role)
def explain(objection_id: int) -> Page:
    """Write what a side says to each point; the other side reads it once it is sent."""
    shown, form = wanted_case(objection_id, may="may_explain"), ExplainForm()
    side = shown.side
    if side is None:
        abort(404)
    if request.method == "POST" and form.validate():
        is_sent = request.form.get("act") == "send"
        if _explained(shown, form, side=side, is_sent=is_sent):
            return to_case(objection_id, done="explained" if is_sent else "kept")
    return case_form(
        shown, form, template="explain", stored=_stored(shown, side), points=point_texts(shown)
    )


def _explained(shown: ShownCase, form: ExplainForm, *, side: CaseSide, is_sent: bool) -> bool:
    texts = {number: shown.texts.lock(text) for number, text in form.point_texts().items()}
    return carried_out(
        shown,
        form,
        name="explained" if is_sent else "explanation_kept",
        do=lambda act: hearing.explain(db.session(), act, side=side, texts=texts, is_sent=is_sent),
    )


def _stored(shown: ShownCase, side: CaseSide) -> dict[str, Any]:
    is_person = side is CaseSide.PERSON
    return {
        f"text_{each.number}": shown.texts.said(each.reply if is_person else each.answer)
        for each in shown.objection.points
    }


@blueprint.route(f"{CASE}/evidence", methods=METHODS)
@requires(*Role)
def evidence(objection_id: int) -> Page:
    """Put new evidence beside the frozen document."""
    shown, form = wanted_case(objection_id, may="may_add_evidence"), EvidenceForm()
    if request.method == "POST" and form.validate() and _added(shown, form):
        return to_case(objection_id, done="evidence")
    return case_form(shown, form, template="evidence")


def _added(shown: ShownCase, form: EvidenceForm) -> bool:
    title, link = shown.texts.lock(form.title.data), shown.texts.locked(form.link.data)
    try:
        return carried_out(
            shown,
            form,
            name="evidence",
            do=lambda act: hearing.add_evidence(db.session(), act, title=title, link=link),
        )
    except hearing.EnoughOfIt:
        form.title.errors = [
            _l(
                "Pihak Anda sudah mengirim %(count)s bukti baru; lebih banyak tidak diterima.",
                count=hearing.MOST_EVIDENCE,
            )
        ]
        return False


@blueprint.post(f"{CASE}/withdraw")
@requires(*Role)
def withdraw(objection_id: int) -> Response:
    """Give up an objection that was not admitted yet."""
    case = _own_case(objection_id)
    return pressed(
        case, name="withdrawn", do=lambda act: filing.withdraw_objection(db.session(), act)
    )


def _own_case(objection_id: int) -> ShownCase:
    return wanted_case(objection_id, may="is_person")


@blueprint.route(f"{CASE}/companion", methods=METHODS)
@requires(*Role)
def companion(objection_id: int) -> Page:
    """Let somebody read this one case."""
    case, form = _own_case(objection_id), CompanionForm()
    if not case.objection.is_pending:
        abort(404)
    if request.method == "POST" and form.validate() and _named(case, form):
        return to_case(objection_id, done="companion")
    return case_form(case, form, template="companion")


def _named(case: ShownCase, form: CompanionForm) -> bool:
    found = find_people(db.session(), form.words.data, on=today(), is_number_whole=True)
    others = [each for each in found if each.id != case.viewer_id]
    if not form.is_picked(others, field=form.words):
        return False
    try:
        return carried_out(
            case,
            form,
            name="companion",
            do=lambda act: companions.name_companion(
                db.session(), act, companion_id=form.picked_id
            ),
        )
    except companions.CompanionRefused:
        form.words.errors = [
            _l(
                "Orang ini pihak dalam perkara ini, memutusnya, bertugas bersama Anda sehingga "
                "dapat diundi sebagai rekan, atau sudah pernah ditunjuk."
            )
        ]
        return False


@blueprint.post(f"{CASE}/companion/<int(max=2147483647):companion_id>/end")
@requires(*Role)
def end_companion(objection_id: int, companion_id: int) -> Response:
    """Take a companion's access away."""
    case = _own_case(objection_id)
    try:
        return pressed(
            case,
            name="companion_ended",
            do=lambda act: companions.end_companion(db.session(), act, companion_id=companion_id),
        )
    except companions.CompanionRefused:
        abort(404)


@blueprint.post(f"{CASE}/read")
@requires(*Role)
def read(objection_id: int) -> Response:
    """Say, as the person, that the decision was read; the case is closed."""
    case = wanted_case(objection_id, may="may_close")
    return pressed(case, name="closed", do=lambda act: close_objection(db.session(), act))
