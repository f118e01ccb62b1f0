"""The page that records a signed paper, whatever it is about."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import gettext
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.evaluation.on_paper.blueprint import blueprint
from portal.evaluation.on_paper.finding_context import FINDERS
from portal.evaluation.on_paper.forms import FULL, SignedPaperForm
from portal.evaluation.on_paper.keeping import signed_paper
from portal.evaluation.on_paper.matter_context import PaperMatter
from portal.evaluation.on_paper.recorded_context import was_recorded
from portal.storage.files.contents import DiskNearlyFull
from portal.web.access import Role, authenticator, requires
from portal.web.body_limits import allow_more
from portal.web.extensions import error_links, record_act, today


@blueprint.url_value_preprocessor
def allow_for_a_scan(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let a member of staff send more than a form may hold, before anything reads the form."""
    if endpoint == "on_paper.record" and authenticator().staff() is not None:
        allow_more(endpoint)


@blueprint.route("/record", methods=["GET", "POST"])
@requires(Role.PERFORMANCE_COORDINATOR, fresh=True)
def record() -> tuple[str, int] | Response:
    """Ask for the day on the paper, where it lies and its scan, and record what it stands for."""
    kind, number = request.args.get("kind", ""), request.args.get("about", 0, type=int)
    matter = FINDERS[kind](number) if kind in FINDERS and 0 < number < 2**31 else None
    if matter is None:
        return _again(kind, number)
    form = matter.form
    is_sound = request.method == "POST" and form.validate()
    if is_sound and form.lies_between(matter.first, today()) and form.says_enough():
        way = _recorded(matter, form)
        if way is not None:
            return redirect(way)
    form.revision.data = str(matter.revision)
    errors = error_links(form)
    page = render_template(
        "evaluation/on_paper/record.html", matter=matter, form=form, errors=errors
    )
    return page, 422 if errors else 200


def _recorded(matter: PaperMatter, form: SignedPaperForm) -> str | None:
    """Record it and return where to go; None where the form says why not."""
    paper = signed_paper(matter.about, form)
    if paper is None:
        return None
    record_act(f"performance.{matter.act}", matter.subject)
    try:
        way = matter.record(paper, form.shown_revision)
    except DiskNearlyFull:
        form.refuse_scan(FULL)
        return None
    if way is None and not form.form_errors:
        form.form_errors.append(gettext("Ini berubah sementara itu. Muat ulang halaman."))
    return way


def _again(kind: str, number: int) -> Response:
    """Lead the second of two taps to where the first one led; 404 for everything else."""
    if request.method == "POST" and kind in FINDERS and was_recorded(kind, number):
        return redirect(url_for("on_paper.waiting", done=kind))
    return abort(404)
