"""Forms of holidays, monthly visits, dated notes and populations."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from portal.organisation.calendar import service as calendar_service
from portal.organisation.calendar.domain import MonthlyVisits
from portal.organisation.places.catalogue import Agency, Desk, NoteKind
from portal.organisation.records.cells import read_count, read_name
from portal.organisation.records.faults import FaultKind
from portal.organisation.records.form_fields import (
    NOTES,
    CellField,
    ChoiceField,
    DayField,
    choices_of,
    fault_text,
)
from portal.storage.spreadsheets.table import RowFault
from portal.time.months import Month

LONGEST_HOLIDAY = 120
LONGEST_NOTE = 300
LONGEST_SOURCE = 200


class HolidayForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A day on which the city's desks are closed."""

    day = DayField(_l("Tanggal"), is_needed=True)
    name = CellField(_l("Nama hari libur"), partial(read_name, longest=LONGEST_HOLIDAY))


class CalendarNoteForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """What explains the figures of some days."""

    kind = ChoiceField(_l("Jenis"), choices=choices_of(NOTES.items()))
    desk = ChoiceField(_l("Loket"))
    text = CellField(
        _l("Catatan"),
        partial(read_name, longest=LONGEST_NOTE),
        description=_l("Tampil untuk umum di samping grafik. Jangan tulis nama orang."),
    )
    starts_on = DayField(_l("Hari pertama"), is_needed=True)
    ends_on = DayField(_l("Hari terakhir"), is_needed=True)

    def offer(self, desks: Mapping[Desk, str]) -> None:
        """Let the note be about the whole agency or one of ``desks``, each with its label."""
        named = [(desk.code, label) for desk, label in desks.items()]
        self.desk.choices = choices_of([("", _l("Seluruh instansi")), *named])

    def is_sound(self) -> bool:
        """Return whether the form was sent and its days are in order."""
        if not self.validate_on_submit():
            return False
        if (self.ends_on.data or date.min) < (self.starts_on.data or date.min):
            fault = RowFault(0, "", FaultKind.ENDS_BEFORE_START)
            self.ends_on.errors = [fault_text(fault)]
            return False
        return True

    def to_command(self, agency: Agency, *, desk_id: int | None) -> calendar_service.NewNote:
        """Return the note about ``agency`` or one of its desks."""
        return calendar_service.NewNote(
            agency_id=agency.id,
            desk_id=desk_id,
            kind=NoteKind(self.kind.data),
            text=self.text.value,
            starts_on=self.starts_on.data or date.min,
            ends_on=self.ends_on.data or date.min,
        )


class PopulationForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """How many people an agency served in a year."""

    year = CellField(_l("Tahun"), partial(read_count, least=2000, most=2999))
    users = CellField(
        _l("Jumlah pengguna layanan"), partial(read_count, least=1, most=2_000_000_000)
    )
    source = CellField(
        _l("Sumber"),
        partial(read_name, longest=LONGEST_SOURCE),
        description=_l("Siapa atau apa yang menghitung."),
    )


class VisitsForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """The visits of an agency's desks in one month; a line a desk, left open when not known."""

    source = CellField(
        _l("Sumber"),
        partial(read_name, longest=LONGEST_SOURCE),
        description=_l("Siapa atau apa yang menghitung, misalnya mesin antrean."),
    )

    def counts(self, desks: Sequence[Desk], *, period: Month) -> list[MonthlyVisits]:
        """Return the counts that were filled in; call it on a valid form only."""
        return [
            MonthlyVisits(
                desk_id=desk.id,
                period=period,
                visits=self[visits_field(desk)].value,
                source=self.source.value,
            )
            for desk in desks
            if self[visits_field(desk)].value is not None
        ]


def visits_field(desk: Desk) -> str:
    """Return the name of a desk's field."""
    return f"visits_{desk.id}"


def visits_form(desks: Mapping[Desk, str], known: dict[int, int]) -> VisitsForm:
    """Return a form with a line for each of ``desks``, filled with the ``known`` counts."""
    fields = {
        visits_field(desk): CellField(
            label,
            partial(read_count, least=0, most=1_000_000),
            is_needed=False,
            default=str(known[desk.id]) if desk.id in known else "",
        )
        for desk, label in desks.items()
    }
    form: VisitsForm = type("DeskVisitsForm", (VisitsForm,), fields)()
    return form
