"""Staff pages of visits served, holidays and dated notes."""

from datetime import date

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.organisation.calendar import queries as calendar_queries
from portal.organisation.calendar import service as calendar_service
from portal.organisation.calendar.domain import CalendarNote
from portal.organisation.calendar.forms import (
    CalendarNoteForm,
    HolidayForm,
    PopulationForm,
    visits_form,
)
from portal.organisation.calendar.national_holidays import national_holidays
from portal.organisation.places.blueprint import (
    EDITORS,
    METHODS,
    READERS,
    ShownPlace,
    blueprint,
    changeable_agency,
    own_scope,
    shown,
)
from portal.organisation.places.catalogue import Desk
from portal.organisation.records.cells import FIRST_YEAR, UnreadableCell, read_date
from portal.time.months import Month, NotAMonth, month_bounds, month_of, months_back
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, record_act, today

MONTHS_OFFERED = 24
FIRST_MONTH = date(FIRST_YEAR, 1, 1)


@blueprint.get("/agencies/<code>/visits")
@requires(*READERS)
def visits(code: str) -> str:
    """Show the visits of a month, as a form for those who may write them down."""
    return _visits_page(shown("agencies", code), period=_asked_period())


@blueprint.post("/agencies/<code>/visits")
@requires(*EDITORS)
def record_visits(code: str) -> str | Response:
    """Write down the visits of a month."""
    found, period = changeable_agency(code), _asked_period()
    desks = _desks(found, period)
    form = visits_form(found.around.labels(desks), {})
    if not form.validate_on_submit():
        return _visits_page(found, period=period, form=form)
    record_act("organisation.visits", found.subject, period=period)
    calendar_service.record_visits(db.session(), form.counts(desks, period=period), today=today())
    url = url_for("organisation.visits", code=code, period=period, done="changed")
    return redirect(url)


@blueprint.route("/agencies/<code>/population", methods=METHODS)
@requires(*READERS)
def population(code: str) -> str | Response:
    """Show how many people an agency served in each year, and write a year down."""
    found = shown("agencies", code)
    may_change = found.scope.may_change(found.agency.id)
    form = PopulationForm()
    if request.method == "POST":
        found.scope.require_change(found.agency.id)
        if form.validate_on_submit():
            _record_population(form, found)
            return redirect(url_for("organisation.population", code=code))
    years = _years(found)
    return render_template(
        "organisation/calendar/population.html",
        shown=found,
        form=form,
        errors=error_links(form),
        years=years,
        may_change=may_change,
    )


def _record_population(form: PopulationForm, found: ShownPlace) -> None:
    record_act("organisation.population", found.subject, year=form.year.value)
    calendar_service.record_population(
        db.session(),
        found.agency.id,
        year=form.year.value,
        users=form.users.value,
        source=form.source.value,
    )


def _years(found: ShownPlace) -> dict[int, object]:
    return {
        year: people
        for (agency_id, year), people in calendar_queries.populations(db.session()).items()
        if agency_id == found.agency.id
    }


def _asked_period() -> Month:
    """Return the month in the address; the last closed one when it is none or to come."""
    last_closed = months_back(month_of(today()), months=1)
    try:
        asked = Month(request.args.get("period", last_closed))
    except NotAMonth:
        return last_closed
    return asked if FIRST_MONTH <= asked.first_day <= today() else last_closed


def _desks(found: ShownPlace, period: Month) -> list[Desk]:
    """Return the agency's desks that were there in the month."""
    first, _ = month_bounds(period)
    return [desk for desk in found.around.desks_of(found.agency.id) if not desk.is_retired(first)]


def _visits_page(found: ShownPlace, *, period: Month, form: object = None) -> str:
    desks = _desks(found, period)
    stored = calendar_queries.visits_served(db.session(), [period])
    known = {each.desk_id: each for each in stored}
    counts = {desk_id: each.visits for desk_id, each in known.items()}
    form = form or visits_form(found.around.labels(desks), counts)
    return render_template(
        "organisation/calendar/visits.html",
        shown=found,
        form=form,
        errors=error_links(form),
        desks=desks,
        known=known,
        period=period,
        periods=[months_back(month_of(today()), months=back) for back in range(MONTHS_OFFERED)],
        may_change=found.scope.may_change(found.agency.id),
        is_done=request.args.get("done") == "changed",
    )


