"""The page on which an adviser, or a former superior of the year, recommends once."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.advice.domain import AdviserKind, Recommendation
from portal.evaluation.advice.forms import AdviceForm
from portal.evaluation.advice.queries import adviser_kind_of, recommendations_on
from portal.evaluation.advice.service import Advising, RecommendationTooLate, recommend
from portal.evaluation.appraisals.blueprint import METHODS, YEAR, ShownYear, found_year, note_shown
from portal.organisation.people.queries import persons
from portal.web.access import Role, requires
from portal.web.extensions import db, record_act, today, vault

blueprint = Blueprint("advice", __name__, url_prefix="/admin/performance")
TOO_LATE = _l(
    "Belum tersimpan: pertimbangan Anda sudah ada, atau hasilnya sudah ditetapkan. Tulisan Anda "
    "masih ada di bawah."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A year on which the viewer advises.

    :ivar given: what the viewer recommended; None before that.
    """

    shown: ShownYear
    viewer_id: int
    kind: AdviserKind
    given: Recommendation | None

    @property
    def is_over(self) -> bool:
        """Whether the year was confirmed: nothing is recommended any more."""
        return self.shown.year is not None and self.shown.year.is_confirmed

    @property
    def may_recommend(self) -> bool:
        """Whether the viewer may still recommend."""
        return self.given is None and not self.is_over


def asked_year(plan_id: int) -> Asked:
    """Return a year on which the viewer advises; a look is logged once a day.

    :raises werkzeug.exceptions.NotFound: for everybody else.
    """
    shown = found_year(plan_id)
    around, session = shown.around, db.session()
    viewer_id = around.viewer.id
    kind = adviser_kind_of(
        session, around.plan, cycle=around.cycle, viewer_id=viewer_id, on=today()
    )
    if kind is None or viewer_id is None:
        abort(404)
    note_shown(around, kind="year")
    held = recommendations_on(session, around.plan.id)
    given = next((each for each in held if each.adviser_id == viewer_id), None)
    return Asked(shown, viewer_id, kind, given)


@blueprint.route(f"{YEAR}/advice", methods=METHODS)
@requires(*Role)
def advise(plan_id: int) -> tuple[str, int] | Response:
    """Show what the viewer recommended on a plan's owner, or take it, once."""
    asked, form = asked_year(plan_id), AdviceForm()
    if request.method == "POST" and form.validate() and _given(asked, form):
        return redirect(url_for("advice.advise", plan_id=plan_id, done=1))
    links = form.links()
    plan = asked.shown.around.plan
    page = render_template(
        "evaluation/advice/page.html",
        asked=asked,
        plan=plan,
        owner=persons(db.session(), {plan.person_id})[plan.person_id].name,
        form=form,
        errors=links,
        said=vault().unlock,
        is_done="done" in request.args,
    )
    return page, 422 if links else 200


def _given(asked: Asked, form: AdviceForm) -> bool:
    """Keep the recommendation; else the form says why not."""
    plan = asked.shown.around.plan
    text = vault().lock(form.text.data or "")
    record_act("performance.advice", asked.shown.subject)
    try:
        recommend(
            db.session(),
            Advising(plan.id, plan.person_id, plan.cycle_id, asked.viewer_id, asked.kind, text),
            today=today(),
        )
    except RecommendationTooLate:
        form.form_errors.append(TOO_LATE)
        return False
    return True
