"""Paper questionnaires on a page: previewed, then imported, for heads without a shell."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.organisation.importing.queries import column_meanings
from portal.organisation.importing.service import forget_columns
from portal.organisation.importing.uploads import UploadGone, drop_upload, keep_upload, kept_upload
from portal.organisation.places.catalogue import Agency
from portal.organisation.places.catalogue_queries import catalogue
from portal.rating.paper import queries as paper_queries
from portal.rating.paper.domain import EXPLAINED
from portal.rating.paper.forms import ConfirmPaperForm, PaperForm, WithdrawPaperForm, fault_line
from portal.rating.paper.queries import PaperBatchInBrief
from portal.rating.paper.reading import (
    IMPORT_NAME,
    AgencyUnknown,
    PaperAlreadyImported,
    PaperPeriodNotOver,
    PaperPeriodsOverlap,
    PaperRefused,
)
from portal.rating.paper.service import import_paper, preview_paper
from portal.rating.paper.withdrawing import (
    IsRevised,
    NotThatFile,
    PaperChanged,
    PaperGone,
    WithdrawPaper,
    YearRevised,
    withdraw_paper,
)
from portal.rating.questionnaire.extension_state import rating_state
from portal.time.schedule.clock_check import ClockNotTrusted
from portal.web.access import Role, authenticator, current_staff, requires
from portal.web.body_limits import allow_more
from portal.web.extensions import current_settings, db, moment, record_act, trusted_now
from portal.web.import_pages import FAULTS_SHOWN, send_template

SENDERS = (Role.AGENCY_HEAD, Role.ADMINISTRATOR)
WITH_A_FILE = ("paper.preview", "paper.withdraw")
REVISED_YEARS = "portal_revised_years"
REASONS: Mapping[type[Exception], Any] = {
    ClockNotTrusted: _l("Jam server ini tidak dapat dipercaya; minta pengelola menyetelnya."),
    NotThatFile: _l("Berkas ini bukan yang dahulu dikirim, atau pernah disimpan ulang."),
    PaperAlreadyImported: _l("Berkas ini sudah pernah diambil."),
    PaperChanged: _l(
        "Isi berkas tidak lagi terbaca seperti waktu diambil; periksa arti judul kolomnya."
    ),
    PaperGone: _l("Berkas ini sudah ditarik."),
    PaperPeriodNotOver: _l("Periode itu belum berakhir."),
    PaperPeriodsOverlap: _l("Sudah ada kuesioner untuk sebagian bulan yang sama."),
    YearRevised: _l("Revisi tahun itu sudah terbit dengan berkas ini; isinya tidak ditarik lagi."),
}
REFUSALS = (AgencyUnknown, PaperAlreadyImported, PaperPeriodNotOver, PaperPeriodsOverlap)
blueprint = Blueprint("paper", __name__, url_prefix="/admin/paper")


def install_revised_years(app: Flask, is_revised: IsRevised) -> None:
    """Let ``is_revised`` say whether the last figures that hold a year's paper are out."""
    app.extensions[REVISED_YEARS] = is_revised


