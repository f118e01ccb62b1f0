"""Who looks at the work of a superior's people instead, and for which days."""

from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l

from portal.evaluation.explaining.explained_forms import ExplainedForm
from portal.organisation.people.delegation import LONGEST_SPAN
from portal.organisation.people_pages.forms import PickForm
from portal.organisation.records.cells import read_name
from portal.organisation.records.form_fields import CellField, DayField


class DelegateForm(PickForm, ExplainedForm):
    """Asks for a colleague and a first and last day, both inclusive."""

    shows_numbers = False
    delegate_words = CellField(
        _l("Nama atau NIP yang mewakili"),
        read_name,
        description=_l("Ketik sebagian nama, atau NIP lengkap."),
    )
    starts_on = DayField(_l("Hari pertama"), is_needed=True)
    ends_on = DayField(_l("Hari terakhir"), is_needed=True)

    def check_span(self, today: date) -> bool:
        """Return whether the days are in order; else the fields say why not."""
        starts_on, ends_on = cast(date, self.starts_on.data), cast(date, self.ends_on.data)
        if starts_on < today:
            self.starts_on.errors = [_l("Hari ini sudah lewat. Pilih hari ini atau sesudahnya.")]
        if ends_on < starts_on:
            self.ends_on.errors = [_l("Hari terakhir ada sebelum hari pertama.")]
        elif ends_on - starts_on > LONGEST_SPAN:
            self.ends_on.errors = [
                _l(
                    "Paling lama %(days)d hari. Bila lebih lama, minta koordinator kinerja "
                    "mengubah garis pelaporan.",
                    days=LONGEST_SPAN.days + 1,
                )
            ]
        return not (self.starts_on.errors or self.ends_on.errors)
