"""Objections on paper: to which result one may be recorded, and what a coordinator does."""

from flask import url_for
from flask_babel import gettext

from portal.evaluation.cycles.queries import cycle_with, rules_of
from portal.evaluation.objections.blueprint import REFUSED
from portal.evaluation.objections.filing_service import DecisionIsFinal, Filing
from portal.evaluation.objections.own_context import fields_of
from portal.evaluation.on_paper.matter_context import PaperMatter
from portal.evaluation.on_paper.objectable_context import has_draft, objectable_result
from portal.evaluation.on_paper.objection_forms import SignedObjectionForm
from portal.evaluation.on_paper.objection_service import file_on_paper
from portal.evaluation.papers.domain import PaperAbout, PaperKind
from portal.evaluation.papers.service import SignedPaper
from portal.web.extensions import db, moment, today


def objection_of(plan_id: int) -> PaperMatter | None:
    """Return the objection to a plan's result that may be recorded, or None."""
    known = objectable_result(plan_id)
    if known is None:
        return None
    year, form = known.year, SignedObjectionForm()
    form.until = known.until

    def record(paper: SignedPaper, revision: int) -> str | None:
        return _filed(known, paper, form=form) if revision == year.revision else None

    return PaperMatter(
        PaperAbout(PaperKind.OBJECTION, year.person_id, plan_id, year.id),
        year.revision,
        year.delivered_on or known.until,
        "objection_on_paper",
        record,
        form,
        whose=f"evaluation:{year.id}",
    )


def _filed(known: Filing, paper: SignedPaper, *, form: SignedObjectionForm) -> str | None:
    session, year = db.session(), known.year
    cycle = cycle_with(session, year.cycle_id)
    if cycle is None:
        return None
    may_worsen = rules_of(session, cycle).rules.objection.may_worsen
    fields = fields_of(form, draft=None, may_worsen=may_worsen)
    try:
        file_on_paper(session, known, paper=paper, fields=fields, now=moment(), today=today())
    except (*REFUSED, DecisionIsFinal):
        session.rollback()
        if has_draft(year):
            form.form_errors.append(
                gettext(
                    "Pegawai sendiri sudah mulai menulis keberatan di portal. Yang ditulisnya "
                    "tidak terlihat dan tidak diubah di sini; ia mengajukannya sendiri di sana."
                )
            )
        return None
    return url_for("on_paper.waiting", done="objection")
