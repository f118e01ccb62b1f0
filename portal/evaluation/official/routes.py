"""Files of the official record on a page: previewed, then taken in part by part."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, render_template

from portal.evaluation.official.blueprint import SENDERS, blueprint
from portal.evaluation.official.forms import OfficialFileForm, OfficialYesForm
from portal.evaluation.official.import_kinds import FileToSee, Seen, import_kinds, stored_as
from portal.evaluation.official.import_screen import own_agency, seen
from portal.evaluation.official.labels import FAULTS
from portal.organisation.importing.heading_context import own_agencies, remember, remembered
from portal.organisation.importing.uploads import UploadGone, drop_upload, keep_upload, kept_upload
from portal.web.access import authenticator, current_staff, requires
from portal.web.body_limits import allow_more
from portal.web.extensions import current_settings, error_links, moment, record_act
from portal.web.import_pages import FAULTS_SHOWN, fault_place, fault_words

PLANS_SHOWN = 100


@blueprint.url_value_preprocessor
def allow_for_a_file(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let a sender send more than a form may hold, before anything reads the form."""
    staff = authenticator().staff() if endpoint == "official.preview" else None
    if staff is not None and staff.has(*SENDERS):
        allow_more("official.preview")


@blueprint.get("/import")
@requires(*SENDERS)
def index() -> str:
    """Ask for a file, and show what is remembered of headings."""
    return _ask(OfficialFileForm(**_offered(), formdata=None))


@blueprint.post("/import")
@requires(*SENDERS)
def preview() -> str:
    """Show what a file would change and which rows are refused; nothing is changed."""
    form = OfficialFileForm(**_offered())
    if not form.validate_on_submit():
        return _ask(form)
    content, kind, agency = form.file.data.read(), str(form.kind.data), str(form.agency.data)
    meanings = {**remembered(agency, import_name=stored_as(kind)), **form.meanings()}
    looked = seen(kind, FileToSee(content, meanings, own_agency(), is_to_write=False))
    token = "" if looked.is_empty else _kept(content)
    values = {"token": token, "kind": kind, "agency": agency, "headings": form.headings.data}
    yes = OfficialYesForm(**_offered(), formdata=None, **values)
    return _shown(looked, yes, is_done=False)


@blueprint.post("/import/confirm")
@requires(*SENDERS, fresh=True)
def confirm() -> str:
    """Take in the file that was looked at, without the rows that are refused."""
    form = OfficialYesForm(**_offered())
    account_id, token = current_staff().account_id, form.token.data or ""
    instance = current_settings().instance_dir
    try:
        content = kept_upload(instance, token, account_id=account_id, now=moment())
    except UploadGone:
        return _ask(OfficialFileForm(**_offered(), formdata=None), is_gone=True)
    if not form.validate_on_submit():
        abort(400)
    done = _taken_in(content, form)
    if not done.left:
        drop_upload(instance, token, account_id=account_id)
    return _shown(done, form, is_done=True)


def _taken_in(content: bytes, form: OfficialYesForm) -> Seen:
    kind, agency = str(form.kind.data), str(form.agency.data)
    own = form.meanings()
    digest = hashlib.sha256(content).hexdigest()
    record_act(f"{kind}.import", f"agency:{agency}" if agency else kind, sha256=digest)
    remember(agency, import_name=stored_as(kind), meanings=own)
    meanings = {**remembered(agency, import_name=stored_as(kind)), **own}
    return seen(kind, FileToSee(content, meanings, own_agency(), is_to_write=True))


def _offered() -> Mapping[str, Any]:
    agency_id = own_agency()
    return {"agencies": own_agencies(agency_id), "is_city": agency_id is None}


def _kept(content: bytes) -> str:
    instance, account_id = current_settings().instance_dir, current_staff().account_id
    return keep_upload(instance, content, account_id=account_id, now=moment())


def _ask(form: OfficialFileForm, *, is_gone: bool = False) -> str:
    agencies, kinds = own_agencies(own_agency()), import_kinds()
    kept = [
        (agency, kind, found)
        for agency in agencies
        for kind in kinds
        if (found := remembered(agency.code, import_name=stored_as(kind)))
    ]
    return render_template(
        "evaluation/official/import.html",
        form=form,
        errors=error_links(form),
        is_gone=is_gone,
        remembered=kept,
        kinds=kinds,
    )


def _shown(looked: Seen, form: OfficialYesForm, *, is_done: bool) -> str:
    faults: Sequence[Any] = looked.faults[:FAULTS_SHOWN]
    return render_template(
        "evaluation/official/seen.html",
        seen=looked,
        form=form,
        is_done=is_done,
        plans=looked.shown(PLANS_SHOWN),
        faults=[(fault_place(each), each.column, fault_words(each, FAULTS)) for each in faults],
    )
