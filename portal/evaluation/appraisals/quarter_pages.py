"""Content of the pages of a quarter: texts of both sides, and forms as they were typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _l
from wtforms import Field

from portal.evaluation.appraisals.blueprint import ShownQuarter, shown_quarter
from portal.evaluation.appraisals.domain import Periodic, SaidIn
from portal.evaluation.appraisals.evidence_pages import texts_in
from portal.evaluation.appraisals.forms import ReviewForm, SelfReportForm, chosen_level
from portal.evaluation.appraisals.periodic_service import APPRAISERS, ReviewFields
from portal.evaluation.plans.forms import RevisionForm
from portal.organisation.people import queries as people
from portal.organisation.records.form_fields import ChoiceField
from portal.web.extensions import db, error_links, vault

CHANGED = _l(
    "Penilaian ini berubah sejak halaman ini dibuka, di tab lain atau oleh orang lain. Tidak ada "
    "yang ditimpa: yang tersimpan tetap ada, dan isian Anda masih ada di bawah."
)


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field of which somebody stored something else meanwhile."""

    label: Any
    stored: str
    own: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What was stored after a page was opened, beside what was typed on it.

    :ivar revision: what is stored now; sent back by whoever compared both.
    :ivar may_replace: whether the form may still be sent; else what was typed can be copied only.
    """

    words: tuple[Any, ...]
    revision: int
    differences: tuple[FieldDifference, ...]
    may_replace: bool


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


def conflict_of(
    form: RevisionForm, *, stored: Mapping[str, Any], revision: int, may_replace: bool = True
) -> Conflict | None:
    """Return what was stored meanwhile beside what was typed, or None where nothing was.

    :param stored: by the names of the fields, in plain words; empty where the form has no draft.
    :param revision: of what is stored now.
    """
    if not form.form_errors:
        return None
    pairs = ((form[name], _words(form[name], value)) for name, value in stored.items())
    differences = [
        FieldDifference(field.label.text, text, own)
        for field, text in pairs
        if (own := _words(field, field.data)) != text
    ]
    return Conflict(tuple(form.form_errors), revision, tuple(differences), may_replace)


def filled(
    shown: ShownQuarter, form: RevisionForm, *, template: str, **more: Any
) -> tuple[str, int]:
    """Return a form's page: what is kept when it is opened, what was typed when it was sent.

    After a conflict the form keeps the revision that it showed, so that nothing is replaced
    before whoever sends it says that both versions were compared.
    """
    if form.form_errors:
        shown = shown_quarter(shown.around.plan.id, shown.period.number)
    quarter, stored = shown.quarter, _stored(form, shown.quarter)
    revision = 0 if quarter is None else quarter.revision
    if request.method == "GET":
        form.revision.data = str(revision)
        for name, value in stored.items():
            form[name].data = value or ""
    elif not form.form_errors:
        form.revision.data = str(form.shown_revision)
    may_write = shown.may_review if isinstance(form, ReviewForm) else not shown.is_report_closed
    is_closed = isinstance(form, ReviewForm | SelfReportForm) and not may_write
    conflict = conflict_of(form, stored=stored, revision=revision, may_replace=not is_closed)
    links = [] if conflict else error_links(form)
    page = render_template(
        f"evaluation/appraisals/{template}.html",
        form=form,
        errors=links,
        conflict=conflict,
        **page_of(shown),
        **more,
    )
    return page, 422 if links or conflict else 200


def _stored(form: RevisionForm, quarter: Periodic | None) -> Mapping[str, Any]:
    """Return what is stored of a form's fields, by their names."""
    texts = texts_in(quarter)
    if isinstance(form, ReviewForm) and quarter is not None:
        chosen = {
            "result": quarter.result_level,
            "behaviour": quarter.behaviour_level,
            "cause": quarter.cause,
        }
        return chosen | {each.value: texts.get(each, "") for each in APPRAISERS}
    return {"text": texts.get(SaidIn.SELF_REPORT, "")} if "text" in form else {}


def _words(field: Field, value: Any) -> str:
    """Return what a field says as its page writes it."""
    text = "" if value is None else str(value)
    if isinstance(field, ChoiceField):
        return next((str(each.label) for each in field.choices if each.value == text), text)
    return "\n".join(text.split("\r\n"))
