"""The form of a signed paper: its day, where it lies, and its scan."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from portal.evaluation.plans.forms import NEEDED, RevisionForm
from portal.evaluation.realisations.evidence_forms import FILE_FAULTS
from portal.organisation.records.form_fields import DayField
from portal.storage.files.kinds import FileFault
from portal.web.formatting import day as written_day

# Of a scan no link can be given instead.
SCAN_FAULTS: Mapping[FileFault, Any] = {
    **FILE_FAULTS,
    FileFault.TOO_LARGE: _l("Pindaian ini lebih dari 5 MB. Perkecil dahulu."),
}
SCAN_NEEDED = _l("Pilih pindaian atau foto kertas yang sudah ditandatangani.")
FULL = _l("Penyimpanan hampir penuh; pindaian tidak diterima. Beri tahu pengelola.")


class SignedPaperForm(RevisionForm):
    """The day that stands on the paper, how it is found again, and what it looks like."""

    signed_on = DayField(
        _l("Ditandatangani pada"), is_needed=True, description=_l("Hari yang tertulis di kertas.")
    )
    kept_at = StringField(
        _l("Di mana kertasnya disimpan"),
        [DataRequired(NEEDED), Length(min=3, max=120)],
        description=_l("Nomor berkas atau lemari arsip. Auditor dapat memintanya."),
    )
    file = FileField(
        _l("Pindaian kertas"),
        [FileRequired(message=SCAN_NEEDED)],
        description=_l("PDF, JPEG atau PNG, paling besar 5 MB. Semua tanda tangan harus terbaca."),
    )

    def lies_between(self, first: date, last: date) -> bool:
        """Return whether the day is one of these, both inclusive; else the field says so."""
        day = self.signed_on.data
        if day is None or first <= day <= last:
            return True
        self.signed_on.errors = [
            _l("Pilih hari sejak %(day)s sampai hari ini.", day=written_day(first))
        ]
        return False

    def says_enough(self) -> bool:
        """Return whether it holds what such a paper has to say; else its fields say what lacks."""
        return True

    def refuse_scan(self, why: Any) -> None:
        """Say beside the field why the scan is not taken."""
        self.file.errors = [why]
