"""Pages of papers, for the coordinator of an agency: names and days, no content; and the scans."""

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Way

from portal.evaluation.on_paper.blueprint import blueprint
from portal.evaluation.on_paper.keeping import opened_scan, withdrawn
from portal.evaluation.on_paper.objectable_context import objectable
from portal.evaluation.on_paper.receipt_acting import waiting_receipts
from portal.evaluation.on_paper.scan_reading import check_reader
from portal.evaluation.papers.queries import paper_with
from portal.organisation.people.queries import persons
from portal.storage.files.contents import ContentGone
from portal.storage.files.kinds import MIMETYPES
from portal.web.access import Role, requires
from portal.web.extensions import current_staff, db, record_act


@blueprint.get("")
@requires(Role.PERFORMANCE_COORDINATOR)
def waiting() -> str:
    """List whose result was delivered and not received, in the coordinator's agency."""
    waits, received = waiting_receipts().values(), objectable().values()
    names = persons(db.session(), {each.person_id for each in (*waits, *received)})
    lines, objectable_lines = (
        sorted(found, key=lambda each: names[each.person_id].name) for found in (waits, received)
    )
    done = request.args.get("done", "")
    return render_template(
        "evaluation/on_paper/waiting.html",
        lines=lines,
        received=objectable_lines,
        names=names,
        done=done,
    )


@blueprint.get("/scans/<int(max=2147483647):paper_id>")
@requires(*Role)
def scan(paper_id: int) -> Response:
    """Give the scan of a paper to keep on the reader's machine."""
    paper = paper_with(db.session(), paper_id) or abort(404)
    check_reader(paper)
    try:
        response = Response(opened_scan(paper), mimetype=MIMETYPES[paper.file_kind])
    except ContentGone:
        abort(404)
    named = f'attachment; filename="kertas-{paper_id}.{paper.file_kind}"'
    response.headers["Content-Disposition"] = named
    return response


@blueprint.post("/papers/<int(max=2147483647):paper_id>/withdraw")
@requires(Role.PERFORMANCE_COORDINATOR)
def withdraw(paper_id: int) -> Way:
    """Withdraw a paper that the viewer recorded by mistake, as long as it stands for nothing."""
    paper = paper_with(db.session(), paper_id)
    if paper is None or paper.recorded_by != current_staff().account_id:
        abort(404)
    is_gone = paper.stored_as is None
    if not is_gone:
        record_act("performance.paper_withdrawn", f"person:{paper.about.person_id}", paper=paper_id)
        is_gone = withdrawn(paper_id)
    return redirect(url_for("on_paper.waiting", done="withdrawn" if is_gone else "used"))
