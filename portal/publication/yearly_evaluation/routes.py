"""The yearly release of the evaluation for staff: its draft as it will go out, sign-off, hold."""

from typing import Any

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.publication.figures.documents import ReleaseKind, ReleaseState
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.forms import HoldForm, SignOffForm
from portal.publication.releases.publishing import (
    CannotHold,
    NotPrepared,
    ReleaseDraftChanged,
    draft_digest,
    goes_out_on,
    hold_release,
    publish_release,
)
from portal.publication.releases.queries import ReleaseInBrief
from portal.publication.releases.review_queries import release_document
from portal.publication.yearly_evaluation.documents import evaluation_address
from portal.time.schedule.clock_check import ClockNotTrusted
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, record_act, today, trusted_today

READERS = (Role.ADMINISTRATOR, Role.AUDITOR, Role.PERFORMANCE_OFFICE)
KIND = ReleaseKind.EVALUATION
REFUSED, FAULTY = 409, 422
REFUSALS: dict[type[Exception], Any] = {
    NotPrepared: _l("Terbitan ini sudah terbit."),
    ReleaseDraftChanged: _l("Draf berubah sejak Anda membukanya. Periksa angkanya lagi."),
    ClockNotTrusted: _l("Jam server ini tidak dapat dipercaya, maka belum diterbitkan."),
    CannotHold: _l("Terbitan ini tidak dapat ditahan: hanya sekali, paling lambat pada harinya."),
}
PageAnswer = tuple[str, int]

blueprint = Blueprint("yearly_evaluation", __name__, url_prefix="/admin/releases/evaluation")


@blueprint.get("")
@requires(*READERS)
def index() -> str:
    """List every year's release, the latest first."""
    return render_template(
        "publication/yearly_evaluation/years.html",
        releases=releases_queries.releases(db.session(), kind=KIND),
        goes_out_on=goes_out_on,
        today=today(),
    )


@blueprint.get("/<year:year>")
@requires(*READERS)
def one(year: str) -> str:
    """Show what a year's release will publish or has published."""
    return _page(_release(year))


@blueprint.post("/<year:year>/sign")
@requires(Role.ADMINISTRATOR, fresh=True)
def sign(year: str) -> PageAnswer | Response:
    """Publish at once what was looked at."""
    release, form = _release(year), SignOffForm()
    if not form.validate_on_submit():
        return _page(release, form=form), FAULTY
    sign_off, seen = form.to_command(by=current_staff().signature), form.draft.data or ""
    try:
        day = trusted_today()
        record_act("release.published", f"release:evaluation-{year}")
        publish_release(db.session(), year, today=day, sign_off=sign_off, seen=seen, kind=KIND)
    except (NotPrepared, ReleaseDraftChanged, ClockNotTrusted) as error:
        return _page(_release(year), form=form, refusal=REFUSALS[type(error)]), REFUSED
    return redirect(url_for("yearly_evaluation.one", year=year, said="signed"))


@blueprint.post("/<year:year>/hold")
@requires(Role.ADMINISTRATOR, fresh=True)
def hold(year: str) -> PageAnswer | Response:
    """Hold the release once, for the reason that is sent."""
    release, form = _release(year), HoldForm()
    form.offer(release.due_on)
    if not form.validate_on_submit():
        return _page(release, hold_form=form), FAULTY
    decided = form.to_command(by=current_staff().signature)
    record_act("release.held", f"release:evaluation-{year}", days=decided.days)
    try:
        hold_release(db.session(), year, hold=decided, today=today(), kind=KIND)
    except CannotHold:
        return _page(_release(year), refusal=REFUSALS[CannotHold]), REFUSED
    return redirect(url_for("yearly_evaluation.one", year=year, said="held"))


def _release(year: str) -> ReleaseInBrief:
    found = releases_queries.release_in_brief(db.session(), year, kind=KIND)
    return found or abort(404)


def _page(
    release: ReleaseInBrief,
    *,
    form: SignOffForm | None = None,
    hold_form: HoldForm | None = None,
    refusal: Any = "",
) -> str:
    is_waiting = release.state is not ReleaseState.PUBLISHED
    may_act = is_waiting and current_staff().has(Role.ADMINISTRATOR)
    may_hold = may_act and release.state is ReleaseState.PREPARED and today() <= release.due_on
    return render_template(
        "publication/yearly_evaluation/year.html",
        release=release,
        doc=_document(release),
        said=request.args.get("said", ""),
        refusal=refusal,
        goes_out=goes_out_on(release),
        is_late=is_waiting and today() > goes_out_on(release),
        may_act=may_act,
        may_hold=may_hold,
        **_forms(release, form or SignOffForm(), hold_form=hold_form),
    )


def _forms(
    release: ReleaseInBrief, form: SignOffForm, *, hold_form: HoldForm | None
) -> dict[str, Any]:
    """Return both forms: the sign-off of the draft as it is now, and the days of a hold."""
    form.draft.data = draft_digest(db.session(), release)
    offered = hold_form or HoldForm(days="3")
    if hold_form is None:
        offered.offer(release.due_on)
    return {"form": form, "hold_form": offered}


def _document(release: ReleaseInBrief) -> dict[str, Any]:
    """Return the draft, or what was published, as it is or will be read."""
    address = evaluation_address(release.edition)
    return release_document(db.session(), release, address=address) or abort(404)


def install_yearly_evaluation(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)
