"""Main indicators (IKU) of agencies from a file: previewed, then recorded; and as a file."""

import hashlib

from flask import Response, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField

from portal.organisation.importing.uploads import UploadGone, drop_upload, keep_upload, kept_upload
from portal.organisation.people_pages import results_import_service as service
from portal.organisation.people_pages.reach import OFFICE
from portal.organisation.people_pages.results_labels import INDICATOR_FAULTS
from portal.organisation.people_pages.results_rows import EXPLAINED, HEADINGS
from portal.organisation.people_pages.routes import blueprint
from portal.organisation.records.form_fields import FAULTS
from portal.storage.spreadsheets.cells import write_csv
from portal.web.access import current_staff, requires
from portal.web.extensions import current_settings, db, error_links, moment, record_act, today
from portal.web.import_pages import send_template, shown_faults

IMPORT = "/results/import"


class IndicatorFileForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A file of main indicators."""

    file = FileField(
        _l("Berkas CSV atau .xlsx"), validators=[FileRequired(message=_l("Pilih berkas dulu."))]
    )


class RecordFileForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """Which file was looked at."""

    token = HiddenField("")


@blueprint.get(IMPORT)
@requires(*OFFICE, fresh=True)
def indicator_file() -> str:
    """Ask for a file."""
    return _ask(IndicatorFileForm(formdata=None))


@blueprint.post(IMPORT)
@requires(*OFFICE, fresh=True)
def preview_indicators() -> str:
    """Show what a file would record and which rows are refused."""
    form = IndicatorFileForm()
    if not form.validate_on_submit():
        return _ask(form)
    content = form.file.data.read()
    plan = service.preview_indicator_file(db.session(), content, on=today())
    words = {**FAULTS, **INDICATOR_FAULTS}
    return render_template(
        "organisation/people_pages/results_import_preview.html",
        plan=plan,
        form=RecordFileForm(formdata=None, token=_kept(content) if plan.new else ""),
        faults=shown_faults(plan.faults, words=words, headings=HEADINGS),
    )


@blueprint.post(f"{IMPORT}/confirm")
@requires(*OFFICE, fresh=True)
def record_indicator_file() -> str | AnyResponse:
    """Record a file that was looked at, without the rows that are refused."""
    form, staff, now = RecordFileForm(), current_staff(), moment()
    instance, token = current_settings().instance_dir, form.token.data or ""
    try:
        content = kept_upload(instance, token, account_id=staff.account_id, now=now)
    except UploadGone:
        return _ask(IndicatorFileForm(formdata=None), is_gone=True)
    digest = hashlib.sha256(content).hexdigest()
    record_act("agency.indicator_file", "agencies", sha256=digest)
    plan = service.record_indicator_file(db.session(), content, now=now, today=today())
    drop_upload(instance, token, account_id=staff.account_id)
    return redirect(url_for("people.results_of_agencies", done=len(plan.new)))


@blueprint.get(f"{IMPORT}/template.xlsx")
@requires(*OFFICE)
def indicators_template() -> Response:
    """Send an empty workbook with the columns of a file of indicators."""
    return send_template(EXPLAINED, name="iku")


@blueprint.get("/results/indicators.csv")
@requires(*OFFICE)
def indicators_as_file() -> Response:
    """Send what counts the way the import reads it."""
    record_act("agency.indicators_export", "agencies")
    cells = service.counting_indicators(db.session(), on=today())
    # Without the mark spreadsheet programs take UTF-8 for something else.
    body = "\ufeff" + write_csv(tuple(HEADINGS.values()), cells)
    response = Response(body, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="iku.csv"'
    return response


def _kept(content: bytes) -> str:
    instance, account_id = current_settings().instance_dir, current_staff().account_id
    return keep_upload(instance, content, account_id=account_id, now=moment())


def _ask(form: IndicatorFileForm, *, is_gone: bool = False) -> str:
    return render_template(
        "organisation/people_pages/results_import.html",
        form=form,
        errors=error_links(form),
        is_gone=is_gone,
        headings=list(HEADINGS.values()),
    )
