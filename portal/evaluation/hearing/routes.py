"""Pages on which a side sends a file as new evidence, and on which it is read and taken away."""

from typing import Any

from flask import Response, abort, request
from flask_babel import lazy_gettext as _l

from portal.evaluation.hearing.file_keeping import (
    keep_case_file,
    opened_case_file,
    take_case_file_away,
    take_case_link_away,
)
from portal.evaluation.hearing.forms import RemoveCaseFileForm, SendCaseFileForm
from portal.evaluation.objections.blueprint import (
    CASE,
    METHODS,
    Page,
    ShownCase,
    blueprint,
    case_form,
    shown_case,
    to_case,
    wanted_case,
)
from portal.evaluation.objections.file_queries import CaseFile, case_file
from portal.evaluation.objections.queries import evidence_of
from portal.evaluation.realisations.evidence_forms import FILE_FAULTS
from portal.storage.files.kinds import MIMETYPES, FileRefused
from portal.web.access import Role, authenticator, requires
from portal.web.body_limits import allow_more
from portal.web.extensions import db

# One address for all, which the proxy lets take files; the case stands behind the question mark.
SENDING = "/objection-evidence"
FILE = f"{CASE}/files/<int(max=2147483647):evidence_id>"
FULL = _l("Penyimpanan hampir penuh; berkas tidak diterima. Pakai tautan, dan beri tahu pengelola.")
ENOUGH = _l("Paling banyak sepuluh bukti baru dan berkas 25 MB setiap pihak.")


@blueprint.url_value_preprocessor
def allow_for_a_file(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let a member of staff send more than a form may hold, before anything reads the form."""
    if endpoint == "objections.send_case_file" and authenticator().staff() is not None:
        allow_more(endpoint)


@blueprint.route(SENDING, methods=METHODS)
@requires(*Role)
def send_case_file() -> Page:
    """Send a file as new evidence beside the frozen document."""
    case, form = wanted_case(_asked_case(), may="may_add_evidence"), SendCaseFileForm()
    if request.method == "POST" and form.validate() and _is_kept(case, form):
        return to_case(case.objection.id, done="evidence")
    return case_form(case, form, template="file")


@blueprint.get(FILE)
@requires(*Role)
def given_case_file(objection_id: int, *, evidence_id: int) -> Response:
    """Give a file to keep on the reader's machine; it is never shown within a page."""
    case = shown_case(objection_id)
    kept = _held(case, evidence_id).kept
    response = Response(opened_case_file(kept), mimetype=MIMETYPES[kept.kind])
    name = f"bukti-keberatan-{evidence_id}.{kept.kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.route(f"{FILE}/remove", methods=METHODS)
@requires(*Role)
def remove_case_file(objection_id: int, *, evidence_id: int) -> Page:
    """Destroy the content of a file, with the reason; that it was there stays."""
    case, form = shown_case(objection_id), RemoveCaseFileForm()
    if not case.may_remove(_held(case, evidence_id).side):
        abort(404)
    if (
        request.method == "POST"
        and form.validate()
        and take_case_file_away(case, form, evidence_id=evidence_id)
    ):
        return to_case(objection_id, done="file_removed")
    return case_form(case, form, template="remove_file")


def _asked_case() -> int:
    """Return the number of the case of the address; 404 for anything else."""
    text = request.args.get("case", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        abort(404)
    return int(text)


def _held(case: ShownCase, evidence_id: int) -> CaseFile:
    """Return a file that the viewer opens; 404 for anybody else, and once it was taken away."""
    found = case_file(db.session(), case.objection.id, evidence_id=evidence_id)
    if found is None or not case.reads_files:
        abort(404)
    return found


def _is_kept(case: ShownCase, form: SendCaseFileForm) -> bool:
    """Keep the file; else the form says why not."""
    try:
        done = keep_case_file(case, form)
    except FileRefused as refused:
        form.file.errors = [FILE_FAULTS[refused.fault]]
        return False
    if done in {"full", "enough"}:
        form.file.errors = [FULL if done == "full" else ENOUGH]
    return done == "evidence"


@blueprint.route(f"{CASE}/evidence/<int(max=2147483647):evidence_id>/remove", methods=METHODS)
@requires(*Role)
def remove_case_evidence(objection_id: int, *, evidence_id: int) -> Page:
    """Take a link among the new evidence away with the reason; that it was there stays."""
    case, form = shown_case(objection_id), RemoveCaseFileForm()
    found = evidence_of(db.session(), objection_id)
    held = next((each for each in found if each.id == evidence_id and each.file is None), None)
    if held is None or held.removed_on is not None or case.objection.is_decided:
        abort(404)
    if not case.may_remove(held.side):
        abort(404)
    if (
        request.method == "POST"
        and form.validate()
        and take_case_link_away(case, form, evidence_id=held.id)
    ):
        return to_case(objection_id, done="file_removed")
    return case_form(case, form, template="remove_evidence")
