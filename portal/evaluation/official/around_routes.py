"""Pages beside the import: templates to begin with, and stored headings to delete."""

from flask import Response, abort, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.evaluation.official.blueprint import SENDERS, blueprint
from portal.evaluation.official.import_kinds import import_kinds, stored_as
from portal.evaluation.official.import_screen import own_agency
from portal.organisation.importing.heading_context import forget, own_agencies
from portal.storage.spreadsheets.templates import MIMETYPE
from portal.web.access import requires
from portal.web.extensions import record_act


@blueprint.get("/templates/<any(plans, activities, realisations):kind>.xlsx")
@requires(*SENDERS)
def template(kind: str) -> Response:
    """Send a workbook with the headings of an import and examples."""
    response = Response(import_kinds()[kind].template(), mimetype=MIMETYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}.xlsx"'
    return response


@blueprint.post("/headings/<agency>/<any(plans, activities, realisations):kind>/forget")
@requires(*SENDERS)
def forget_headings(agency: str, kind: str) -> AnyResponse:
    """Forget what an agency's headings were said to mean."""
    if agency not in {each.code for each in own_agencies(own_agency())}:
        abort(404)
    record_act("official.forget_headings", f"agency:{agency}", kind=kind)
    forget(agency, import_name=stored_as(kind))
    return redirect(url_for("official.index"), 302)
