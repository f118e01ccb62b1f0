"""Forms of an objection: points, explanations, evidence, meetings, the decision."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from portal.evaluation.appraisals.forms import (
    LONGEST,
    ComparedForm,
    choice,
    chosen_level,
    long_text,
)
from portal.evaluation.appraisals.labels import LEVELS
from portal.evaluation.objections.domain import MOST_POINTS, AskedLevels, PointFinding
from portal.evaluation.objections.labels import FINDINGS, INADMISSIBILITY
from portal.evaluation.plans.forms import NEEDED, TOO_LONG
from portal.organisation.people_pages.forms import PickForm
from portal.organisation.records.form_fields import DayField
from portal.storage.texts.cleaning import plain

LONGEST_LINE = 200
NUMBERS = range(1, MOST_POINTS + 1)


class PointsForm(ComparedForm):
    """A form with a text for each of at most five points."""

    prefix = "text"

    def point_texts(self) -> dict[int, str]:
        """Return what was written, by number of the point, without what is empty."""
        found = {number: self[f"{self.prefix}_{number}"].data for number in NUMBERS}
        return {number: text for number, text in found.items() if text}

    def show(self, values: dict[str, Any]) -> None:
        """Fill in values by the names of their fields."""
        for name, value in values.items():
            self[name].data = "" if value is None else str(value)


class ClaimForm(PointsForm):
    """What the person disputes, and why."""

    prefix = "claim"
    asked_result = choice(_l("Hasil kerja yang Anda minta"), LEVELS)
    asked_behaviour = choice(_l("Perilaku kerja yang Anda minta"), LEVELS)
    late_reason = long_text(
        _l("Mengapa baru diajukan sekarang"),
        description=_l("Wajib hanya sesudah hari terakhir; yang memutus menimbangnya."),
    )

    def asks_for_reason(self, *, is_late: bool) -> bool:
        """Say beside the fields what is missing to file; return whether something is."""
        if not self.point_texts():
            self["claim_1"].errors = [NEEDED]
        if is_late and not self.late_reason.data:
            self.late_reason.errors = [NEEDED]
        return bool(self.errors)


class ExplainForm(PointsForm):
    """What one side says to each point."""


class EvidenceForm(ComparedForm):
    """New evidence: what it shows, and where it lies."""

    title = long_text(
        _l("Apa yang ditunjukkan bukti ini"),
        is_needed=True,
        description=_l("Jangan tulis nama atau nomor warga."),
    )
    link = StringField(
        _l("Alamat https (boleh kosong)"),
        [Length(max=LONGEST_LINE, message=TOO_LONG)],
        filters=[plain],
        description=_l("Portal tidak membuka alamat ini. Pastikan yang memutus dapat membukanya."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Take only an https address, or none."""
        is_fine: bool = super().validate(extra_validators)
        if is_fine and self.link.data and not self.link.data.startswith("https://"):
            self.link.errors = [_l("Tulis alamat yang dimulai dengan https://.")]
        return is_fine and not self.errors


class WhyForm(ComparedForm):
    """An act on an objection with its reason."""

    reason = long_text(_l("Alasan, dibaca kedua pihak"), is_needed=True)


class AdmitForm(ComparedForm):
    """Whether an objection is looked into."""

    because = choice(
        _l("Tidak dapat diperiksa karena"),
        INADMISSIBILITY,
        description=_l("Kosongkan bila dapat diperiksa."),
    )
    reason = long_text(
        _l("Alasan"),
        description=_l("Wajib bila tidak dapat diperiksa, atau bila diajukan terlambat."),
    )

    def ask_for_reason(self) -> None:
        """Say that a reason is needed."""
        self.reason.errors = [NEEDED]


class MeetingForm(ComparedForm):
    """A meeting with both sides, and what was said."""

    held_on = DayField(_l("Hari pertemuan"), is_needed=True)
    notes = long_text(_l("Catatan pertemuan"), is_needed=True)


class CompanionForm(PickForm, ComparedForm):
    """Somebody who may read this case."""

    shows_numbers = False
    words = StringField(
        _l("Nama atau NIP lengkap"),
        [DataRequired(NEEDED), Length(max=LONGEST_LINE, message=TOO_LONG)],
        filters=[plain],
    )


class DecideForm(PointsForm):
    """The decision: a finding with its reason for each point, and the two levels."""

    prefix = "reason"
    result = choice(_l("Hasil kerja"), LEVELS)
    behaviour = choice(_l("Perilaku kerja"), LEVELS)

    def levels(self) -> AskedLevels:
        """Return the levels that were chosen; None for one that was not."""
        return chosen_level(self.result), chosen_level(self.behaviour)

    def finding(self, number: int) -> PointFinding | None:
        """Return the finding of a point, or None."""
        word = self[f"finding_{number}"].data
        return PointFinding(word) if word else None

    def point_out(self, missing: Iterable[str]) -> None:
        """Say beside each field that is still needed."""
        for name in missing:
            self[name].errors = [NEEDED]


for _number in NUMBERS:
    setattr(
        ClaimForm,
        f"claim_{_number}",
        long_text(_l("Pokok %(number)s: apa yang keliru, dan mengapa", number=_number)),
    )
    setattr(ExplainForm, f"text_{_number}", long_text(_l("Penjelasan Anda")))
    setattr(DecideForm, f"finding_{_number}", choice(_l("Penilaian pokok ini"), FINDINGS))
    setattr(
        DecideForm,
        f"reason_{_number}",
        long_text(_l("Alasan pokok ini, paling banyak %(most)s huruf", most=LONGEST)),
    )
