"""A plan and the own daily progress as files in the official layout, for whoever may read them."""

from datetime import timedelta

from flask import Response

from portal.evaluation.official.activity_export_service import exported_activities
from portal.evaluation.official_forms.blueprint import blueprint
from portal.evaluation.official_forms.plan_layout import plan_forms
from portal.evaluation.official_forms.queries import plan_to_write
from portal.evaluation.plans.blueprint import PLAN, shown_plan
from portal.evaluation.work.blueprint import own_person
from portal.storage.spreadsheets.templates import MIMETYPE
from portal.storage.spreadsheets.writing import write_workbook
from portal.web.access import Role, record_act, requires
from portal.web.extensions import current_settings, db, today, vault

# How far back the own daily progress goes.
PROGRESS = timedelta(days=366)


@blueprint.get(f"{PLAN}/official.xlsx")
@requires(*Role)
def plan(plan_id: int) -> Response:
    """Send a plan that the viewer may read: the official form and its annex."""
    shown = shown_plan(plan_id)
    version = shown.plan.latest if shown.viewer.is_person else None
    official, head = plan_to_write(
        db.session(),
        shown.plan,
        version=version,
        city=current_settings().city_name,
        unlock=vault().unlock,
    )
    return _file(write_workbook(plan_forms(official, head)), name=f"skp-{plan_id}")


@blueprint.get("/activities/official.xlsx")
@requires(*Role)
def progress() -> Response:
    """Send the viewer's own daily progress of a year in the eight official columns."""
    person_id = own_person()
    record_act("performance.progress_file", f"person:{person_id}")
    db.session.commit()
    content = exported_activities(
        db.session(), person_id, first=today() - PROGRESS, last=today(), is_workbook=True
    )
    return _file(content, name="progres-harian")


def _file(content: bytes, *, name: str) -> Response:
    response = Response(content, mimetype=MIMETYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
