"""Pages that explain the evaluation: a tour for staff, one for appraisers, questions."""

from collections.abc import Sequence

from flask import render_template
from flask_babel import gettext as _

from portal.evaluation.guide.blueprint import blueprint
from portal.evaluation.guide.texts import FOR_APPRAISERS, FOR_STAFF, ONE_PAGE, QUESTIONS, Step
from portal.web.access import Role, current_staff, requires


@blueprint.get("")
@requires(*Role)
def index() -> str:
    """Say which explanations there are."""
    return render_template("evaluation/guide/index.html")


@blueprint.get("/staff")
@requires(*Role)
def for_staff() -> str:
    """Show the tour for staff."""
    title = _("Lima menit untuk pegawai")
    return _tour(title, steps=FOR_STAFF)


@blueprint.get("/appraisers")
@requires(*Role)
def for_appraisers() -> str:
    """Show the tour for appraisers."""
    title = _("Lima menit untuk pejabat penilai")
    return _tour(title, steps=FOR_APPRAISERS)


@blueprint.get("/questions")
@requires(*Role)
def questions() -> str:
    """Show questions with their answers."""
    title = _("Tanya jawab")
    return _tour(title, steps=QUESTIONS)


@blueprint.get("/one-page")
@requires(*Role)
def one_page() -> str:
    """Show all of it on one sheet, to be printed for a meeting."""
    return render_template("evaluation/guide/one_page.html", steps=ONE_PAGE)


def _tour(title: str, *, steps: Sequence[Step]) -> str:
    """Show a tour; whoever has no record of their own is led to no page that asks for one."""
    has_record = current_staff().officer_id is not None
    return render_template(
        "evaluation/guide/tour.html", title=title, steps=steps, has_record=has_record
    )
