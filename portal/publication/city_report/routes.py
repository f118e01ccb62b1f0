"""The city's report for its mayor, to read, to print and to edit."""

from flask import Blueprint, Flask, Response, abort, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.publication.city_report.building import NoCityReport, city_report, city_spans
from portal.publication.city_report.texts import drawn_city
from portal.publication.reports.routes import MIMETYPES, around_city, drawn, span_over
from portal.web.access import Role, Staff, requires
from portal.web.city_lines import city_lines
from portal.web.extensions import db, record_act, today
from portal.web.formatting import month
from portal.web.navigation import NavEntry, PendingTask, add_navigation, add_next_steps

READERS = (Role.MAYOR, Role.ADMINISTRATOR, Role.AUDITOR)
NAV = (NavEntry("city_report.index", _l("Laporan kota"), order=36),)
blueprint = Blueprint("city_report", __name__, url_prefix="/admin/city-report")


@blueprint.get("")
@requires(*READERS)
def index() -> str:
    """Show the newest month and quarter, and their files."""
    session, on = db.session(), today()
    waits = city_lines(session, today=on)
    spans = city_spans(session)
    found = [city_report(session, span, waits=waits, today=on) for span in spans]
    pages = [(each, drawn_city(each, around_city())) for each in found]
    return render_template("publication/city_report/index.html", pages=pages)


@blueprint.get("/<name>.<any(pdf,docx):form>")
@requires(*READERS)
def file(*, name: str, form: str) -> Response:
    """Give the report of a published month or quarter."""
    span = span_over(name)
    try:
        waits = city_lines(db.session(), today=today())
        report = city_report(db.session(), span, waits=waits, today=today())
    except NoCityReport:
        abort(404)
    record_act("report.city", "city", period=str(span), form=form)
    body = drawn(drawn_city(report, around_city()), form=form)
    response = Response(body, mimetype=MIMETYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="laporan-kota-{span}.{form}"'
    return response


def newest_city_report(session: Session, staff: Staff) -> list[PendingTask]:
    """Return the report of the newest published month, for a mayor's first page."""
    spans = city_spans(session) if staff.has(Role.MAYOR) else ()
    if not spans:
        return []
    text = _("Laporan kota %(month)s siap dibaca", month=month(spans[0].span.first))
    return [PendingTask(text, "city_report.index")]


def install_city_report(app: Flask) -> None:
    """Register the page, its place in the menu, and the mayor's first page."""
    add_navigation(app, *NAV)
    add_next_steps(app, newest_city_report)
    app.register_blueprint(blueprint)
