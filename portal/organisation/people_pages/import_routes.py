"""People and lines from a file: previewed, then carried out; and everybody as a file."""

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField

from portal.organisation.importing.heading_context import (
    forget,
    own_agencies,
    remember,
    remembered,
)
from portal.organisation.importing.heading_forms import (
    AgencyOfHeadings,
    OwnHeadings,
    own_headings_field,
)
from portal.organisation.importing.uploads import UploadGone, drop_upload, keep_upload, kept_upload
from portal.organisation.people_pages.forms import ChangeReasonForm
from portal.organisation.people_pages.import_plan import ImportPlan
from portal.organisation.people_pages.import_rows import EXPLAINED, HEADINGS, MEANINGS
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

# Under this name an agency's headings are remembered.
IMPORT_NAME = "people"


class _PeopleFileForm(AgencyOfHeadings, OwnHeadings, ChangeReasonForm):
    """What a file of people rests on, and what its headings mean."""

    def __init__(self, **options: Any) -> None:
        super().__init__(agencies=own_agencies(None), is_city=True, **options)

    def known_headings(self) -> Mapping[str, str]:
        """Return the headings of files of people."""
        return MEANINGS


class FileForm(_PeopleFileForm):
    """A file of people and lines, and what it rests on."""

    headings = own_headings_field("NO PEGAWAI = NIP")

    file = FileField(
        _l("Berkas CSV atau .xlsx"), validators=[FileRequired(message=_l("Pilih berkas dulu."))]
    )


class ImportYesForm(_PeopleFileForm):
    """Which file was looked at, and with which headings."""

    token = HiddenField()
    headings = HiddenField()


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
    plan = _looked_at(content, form)
    token = "" if plan.is_empty else _kept(content)
    said = {"agency": form.agency.data, "headings": form.headings.data}
    yes = ImportYesForm(formdata=None, token=token, reason=form.reason.value, **said)
    return _preview(plan, yes)


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
        if form.headings.errors or form.agency.errors:
            abort(400)
        return _preview(_looked_at(content, form), form)
    meanings, reason = _meanings(form), form.reason.value
    remember(form.agency.data, import_name=IMPORT_NAME, meanings=form.meanings())
    import_people(db.session(), content, reason=reason, by=own_hand(), meanings=meanings)
    drop_upload(instance, token, account_id=account_id)
    return redirect(url_for("people.changes", done="imported"))


@blueprint.post("/import/headings/<agency>/forget")
@requires(*OFFICE, fresh=True)
def forget_headings(agency: str) -> AnyResponse:
    """Forget what an agency's headings were said to mean."""
    if agency not in {each.code for each in own_agencies(None)}:
        abort(404)
    record_act("people.forget_headings", f"agency:{agency}")
    forget(agency, import_name=IMPORT_NAME)
    return redirect(url_for("people.import_file"), 302)


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


def _looked_at(content: bytes, form: _PeopleFileForm) -> ImportPlan:
    own_id, meanings = current_staff().officer_id, _meanings(form)
    return preview_people(db.session(), content, on=today(), own_id=own_id, meanings=meanings)


def _meanings(form: _PeopleFileForm) -> Mapping[str, str]:
    """Return what the headings mean: as said now, else as said of the agency's earlier files."""
    return {**remembered(form.agency.data, import_name=IMPORT_NAME), **form.meanings()}


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
        remembered=[
            (agency, found)
            for agency in own_agencies(None)
            if (found := remembered(agency.code, import_name=IMPORT_NAME))
        ],
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