@blueprint.get("/holidays")
@requires(*READERS)
def holidays() -> str:
    """List the holidays of a year."""
    return _holiday_page(HolidayForm(formdata=None), year=_asked_year())


@blueprint.post("/holidays")
@requires(Role.ADMINISTRATOR)
def add_holiday() -> str | Response:
    """Declare a day free, or give it another name."""
    form = HolidayForm()
    if not form.validate_on_submit() or form.day.data is None:
        return _holiday_page(form, year=_asked_year())
    record_act("organisation.holiday", f"holiday:{form.day.data}")
    calendar_service.declare_holidays(db.session(), {form.day.data: form.name.value})
    return redirect(url_for("organisation.holidays", year=form.day.data.year))


@blueprint.post("/holidays/national/<int(max=2100):year>")
@requires(Role.ADMINISTRATOR)
def fill_holidays(year: int) -> Response:
    """Fill in the national holidays of a year; what is there gets the national name."""
    if year < today().year - 1:
        abort(404)
    record_act("organisation.holidays", f"year:{year}")
    calendar_service.declare_holidays(db.session(), national_holidays([year]))
    return redirect(url_for("organisation.holidays", year=year))


@blueprint.route("/holidays/<day>/remove", methods=METHODS)
@requires(Role.ADMINISTRATOR)
def remove_holiday(day: str) -> str | Response:
    """Ask, and let a day be a working day again."""
    try:
        found = read_date(day)
    except UnreadableCell:
        abort(404)
    name = calendar_queries.holidays_between(db.session(), first=found, last=found).get(found)
    if name is None:
        abort(404)
    if request.method == "GET":
        return render_template("organisation/calendar/remove_holiday.html", day=found, name=name)
    record_act("organisation.holiday_removed", f"holiday:{found}")
    calendar_service.withdraw_holiday(db.session(), found)
    return redirect(url_for("organisation.holidays", year=found.year))


def _asked_year() -> int:
    text = request.args.get("year", "")
    is_year = len(text) == 4 and text.isascii() and text.isdecimal()
    return int(text) if is_year and 2000 <= int(text) <= 2999 else today().year


def _holiday_page(form: HolidayForm, *, year: int) -> str:
    days = calendar_queries.holidays_between(
        db.session(), first=date(year, 1, 1), last=date(year, 12, 31)
    )
    return render_template(
        "organisation/calendar/holidays.html",
        form=form,
        errors=error_links(form),
        days=days,
        year=year,
        this_year=today().year,
        may_change=own_scope().is_administrator,
    )


@blueprint.route("/agencies/<code>/notes", methods=METHODS)
@requires(*READERS)
def notes(code: str) -> str | Response:
    """List an agency's notes, and add one."""
    found = shown("agencies", code)
    form = CalendarNoteForm()
    form.offer(found.around.labels(found.around.desks_of(found.agency.id)))
    if request.method == "POST":
        found.scope.require_change(found.agency.id)
        if form.is_sound():
            _add(form, found)
            return redirect(url_for("organisation.notes", code=code))
    return render_template(
        "organisation/calendar/notes.html",
        shown=found,
        form=form,
        errors=error_links(form),
        notes=_notes_of(found),
        may_change=found.scope.may_change(found.agency.id),
    )


@blueprint.route("/agencies/<code>/notes/<int(max=2147483647):note_id>/remove", methods=METHODS)
@requires(*EDITORS)
def remove_note(code: str, note_id: int) -> str | Response:
    """Ask, and take a note away."""
    found = changeable_agency(code)
    note = next((each for each in _notes_of(found) if each.id == note_id), None)
    if note is None:
        abort(404)
    if request.method == "GET":
        return render_template("organisation/calendar/remove_note.html", shown=found, note=note)
    record_act("organisation.note_removed", found.subject, note=note.text)
    calendar_service.remove_note(db.session(), note_id)
    return redirect(url_for("organisation.notes", code=code))


def _add(form: CalendarNoteForm, found: ShownPlace) -> None:
    desk = found.around.desks_by_code.get(form.desk.data)
    note = form.to_command(found.agency, desk_id=desk.id if desk else None)
    record_act("organisation.note", found.subject, note=note.text)
    calendar_service.add_note(db.session(), note)


def _notes_of(found: ShownPlace) -> list[CalendarNote]:
    """Return the agency's notes, the latest first."""
    notes = calendar_queries.dated_notes(db.session())
    return [note for note in reversed(notes) if note.agency_id == found.agency.id]
