"""The forms that record an agency's predicate and one of its main indicators."""

from datetime import date
from decimal import Decimal
from functools import partial

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import ValidationError

from portal.organisation.agency_results.domain import AgencyPredicateKind, Term
from portal.organisation.agency_results.service import RecordIndicator, RecordPredicate
from portal.organisation.people_pages.results_labels import PREDICATES, QUARTERS
from portal.organisation.people_pages.results_rows import DECIMALS, MOST
from portal.organisation.records.cells import read_count, read_name
from portal.organisation.records.form_fields import CellField, ChoiceField, DayField, choices_of
from portal.storage.spreadsheets.numbers import NotANumber, read_decimal

read_year = partial(read_count, least=2000, most=2999)


def read_amount(text: str) -> Decimal:
    """Return a number with at most four decimals.

    :raises ValidationError: for anything else, in words.
    """
    try:
        value = read_decimal(text)
    except NotANumber as error:
        raise ValidationError(_l("Tulis angka, misalnya 95 atau 1.250,5.")) from error
    if value >= MOST or value != round(value, DECIMALS):
        raise ValidationError(_l("Angka ini terlalu besar, atau desimalnya lebih dari empat."))
    return value


class TermForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A year or a quarter of it."""

    year = CellField(_l("Tahun"), read_year)
    quarter = ChoiceField(_l("Periode"), choices=choices_of(QUARTERS.items()))

    @property
    def term(self) -> Term:
        """The term that was chosen."""
        return Term(self.year.value, int(self.quarter.data) if self.quarter.data else None)


class PredicateForm(TermForm):
    """A predicate with its decree."""

    predicate = ChoiceField(_l("Predikat"), choices=choices_of(PREDICATES.items()))
    decree_number = CellField(_l("Nomor keputusan"), partial(read_name, longest=100))
    decree_date = DayField(_l("Tanggal keputusan"), is_needed=True)

    def to_command(self, agency_id: int) -> RecordPredicate:
        """Return what is to be recorded."""
        return RecordPredicate(
            agency_id,
            self.term,
            AgencyPredicateKind(self.predicate.data),
            self.decree_number.value,
            self.decree_date.data or date.max,
        )


class AgencyIndicatorForm(TermForm):
    """A main indicator with target and realisation; its ids part it from the form beside it."""

    year = CellField(_l("Tahun"), read_year, id="iku-year")
    quarter = ChoiceField(_l("Periode"), choices=choices_of(QUARTERS.items()), id="iku-quarter")
    name = CellField(_l("Indikator kinerja utama"), partial(read_name, longest=300))
    unit = CellField(
        _l("Satuan"), partial(read_name, longest=60), description=_l("Misalnya % atau orang.")
    )
    target = CellField(_l("Target"), read_amount)
    realisation = CellField(
        _l("Realisasi"),
        read_amount,
        is_needed=False,
        description=_l("Kosongkan bila belum dilaporkan."),
    )

    def to_command(self, agency_id: int) -> RecordIndicator:
        """Return what is to be recorded."""
        return RecordIndicator(
            agency_id,
            self.term,
            self.name.value,
            self.unit.value,
            self.target.value,
            self.realisation.value,
        )
