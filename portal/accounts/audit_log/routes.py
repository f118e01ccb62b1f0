"""The audit log for auditors and administrators: to read, to filter, to download."""

from flask import Response, current_app, render_template, request, url_for

from portal.accounts.audit_log.forms import AuditFilterForm
from portal.accounts.audit_log.labels import act_words
from portal.accounts.audit_log.queries import (
    AuditFilter,
    SealedEntry,
    actions,
    entries,
    entries_page,
)
from portal.accounts.audit_log.subject_names import subject_names
from portal.accounts.staff.pages import READERS, SETTINGS, asked_for, blueprint
from portal.storage.paging import page_number
from portal.storage.spreadsheets.cells import write_csv
from portal.web.access import requires
from portal.web.extensions import db, record_act

COLUMNS = (
    "sequence",
    "recorded_at",
    "account_id",
    "actor",
    "action",
    "subject",
    "detail",
    "previous_hash",
    "entry_hash",
)


@blueprint.get("/admin/audit")
@requires(*READERS)
def audit_log() -> str:
    """Show the newest entries of the log that are asked for."""
    form, wanted = _asked()
    page = entries_page(db.session(), wanted, number=page_number(request.args.get("page")))
    return render_template(
        "accounts/audit_log/audit.html",
        form=form,
        page=page,
        names=subject_names(db.session(), [each.subject for each in page.items]),
        act_words=act_words,
        page_url=lambda number: url_for("accounts.audit_log", **asked_for(form), page=number),
        is_filtered=bool(asked_for(form)),
        export_url=url_for("accounts.audit_export", **asked_for(form)),
    )


@blueprint.get("/admin/audit.csv")
@requires(*READERS)
def audit_export() -> Response:
    """Give the entries asked for as CSV, with their hashes; taking them along is an act too."""
    _, wanted = _asked()
    record_act("audit.export", "audit")
    body = write_csv(COLUMNS, map(_row, entries(db.session(), wanted)))
    response = Response(body, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _asked() -> tuple[AuditFilterForm, AuditFilter]:
    form = AuditFilterForm(request.args)
    form.offer(actions(db.session()))
    return form, form.to_filter(current_app.extensions[SETTINGS].timezone)


def _row(sealed: SealedEntry) -> list[str]:
    entry = sealed.entry
    return [
        str(entry.sequence),
        entry.recorded_at.isoformat(),
        str(entry.account_id or ""),
        entry.actor,
        entry.action,
        entry.subject,
        entry.detail,
        sealed.previous_hash.hex(),
        sealed.entry_hash.hex(),
    ]
