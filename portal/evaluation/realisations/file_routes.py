"""Pages that take a file as evidence of a realisation, send it to a reader and remove it."""

from typing import Any

from flask import Response, abort, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from portal.evaluation.plans.forms import ReasonForm
from portal.evaluation.realisations.evidence_forms import FILE_FAULTS, SendFileForm
from portal.evaluation.realisations.file_keeping import keep_file, opened_file, take_away
from portal.evaluation.realisations.period_context import (
    INDICATOR,
    found_item,
    shown_period,
    to_period,
)
from portal.evaluation.realisations.realised import Realised, ShownPeriod
from portal.evaluation.work.blueprint import METHODS, blueprint
from portal.storage.files.kinds import MIMETYPES, FileRefused
from portal.web.access import Role, authenticator, requires
from portal.web.body_limits import allow_more
from portal.web.extensions import error_links

# One address for all, which the proxy lets take files; the place stands behind the question mark.
SENDING = "/evidence"
FILE = f"{INDICATOR}/files/<int(max=2147483647):file_id>"
FULL = _l("Penyimpanan hampir penuh; berkas tidak diterima. Pakai tautan, dan beri tahu pengelola.")
ENOUGH = _l("Paling banyak sepuluh berkas setiap indikator dan 50 MB setiap periode.")
Page = tuple[str, int] | AnyResponse


@blueprint.url_value_preprocessor
def allow_for_a_file(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let a member of staff send more than a form may hold, before anything reads the form."""
    if endpoint == "work.send_file" and authenticator().staff() is not None:
        allow_more(endpoint)


@blueprint.route(SENDING, methods=METHODS)
@requires(*Role)
def send_file() -> Page:
    """Send a file as evidence of the own realisation."""
    plan_id, number, key = (_asked(name) for name in ("plan", "period", "indicator"))
    shown = shown_period(plan_id, number)
    item, form = found_item(shown, key), SendFileForm()
    if not shown.may_add_evidence(item):
        abort(404)
    if request.method == "POST" and form.validate():
        done = _kept(shown, item, form=form)
        if done is not None:
            return to_period(shown, done=done)
    return _file_page(shown, item, form=form)


@blueprint.get(FILE)
@requires(*Role)
def evidence_file(plan_id: int, *, number: int, key: int, file_id: int) -> Response:
    """Give a file to keep on the reader's machine; it is never shown within a page."""
    content, kept = opened_file(_held(plan_id, number, key=key), file_id)
    response = Response(content, mimetype=MIMETYPES[kept.kind])
    response.headers["Content-Disposition"] = f'attachment; filename="bukti-{file_id}.{kept.kind}"'
    return response


@blueprint.route(f"{FILE}/remove", methods=METHODS)
@requires(*Role)
def remove_file(plan_id: int, *, number: int, key: int, file_id: int) -> Page:
    """Destroy the content of a file, with the reason; that it was there stays."""
    shown = shown_period(plan_id, number)
    item, form = found_item(shown, key), ReasonForm()
    if not _is_there(item, file_id) or not (shown.by.is_person or shown.may_say_opened(item)):
        abort(404)
    if request.method == "POST" and form.validate():
        return to_period(shown, done=take_away(shown, file_id, reason=form.reason.data))
    errors = error_links(form)
    page = render_template(
        "evaluation/realisations/remove_file.html", shown=shown, item=item, form=form, errors=errors
    )
    return page, 422 if errors else 200


def _asked(name: str) -> int:
    """Return a number of the address; 404 for anything else."""
    text = request.args.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        abort(404)
    return int(text)


def _held(plan_id: int, number: int, *, key: int) -> Realised:
    return found_item(shown_period(plan_id, number), key)


def _is_there(item: Realised, file_id: int) -> bool:
    files = (each for each in item.evidence if each.file is not None)
    return any(
        each.number == file_id and each.file is not None and each.file.removed_on is None
        for each in files
    )


def _kept(shown: ShownPeriod, item: Realised, *, form: SendFileForm) -> str | None:
    """Keep the file; None where the form says why not."""
    try:
        done = keep_file(shown, item, form=form)
    except FileRefused as refused:
        form.file.errors = [FILE_FAULTS[refused.fault]]
        return None
    if done in {"full", "enough"}:
        form.file.errors = [FULL if done == "full" else ENOUGH]
        return None
    return done


def _file_page(shown: ShownPeriod, item: Realised, *, form: SendFileForm) -> Page:
    form.revision.data = str(item.realisation.revision if item.realisation else 0)
    errors = error_links(form)
    page = render_template(
        "evaluation/realisations/file.html", shown=shown, item=item, form=form, errors=errors
    )
    return page, 422 if errors else 200
