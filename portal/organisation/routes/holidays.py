"""Holidays of the city: read by everybody on staff, changed by administrators."""

from datetime import date

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.access import Role, record_act, requires
from portal.extensions import db
from portal.organisation import queries, service
from portal.organisation.domain.cells import UnreadableCell, read_date
from portal.organisation.forms.calendar import HolidayForm
from portal.organisation.forms.fields import error_links
from portal.organisation.national_holidays import national_holidays
from portal.organisation.routes.blueprint import blueprint, today
from portal.organisation.routes.changing import METHODS
from portal.organisation.routes.sight import READERS, own_sight


@blueprint.get("/holidays")
@requires(*READERS)
def holidays() -> str:
    """List the holidays of a year."""
    return _page(HolidayForm(formdata=None), year=_asked_year())


@blueprint.post("/holidays")
@requires(Role.ADMINISTRATOR)
def add_holiday() -> str | Response:
    """Declare a day free, or give it another name."""
    form = HolidayForm()
    if not form.validate_on_submit() or form.day.data is None:
        return _page(form, year=_asked_year())
    record_act("organisation.holiday", f"holiday:{form.day.data}")
    service.declare_holidays(db.session(), {form.day.data: form.name.value})
    return redirect(url_for("organisation.holidays", year=form.day.data.year))


@blueprint.post("/holidays/national/<int(max=2100):year>")
@requires(Role.ADMINISTRATOR)
def fill_holidays(year: int) -> Response:
    """Fill in the national holidays of a year; what is there gets the national name."""
    if year < today().year - 1:
        abort(404)
    record_act("organisation.holidays", f"year:{year}")
    service.declare_holidays(db.session(), national_holidays([year]))
    return redirect(url_for("organisation.holidays", year=year))


@blueprint.route("/holidays/<day>/remove", methods=METHODS)
@requires(Role.ADMINISTRATOR)
def remove_holiday(day: str) -> str | Response:
    """Ask, and let a day be a working day again."""
    try:
        found = read_date(day)
    except UnreadableCell:
        abort(404)
    name = queries.holidays_between(db.session(), first=found, last=found).get(found)
    if name is None:
        abort(404)
    if request.method == "GET":
        return render_template("organisation/remove_holiday.html", day=found, name=name)
    record_act("organisation.holiday_removed", f"holiday:{found}")
    service.withdraw_holiday(db.session(), found)
    return redirect(url_for("organisation.holidays", year=found.year))


def _asked_year() -> int:
    text = request.args.get("year", "")
    is_year = len(text) == 4 and text.isascii() and text.isdecimal()
    return int(text) if is_year and 2000 <= int(text) <= 2999 else today().year


def _page(form: HolidayForm, *, year: int) -> str:
    days = queries.holidays_between(db.session(), first=date(year, 1, 1), last=date(year, 12, 31))
    return render_template(
        "organisation/holidays.html",
        form=form,
        errors=error_links(form),
        days=days,
        year=year,
        this_year=today().year,
        may_change=own_sight().is_administrator,
    )