@blueprint.url_value_preprocessor
def allow_for_a_file(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let a head send more than a form may hold, before anything reads the form."""
    staff = authenticator().staff() if endpoint in WITH_A_FILE else None
    if staff is not None and staff.has(*SENDERS):
        allow_more(endpoint or "")


@blueprint.get("")
@requires(*SENDERS)
def index() -> str:
    """Ask for a file, and show what was taken in before."""
    return _ask(_new_form())


@blueprint.post("")
@requires(*SENDERS)
def preview() -> str:
    """Show how many questionnaires a file holds, or all that is wrong with it."""
    form = PaperForm(agencies=_agencies())
    if not form.validate_on_submit():
        return _ask(form, problem=gettext("Pilih instansi, berkas, dan periode seperti 2026-Q1."))
    content = form.file.data.read()
    command = form.to_command(content)
    try:
        report = preview_paper(db.session(), command, today=rating_state().today(moment()))
    except PaperRefused as error:
        return _ask(form, faults=[fault_line(fault) for fault in error.faults])
    except REFUSALS as error:
        return _ask(form, problem=_reason(error))
    confirm = ConfirmPaperForm(agencies=_agencies(), formdata=None, token=_kept(content))
    return render_template("rating/paper/preview.html", report=report, form=form, confirm=confirm)


@blueprint.post("/confirm")
@requires(*SENDERS, fresh=True)
def confirm() -> str | Response:
    """Take in the file that was looked at."""
    form = ConfirmPaperForm(agencies=_agencies())
    if not form.validate_on_submit():
        return redirect(url_for("paper.index"))
    instance, account = current_settings().instance_dir, current_staff().account_id
    token = form.token.data
    try:
        now = trusted_now()
        record_act("paper.import", f"agency:{form.agency.data}", period=form.period.data)
        command = form.to_command(kept_upload(instance, token, account_id=account, now=now))
        import_paper(db.session(), command, today=rating_state().today(now))
    except (ClockNotTrusted, UploadGone, PaperRefused, *REFUSALS) as error:
        db.session.rollback()
        return _ask(_new_form(), problem=_reason(error))
    drop_upload(instance, token, account_id=account)
    return redirect(url_for("paper.index"))


@blueprint.get("/template.xlsx")
@requires(*SENDERS)
def template() -> Response:
    """Send an empty workbook with the columns of a file of questionnaires."""
    return send_template(EXPLAINED, name="questionnaires")


@blueprint.post("/columns/<agency>/forget")
@requires(*SENDERS)
def forget(agency: str) -> Response:
    """Delete what was stored about the meaning of an agency's headings."""
    found = next((one for one in _agencies() if one.code == agency), None)
    if found is None:
        abort(404)
    record_act("paper.forget_columns", f"agency:{agency}")
    forget_columns(db.session(), found.id, import_name=IMPORT_NAME)
    return redirect(url_for("paper.index"))


@blueprint.get("/<int:batch_id>/withdrawal")
@requires(*SENDERS)
def withdrawal(batch_id: int) -> str:
    """Say what withdrawing a file does, and ask for the file and the reason."""
    batch = _own_batch(batch_id) or abort(404)
    return _withdrawal(batch, WithdrawPaperForm(formdata=None, batch=batch_id))


@blueprint.post("/withdrawals")
@requires(*SENDERS, fresh=True)
def withdraw() -> str | Response:
    """Take a file's answers out again."""
    form = WithdrawPaperForm()
    batch = _own_batch(form.batch.data or 0)
    if batch is None:
        return _ask(_new_form(), problem=str(REASONS[PaperGone]))
    if not form.validate_on_submit():
        return _withdrawal(batch, form)
    try:
        _withdraw(batch, form)
    except PaperRefused as error:
        db.session.rollback()
        return _withdrawal(batch, form, faults=[fault_line(fault) for fault in error.faults])
    except (ClockNotTrusted, NotThatFile, PaperChanged, PaperGone, YearRevised) as error:
        db.session.rollback()
        return _withdrawal(batch, form, problem=_reason(error))
    return redirect(url_for("paper.index"))


def _withdraw(batch: PaperBatchInBrief, form: WithdrawPaperForm) -> None:
    command = WithdrawPaper(
        batch.id,
        content=form.file.data.read(),
        reason=form.reason.data.strip(),
        meanings=form.pairs,
    )
    today = rating_state().today(trusted_now())
    record_act("paper.withdraw", f"paper_batch:{batch.id}", respondents=batch.respondents)
    is_revised = current_app.extensions[REVISED_YEARS]
    withdraw_paper(db.session(), command, today=today, is_revised=is_revised)


def _own_batch(batch_id: int) -> PaperBatchInBrief | None:
    """Return a file of an agency the person may send for, or None."""
    batch = paper_queries.paper_batch(db.session(), batch_id)
    own = {agency.id for agency in _agencies()}
    return batch if batch and batch.agency_id in own else None


def _withdrawal(
    batch: PaperBatchInBrief,
    form: WithdrawPaperForm,
    *,
    problem: str = "",
    faults: Sequence[Any] = (),
) -> str:
    agency = next(one for one in _agencies() if one.id == batch.agency_id)
    return render_template(
        "rating/paper/withdrawal.html",
        batch=batch,
        agency=agency,
        form=form,
        problem=problem,
        faults=faults[:FAULTS_SHOWN],
        further_faults=max(0, len(faults) - FAULTS_SHOWN),
    )


def _agencies() -> Sequence[Agency]:
    """Return the agencies a person may send for: their own, or all for administrators."""
    staff = current_staff()
    places = catalogue(db.session(), on=rating_state().today(moment()))
    is_city = staff.has(Role.ADMINISTRATOR)
    return [one for one in places.agencies.values() if is_city or one.id == staff.agency_id]


def _new_form() -> PaperForm:
    return PaperForm(agencies=_agencies(), formdata=None)


def _kept(content: bytes) -> str:
    instance, account_id = current_settings().instance_dir, current_staff().account_id
    return keep_upload(instance, content, account_id=account_id, now=moment())


def _reason(error: Exception) -> str:
    return str(
        REASONS.get(type(error)) or gettext("Berkas tidak dapat diambil; kirim sekali lagi.")
    )


def _ask(form: PaperForm, *, problem: str = "", faults: Sequence[Any] = ()) -> str:
    own = {agency.id: agency for agency in _agencies()}
    batches = [one for one in paper_queries.paper_batches(db.session()) if one.agency_id in own]
    remembered = {
        agency: found
        for agency_id, agency in own.items()
        if (found := column_meanings(db.session(), agency_id, import_name=IMPORT_NAME))
    }
    return render_template(
        "rating/paper/index.html",
        form=form,
        agencies=own,
        batches=batches,
        withdrawn=[
            one for one in paper_queries.paper_withdrawals(db.session()) if one.agency_id in own
        ],
        remembered=remembered,
        problem=problem,
        faults=faults[:FAULTS_SHOWN],
        further_faults=max(0, len(faults) - FAULTS_SHOWN),
    )
