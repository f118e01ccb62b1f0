"""The form for visit tickets: for which place, how many, on paper or as a table."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from portal.rating.tickets.domain import TicketScope
from portal.rating.tickets.handing_over import PER_PAGE

MOST_SHEETS = 20
#: What one page draws in a few seconds; whoever needs more sends the form again.
MOST_ON_A_PAGE = MOST_SHEETS * PER_PAGE


class TicketForm(StrEnum):
    """How fresh tickets are handed over."""

    PDF = "pdf"
    CSV = "csv"


class IssueForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Which tickets are to be issued."""

    place = SelectField(_l("Untuk"))
    count = IntegerField(
        _l("Banyaknya"),
        default=PER_PAGE,
        validators=(
            InputRequired(_l("Isi banyaknya dengan angka.")),
            NumberRange(
                1, MOST_ON_A_PAGE, _l("Sekali cetak 1 sampai %(most)s tiket.", most=MOST_ON_A_PAGE)
            ),
        ),
    )
    form = RadioField(
        _l("Bentuk"),
        default=TicketForm.PDF,
        choices=[
            SelectChoice(TicketForm.PDF, _l("Lembar A4 berisi 24 tiket (PDF)")),
            SelectChoice(TicketForm.CSV, _l("Daftar kode untuk mesin antrean (CSV)")),
        ],
    )

    def offer(self, places: Mapping[str, TicketScope]) -> None:
        """Offer places by the value that stands for them."""
        self.place.choices = [SelectChoice(value, scope.name) for value, scope in places.items()]
