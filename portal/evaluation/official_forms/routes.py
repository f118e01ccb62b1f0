"""Official forms and the own daily progress as files, for whoever may read what they say."""

from datetime import timedelta

from flask import Response, abort

from portal.evaluation.appraisals.blueprint import (
    QUARTER,
    YEAR,
    Around,
    found_year,
    note_shown,
    shown_quarter,
)
from portal.evaluation.official.activity_export_service import exported_activities
from portal.evaluation.official_forms.blueprint import blueprint
from portal.evaluation.official_forms.sending import MIMETYPES, form_source, request_of, sent
from portal.evaluation.official_forms.service import (
    forms_of_plan,
)
from portal.evaluation.official_forms.wanted import WantedForm, WantedKind
from portal.evaluation.plans.blueprint import PLAN, shown_plan
from portal.evaluation.work.blueprint import own_person
from portal.web.access import Role, requires
from portal.web.extensions import db, record_act, today

# How far back the own daily progress goes.
PROGRESS = timedelta(days=366)
OFFICIAL = "official.<any(xlsx,pdf):form>"


@blueprint.get(f"{PLAN}/{OFFICIAL}")
@requires(*Role)
def plan(plan_id: int, form: str) -> Response:
    """Send a plan that the viewer may read: the official form and its annex."""
    shown, wanted = shown_plan(plan_id), WantedForm(WantedKind.PLAN)
    found = forms_of_plan(form_source(), shown.plan, asked=request_of(shown.cycle, wanted))
    return sent(found, wanted=wanted, cycle=shown.cycle, form=form)


@blueprint.get(f"{QUARTER}/{OFFICIAL}")
@requires(*Role)
def quarter(plan_id: int, number: int, *, form: str) -> Response:
    """Send a quarter that the viewer may read: *dokumen evaluasi* and evaluation."""
    wanted = WantedForm(WantedKind.QUARTER, number)
    return _evaluation(shown_quarter(plan_id, number).around, wanted, form=form)


@blueprint.get(f"{YEAR}/{OFFICIAL}")
@requires(*Role)
def year(plan_id: int, form: str) -> Response:
    """Send a confirmed year that the viewer may read, with curve and predicate."""
    shown = found_year(plan_id)
    if not shown.around.viewer.reads_result(shown.year):
        abort(404)
    note_shown(shown.around, kind="result")
    return _evaluation(shown.around, WantedForm(WantedKind.YEAR), form=form)


@blueprint.get("/activities/official.xlsx")
@requires(*Role)
def progress() -> Response:
    """Send the viewer's own daily progress of a year in the eight official columns."""
    person_id = own_person()
    record_act("performance.progress_file", f"person:{person_id}")
    db.session.commit()
    session, day = db.session(), today()
    content = exported_activities(
        session,
        person_id,
        first=day - PROGRESS,
        last=day,
        is_workbook=True,
        made_on=day,
    )
    response = Response(content, mimetype=MIMETYPES["xlsx"])
    response.headers["Content-Disposition"] = 'attachment; filename="progres-harian.xlsx"'
    return response


def _evaluation(around: Around, wanted: WantedForm, *, form: str) -> Response:
    found = forms_of_plan(form_source(), around.plan, asked=request_of(around.cycle, wanted))
    return sent(found, wanted=wanted, cycle=around.cycle, form=form)
