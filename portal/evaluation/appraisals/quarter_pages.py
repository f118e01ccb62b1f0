"""What the pages of a quarter show: texts of both sides, and forms as they were typed."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from portal.evaluation.appraisals.domain import Periodic, SaidIn
from portal.evaluation.appraisals.evidence_pages import texts_in
from portal.evaluation.appraisals.forms import ReviewForm, chosen_level
from portal.evaluation.appraisals.periodic_service import APPRAISERS, ReviewFields
from portal.evaluation.appraisals.shown_context import ShownQuarter
from portal.evaluation.plans.forms import RevisionForm
from portal.organisation.people import queries as people
from portal.organisation.records.form_fields import error_links
from portal.web.extensions import db, vault

CHANGED = _l(
    "Penilaian ini berubah sejak halaman ini dibuka, mungkin di tab lain. Isian Anda masih ada di "
    "bawah; bandingkan dengan yang sekarang, lalu simpan lagi."
)


def names_around(shown: ShownQuarter) -> Mapping[int, Any]:
    """Return the people that a quarter's page names."""
    ids = {shown.around.plan.person_id}
    if shown.quarter is not None and shown.quarter.appraiser_id is not None:
        ids.add(shown.quarter.appraiser_id)
    return people.persons(db.session(), ids)


def page_of(shown: ShownQuarter) -> dict[str, Any]:
    """Return what the page of a quarter shows."""
    texts = texts_in(shown.quarter)
    if not shown.reads_review:
        texts = {each: text for each, text in texts.items() if each is SaidIn.SELF_REPORT}
    is_draft = shown.quarter is not None and shown.quarter.state == "not_started"
    if is_draft and not shown.around.viewer.is_person:
        texts = {}
    return {"shown": shown, "texts": texts, "people": names_around(shown)}


def fields_of(form: ReviewForm) -> ReviewFields:
    """Return what the form says; texts are encrypted."""
    texts = {each: text for each, text in form.texts().items() if each in APPRAISERS}
    return ReviewFields(
        chosen_level(form.result),
        chosen_level(form.behaviour),
        form.chosen_cause(),
        {each: vault().lock(text) for each, text in texts.items()},
    )


def filled(
    shown: ShownQuarter, form: RevisionForm, *, template: str, **more: Any
) -> tuple[str, int]:
    """Return a form's page: what is kept when it is opened, what was typed when it was sent."""
    quarter = shown.quarter
    if request.method == "GET":
        form.revision.data = str(0 if quarter is None else quarter.revision)
        _fill(form, quarter)
    elif form.form_errors:
        # Once the other version was seen, a second press may replace it.
        form.revision.data = str(0 if quarter is None else quarter.revision)
    links = error_links(form)
    page = render_template(
        f"evaluation/appraisals/{template}.html",
        form=form,
        errors=links,
        conflict=form.form_errors,
        **page_of(shown),
        **more,
    )
    return page, 422 if links or form.form_errors else 200


def _fill(form: RevisionForm, quarter: Periodic | None) -> None:
    texts = texts_in(quarter)
    if isinstance(form, ReviewForm) and quarter is not None:
        chosen = {
            "result": quarter.result_level,
            "behaviour": quarter.behaviour_level,
            "cause": quarter.cause,
        }
        form.show({each: texts[each] for each in APPRAISERS if each in texts}, chosen)
    elif "text" in form:
        form["text"].data = texts.get(SaidIn.SELF_REPORT, "")
