"""The whole organisation from one file: previewed, checked again, then carried out."""

import hashlib
from collections import Counter
from dataclasses import replace
from typing import Any

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.organisation.importing import service as importing_service
from portal.organisation.importing.forms import ImportConfirmForm, UploadForm
from portal.organisation.importing.uploads import UploadGone, drop_upload, keep_upload, kept_upload
from portal.organisation.places.blueprint import CITY_READERS, blueprint
from portal.organisation.records import queries as records_queries
from portal.organisation.records import service as records_service
from portal.organisation.records.closed_months import effect_now
from portal.organisation.records.columns import COLUMNS, EXPLAINED, row_of_record
from portal.organisation.records.form_fields import fault_text
from portal.organisation.records.plan import ChangePlan
from portal.storage.spreadsheets.cells import write_csv
from portal.time.months import Month
from portal.web.access import Role, authenticator, current_staff, requires
from portal.web.body_limits import allow_more
from portal.web.extensions import current_settings, db, error_links, moment, record_act, today
from portal.web.import_pages import FAULTS_SHOWN, fault_place, send_template

MOST_SHOWN = 200


@blueprint.url_value_preprocessor
def allow_for_a_file(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let an administrator send more than a form may hold, before anything reads the form."""
    if endpoint == "organisation.preview_import":
        staff = authenticator().staff()
        if staff is not None and staff.has(Role.ADMINISTRATOR):
            allow_more(endpoint)


@blueprint.get("/import")
@requires(Role.ADMINISTRATOR, fresh=True)
def import_file() -> str:
    """Ask for a file."""
    return _ask(UploadForm(formdata=None))


@blueprint.post("/import")
@requires(Role.ADMINISTRATOR, fresh=True)
def preview_import() -> str:
    """Show what a file would change, or all that is wrong with it."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _ask(form)
    content = form.file.data.read()
    plan = _planned(content, since=form.month)
    token = "" if plan.faults else _kept(content)
    return _preview(plan, token=token, since=form.month)


@blueprint.post("/import/confirm")
@requires(Role.ADMINISTRATOR, fresh=True)
def confirm_import() -> str | AnyResponse:
    """Carry a file out that was looked at, unless it would change something else by now."""
    form = ImportConfirmForm()
    instance, account_id = current_settings().instance_dir, current_staff().account_id
    token = form.token.data or ""
    try:
        content = kept_upload(instance, token, account_id=account_id, now=moment())
    except UploadGone:
        return _ask(UploadForm(formdata=None), is_gone=True)
    plan = _planned(content, since=form.month)
    if plan.faults or _digest(plan) != form.digest.data:
        token = "" if plan.faults else token
        return _preview(plan, token=token, since=form.month, has_changed=True)
    try:
        count = _carried_out(content, since=form.month)
    except records_service.OrganisationRefused as error:
        return _preview(replace(plan, faults=error.faults), token="", has_changed=True)
    drop_upload(instance, token, account_id=account_id)
    return redirect(url_for("organisation.overview", imported=count))


@blueprint.get("/import/template.xlsx")
@requires(Role.ADMINISTRATOR)
def import_template() -> Response:
    """Send an empty workbook with the columns of an organisation file."""
    return send_template(EXPLAINED, name="organisation")


@blueprint.get("/export.csv")
@requires(*CITY_READERS)
def export() -> Response:
    """Send everything the way the import reads it."""
    record_act("organisation.export", "organisation")
    records = records_queries.structure(db.session()).values()
    # Without the mark spreadsheet programs take UTF-8 for something else.
    body = "\ufeff" + write_csv(COLUMNS, map(row_of_record, records))
    response = Response(body, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="organisation.csv"'
    return response


def _ask(form: UploadForm, *, is_gone: bool = False) -> str:
    return render_template(
        "organisation/importing/import.html", form=form, errors=error_links(form), is_gone=is_gone
    )


def _kept(content: bytes) -> str:
    return keep_upload(
        current_settings().instance_dir,
        content,
        account_id=current_staff().account_id,
        now=moment(),
    )


def _planned(content: bytes, *, since: Month | None) -> ChangePlan:
    session = db.session()
    effect = effect_now(session, today=today(), since=since)
    return importing_service.preview_file(session, content, today=today(), effect=effect)


def _carried_out(content: bytes, *, since: Month | None) -> int:
    record_act("organisation.import", "organisation", sha256=hashlib.sha256(content).hexdigest())
    session = db.session()
    effect = effect_now(session, today=today(), since=since)
    return len(importing_service.import_file(session, content, today=today(), effect=effect))


def _digest(plan: ChangePlan) -> str:
    return hashlib.sha256(repr(plan.changes).encode()).hexdigest()


def _preview(
    plan: ChangePlan, *, token: str, since: Month | None = None, has_changed: bool = False
) -> str:
    return render_template(
        "organisation/importing/import_preview.html",
        form=ImportConfirmForm(formdata=None, token=token, digest=_digest(plan), since=since or ""),
        plan=plan,
        counts=Counter((change.kind, change.action) for change in plan.changes),
        shown=plan.changes[:MOST_SHOWN],
        faults=[(fault_place(each), each.column, fault_text(each)) for each in plan.faults],
        faults_shown=FAULTS_SHOWN,
        has_changed=has_changed,
    )
