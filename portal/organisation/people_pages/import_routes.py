"""People and lines from a file: previewed, then carried out; and everybody as a file."""

from typing import Any

from flask import Response, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField

from portal.organisation.importing.uploads import UploadGone, drop_upload, keep_upload, kept_upload
from portal.organisation.people_pages.forms import ChangeReasonForm
from portal.organisation.people_pages.import_plan import ImportPlan
from portal.organisation.people_pages.import_rows import EXPLAINED, HEADINGS
from portal.organisation.people_pages.import_service import (
    export_people,
    import_people,
    preview_people,
    shown_lines,
)
from portal.organisation.people_pages.import_shown import doubtful_numbers
from portal.organisation.people_pages.labels import IMPORT_FAULTS, NUMBER_DOUBTS
from portal.organisation.people_pages.reach import OFFICE, own_hand
from portal.organisation.people_pages.routes import blueprint
from portal.organisation.records.form_fields import FAULTS
from portal.storage.spreadsheets.cells import write_csv
from portal.web.access import authenticator, current_staff, requires
from portal.web.body_limits import allow_more
from portal.web.extensions import current_settings, db, error_links, moment, record_act, today
from portal.web.import_pages import send_template, shown_faults


class FileForm(ChangeReasonForm):
    """A file of people and lines, and what it rests on."""

    file = FileField(
        _l("Berkas CSV atau .xlsx"), validators=[FileRequired(message=_l("Pilih berkas dulu."))]
    )


class ImportYesForm(ChangeReasonForm):
    """Which file was looked at."""

    token = HiddenField()


@blueprint.url_value_preprocessor
def allow_for_a_file(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let the office send more than a form may hold, before anything reads the form."""
    if endpoint in {"people.preview_import", "people.preview_indicators"}:
        staff = authenticator().staff()
        if staff is not None and staff.has(*OFFICE):
            allow_more(endpoint)


@blueprint.get("/import")
@requires(*OFFICE, fresh=True)
def import_file() -> str:
    """Ask for a file."""
    return _ask(FileForm(formdata=None))


@blueprint.post("/import")
@requires(*OFFICE, fresh=True)
def preview_import() -> str:
    """Show what a file would change and which rows are refused."""
    form = FileForm()
    if not form.validate_on_submit():
        return _ask(form)
    content = form.file.data.read()
    plan = _looked_at(content)
    token = "" if plan.is_empty else _kept(content)
    return _preview(plan, ImportYesForm(formdata=None, token=token, reason=form.reason.value))


@blueprint.post("/import/confirm")
@requires(*OFFICE, fresh=True)
def confirm_import() -> str | AnyResponse:
    """Carry a file out that was looked at, without the rows that are refused."""
    form, account_id = ImportYesForm(), current_staff().account_id
    instance, token = current_settings().instance_dir, form.token.data or ""
    try:
        content = kept_upload(instance, token, account_id=account_id, now=moment())
    except UploadGone:
        return _ask(FileForm(formdata=None), is_gone=True)
    if not form.validate_on_submit():
        return _preview(_looked_at(content), form)
    import_people(db.session(), content, reason=form.reason.value, by=own_hand())
    drop_upload(instance, token, account_id=account_id)
    return redirect(url_for("people.changes", done="imported"))


@blueprint.get("/import/template.xlsx")
@requires(*OFFICE)
def import_template() -> Response:
    """Send an empty workbook with the columns that the import reads."""
    return send_template(EXPLAINED, name="pegawai")


@blueprint.get("/export.csv")
@requires(*OFFICE)
def export() -> Response:
    """Send everybody with their lines the way the import reads it."""
    record_act("people.export", "people")
    # Without the mark spreadsheet programs take UTF-8 for something else.
    body = "\ufeff" + write_csv(tuple(HEADINGS.values()), export_people(db.session(), on=today()))
    response = Response(body, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="people.csv"'
    return response


def _looked_at(content: bytes) -> ImportPlan:
    return preview_people(db.session(), content, on=today(), own_id=current_staff().officer_id)


def _kept(content: bytes) -> str:
    instance, account_id = current_settings().instance_dir, current_staff().account_id
    return keep_upload(instance, content, account_id=account_id, now=moment())


def _ask(form: FileForm, *, is_gone: bool = False) -> str:
    return render_template(
        "organisation/people_pages/import.html",
        form=form,
        errors=error_links(form),
        is_gone=is_gone,
        headings=list(HEADINGS.values()),
    )


def _preview(plan: ImportPlan, form: ImportYesForm) -> str:
    words = {**FAULTS, **IMPORT_FAULTS}
    return render_template(
        "organisation/people_pages/import_preview.html",
        plan=plan,
        form=form,
        errors=error_links(form),
        faults=shown_faults(plan.faults, words=words, headings=HEADINGS),
        doubt_words=NUMBER_DOUBTS,
        lines=shown_lines(db.session(), plan),
        doubts=doubtful_numbers(plan.new, today=today()),
    )
