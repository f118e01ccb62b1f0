"""Pages of the office: a file of topics, looked at first, then taken in."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.training import catalogue_service
from portal.evaluation.training.blueprint import Page, blueprint, form_page
from portal.evaluation.training.forms import CatalogueForm
from portal.evaluation.training.labels import FAULTS
from portal.evaluation.training.sending import CATALOGUE
from portal.organisation.importing.uploads import UploadGone, drop_upload, keep_upload, kept_upload
from portal.web.access import Role, authenticator, current_staff, requires
from portal.web.body_limits import allow_more
from portal.web.extensions import current_settings, db, moment, record_act
from portal.web.import_pages import FAULTS_SHOWN, fault_place, fault_words, send_template

OFFICE = (Role.PERFORMANCE_OFFICE,)
IMPORT = f"{CATALOGUE}/import"


@blueprint.url_value_preprocessor
def allow_for_a_catalogue(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let the office send more than a form may hold, before anything reads the form."""
    staff = authenticator().staff() if endpoint == "training.preview_catalogue" else None
    if staff is not None and staff.has(*OFFICE):
        allow_more("training.preview_catalogue")


@blueprint.get(f"{IMPORT}/template")
@requires(*OFFICE)
def catalogue_template() -> Response:
    """Send an empty table of topics."""
    return send_template(catalogue_service.EXPLAINED, name="katalog-pelatihan")


@blueprint.get(IMPORT)
@requires(*OFFICE)
def import_catalogue() -> Page:
    """Ask for a file of topics."""
    return _ask(CatalogueForm(formdata=None))


@blueprint.post(IMPORT)
@requires(*OFFICE)
def preview_catalogue() -> Page:
    """Show what a file of topics would change; nothing is changed."""
    form = CatalogueForm()
    if not form.validate():
        return _ask(form)
    content = form.file.data.read()
    seen = catalogue_service.read_catalogue(db.session(), content)
    token = _kept(content) if seen.new or seen.changed else ""
    faults = seen.faults[:FAULTS_SHOWN]
    page = render_template(
        "evaluation/training/seen.html",
        seen=seen,
        token=token,
        form=RevisionForm(formdata=None),
        faults=[(fault_place(each), each.column, fault_words(each, FAULTS)) for each in faults],
    )
    return page, 422 if seen.faults and not token else 200


@blueprint.post(f"{IMPORT}/confirm")
@requires(*OFFICE)
def confirm_catalogue() -> Page:
    """Take in the topics of the file that was looked at, without the rows that are refused."""
    RevisionForm().validate_on_submit()
    instance, account_id = current_settings().instance_dir, current_staff().account_id
    token = request.form.get("token", "")
    try:
        content = kept_upload(instance, token, account_id=account_id, now=moment())
    except (UploadGone, ValueError):
        return redirect(url_for("training.import_catalogue", done="changed"), 302)
    seen = catalogue_service.read_catalogue(db.session(), content)
    record_act("training.catalogue", "training", topics=len(seen.new) + len(seen.changed))
    catalogue_service.take_in_catalogue(db.session(), [*seen.new, *seen.changed])
    drop_upload(instance, token, account_id=account_id)
    return redirect(url_for("training.catalogue", done="imported"), 302)


def _ask(form: CatalogueForm) -> Page:
    return form_page(
        form,
        title=_l("Impor katalog pelatihan"),
        back=url_for("training.catalogue"),
        intro=_l("Topik yang tidak ada dalam berkas tetap seperti semula."),
    )


def _kept(content: bytes) -> str:
    instance, account_id = current_settings().instance_dir, current_staff().account_id
    return keep_upload(instance, content, account_id=account_id, now=moment())
