"""Forms of a receipt that was signed on paper: its day, and where the paper lies."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from portal.evaluation.plans.forms import NEEDED, RevisionForm
from portal.organisation.records.form_fields import DayField
from portal.web.extensions import error_links


class ReceiptForm(RevisionForm):
    """The day that stands on the paper, and how the paper is found again."""

    signed_on = DayField(
        _l("Ditandatangani pada"), is_needed=True, description=_l("Hari yang tertulis di kertas.")
    )
    kept_at = StringField(
        _l("Di mana kertasnya disimpan"),
        [DataRequired(NEEDED), Length(min=3, max=120)],
        description=_l("Nomor berkas atau lemari arsip. Auditor dapat memintanya."),
    )

    def lies_between(self, first: date, last: date) -> bool:
        """Return whether the day is one of these, both inclusive; else the field says so."""
        day = self.signed_on.data
        if day is None or first <= day <= last:
            return True
        self.signed_on.errors = [_l("Pilih hari sejak hasil disampaikan sampai hari ini.")]
        return False

    def links(self) -> list[tuple[str, str]]:
        """Return what is missing, with the field that each is about."""
        return error_links(self)
