"""How a page asks for official forms, and how it sends them."""

from flask import Response, abort
from werkzeug.exceptions import ServiceUnavailable

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.official_forms.printing import PDF, FormsNotDrawn, forms_file, forms_of
from portal.evaluation.official_forms.queries import FormSource
from portal.evaluation.official_forms.reach_queries import FormRequest
from portal.evaluation.official_forms.wanted import (
    FormsToPrint,
    WantedForm,
    WrittenForms,
    WrittenSheets,
)
from portal.storage.database import end_read
from portal.storage.slots import NoSlotFree, staff_drawing
from portal.storage.spreadsheets.templates import MIMETYPE
from portal.web.access import Role, current_staff
from portal.web.extensions import current_settings, db, today, vault

RETRY_SECONDS = 10
MIMETYPES = {"pdf": "application/pdf", "xlsx": MIMETYPE}


def form_source() -> FormSource:
    """Return from where forms of this request are written."""
    return FormSource(db.session(), vault(), current_settings().city_name)


def request_of(
    cycle: Cycle, wanted: WantedForm, *, agency_id: int | None = None, unit_id: int | None = None
) -> FormRequest:
    """Return that the viewer asks for a form today."""
    staff = current_staff()
    is_auditor = staff.has(Role.AUDITOR)
    return FormRequest(cycle, wanted, staff.officer_id, is_auditor, today(), agency_id, unit_id)


def sent(found: WrittenForms | None, *, wanted: WantedForm, cycle: Cycle, form: str) -> Response:
    """Return the forms of one plan as a file.

    :raises werkzeug.exceptions.NotFound: where there are none.
    """
    if found is None:
        abort(404)
    name = f"{wanted.name}-{found.plan_id}"
    return sent_sheets(found.sheets, title=wanted.title, name=name, cycle=cycle, form=form)


def sent_sheets(
    sheets: WrittenSheets, *, title: str, name: str, cycle: Cycle, form: str
) -> Response:
    """Return forms as a file.

    :param name: of the file without its ending; it says nothing about anybody.
    :param form: ``xlsx`` or ``pdf``.
    :raises werkzeug.exceptions.ServiceUnavailable: when a PDF cannot be drawn now.
    """
    # Nobody should wait for the database while a file is drawn.
    end_read(db.session())
    settings = current_settings()
    forms = forms_of(
        title,
        sheets,
        city_name=settings.city_name,
        cycle=cycle,
        day=today(),
        is_demo=settings.demo,
    )
    try:
        content = _drawn(forms) if form == PDF else forms_file(forms, form=form)
    except (NoSlotFree, FormsNotDrawn) as error:
        raise ServiceUnavailable(retry_after=RETRY_SECONDS) from error
    response = Response(content, mimetype=MIMETYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _drawn(forms: FormsToPrint) -> bytes:
    with staff_drawing(current_settings().instance_dir):
        return forms_file(forms, form=PDF)
