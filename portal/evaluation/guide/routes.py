"""Pages that explain the evaluation: a tour for staff, one for appraisers, questions."""

from flask import render_template
from flask_babel import gettext as _

from portal.evaluation.guide.blueprint import blueprint
from portal.evaluation.guide.texts import FOR_APPRAISERS, FOR_STAFF, QUESTIONS
from portal.web.access import Role, requires


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
    return render_template("evaluation/guide/tour.html", title=title, steps=FOR_STAFF)


@blueprint.get("/appraisers")
@requires(*Role)
def for_appraisers() -> str:
    """Show the tour for appraisers."""
    title = _("Lima menit untuk pejabat penilai")
    return render_template("evaluation/guide/tour.html", title=title, steps=FOR_APPRAISERS)


@blueprint.get("/questions")
@requires(*Role)
def questions() -> str:
    """Show questions with their answers."""
    title = _("Tanya jawab")
    return render_template("evaluation/guide/tour.html", title=title, steps=QUESTIONS)
