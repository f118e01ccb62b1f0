"""The decision on an objection: written point by point, kept, and signed with a recent sign-in."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from portal.evaluation.appraisals.yearly_queries import yearly_with
from portal.evaluation.objections import deciding_service as deciding
from portal.evaluation.objections.blueprint import (
    CASE,
    METHODS,
    Page,
    ShownCase,
    blueprint,
    carried_out,
    case_form,
    to_case,
    wanted_case,
)
from portal.evaluation.objections.case_screen import (
    frozen_document,
    names_of,
    page_of_case,
    point_texts,
)
from portal.evaluation.objections.decided_document import (
    DecidedPoint,
    DecisionRecord,
    decided_document,
    evidence_said,
)
from portal.evaluation.objections.domain import (
    Levels,
    ObjectionDecision,
    ObjectionDecisionIncomplete,
    PointDecision,
    Worsens,
    outcome_of,
)
from portal.evaluation.objections.forms import DecideForm
from portal.evaluation.objections.queries import evidence_of
from portal.web.access import Role, requires
from portal.web.extensions import db, record_act, today, vault

SEALED = "appraisal.objection"


@blueprint.route(f"{CASE}/decide", methods=METHODS)
@requires(*Role, fresh=True)
def decide(objection_id: int) -> Page:
    """Write the decision, keep it, and sign it with a recent sign-in."""
    case, form = wanted_case(objection_id, may="may_decide"), DecideForm()
    if request.method == "POST" and form.validate():
        is_signed = request.form.get("act") == "decide"
        if _decided(case, form) if is_signed else _kept(case, form):
            return to_case(objection_id, done="decided" if is_signed else "kept")
    around = page_of_case(case)
    kept = {key: around[key] for key in ("points", "evidence", "names", "meetings")}
    return case_form(case, form, template="decide", stored=_stored(case), **kept)


def _decision(case: ShownCase, form: DecideForm) -> ObjectionDecision:
    reasons, locked = form.point_texts(), case.texts.locked
    return ObjectionDecision(
        form.levels(),
        {
            each.number: PointDecision(form.finding(each.number), locked(reasons.get(each.number)))
            for each in case.objection.points
        },
    )


def _stored(case: ShownCase) -> dict[str, Any]:
    objection = case.objection
    found: dict[str, Any] = dict(zip(("result", "behaviour"), objection.chosen, strict=True))
    for each in objection.points:
        found[f"finding_{each.number}"] = each.finding
        found[f"reason_{each.number}"] = case.texts.said(each.finding_reason)
    return found


def _kept(case: ShownCase, form: DecideForm) -> bool:
    decision = _decision(case, form)
    return carried_out(
        case,
        form,
        name="decision_kept",
        do=lambda act: deciding.keep_decision(db.session(), act, decision=decision),
    )


def _decided(case: ShownCase, form: DecideForm) -> bool:
    """Sign the decision; else the form says why not."""
    objection, session = case.objection, db.session()
    year, frozen = yearly_with(session, objection.evaluation_id), frozen_document(objection)
    if year is None or frozen is None:
        form.result.errors = [_l("Dokumen hasil ini tidak dapat dibuka lagi.")]
        return False
    made = deciding.Deciding(
        objection,
        year,
        _decision(case, form),
        write=lambda levels: decided_document(frozen, _record(case, form, levels=levels)),
        rules_version=int(frozen["rules"]["version"]),
        seal=lambda digest, number: record_act(
            SEALED, f"appraisal:{year.id}", digest=digest.hex(), number=number
        ),
    )
    try:
        return carried_out(
            case,
            form,
            name="decided",
            do=lambda act: deciding.decide(session, act, deciding=made, vault=vault()),
        )
    except ObjectionDecisionIncomplete as error:
        form.point_out(error.missing)
    except Worsens:
        form.result.errors = [
            _l("Hasil tidak boleh menjadi lebih rendah karena keberatan sendiri.")
        ]
    return False


def _record(case: ShownCase, form: DecideForm, *, levels: Levels) -> DecisionRecord:
    objection, reasons = case.objection, form.point_texts()
    points = [
        DecidedPoint(
            each.number,
            each.claim,
            each.answer,
            each.reply,
            str(form.finding(each.number)),
            reasons.get(each.number, ""),
        )
        for each in point_texts(case)
    ]
    names = names_of(objection)
    return DecisionRecord(
        objection.id,
        objection.snapshot_number or 1,
        objection.filed_on or today(),
        case.viewer_id or 0,
        today(),
        outcome_of(levels, before=objection.before),
        levels,
        points,
        [
            evidence_said(each, said=case.texts.said)
            for each in evidence_of(db.session(), objection.id)
        ],
        {each: name for each, name in names.items() if each is not None},
    )
