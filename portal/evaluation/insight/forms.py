"""Forms of notes, meetings and decisions: a choice, and why."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired

from portal.evaluation.appraisals.forms import choice, long_text, reason_is_long_enough
from portal.evaluation.insight.equity_labels import DECISIONS
from portal.evaluation.insight.labels import ANSWERS
from portal.evaluation.plans.forms import NEEDED, RevisionForm
from portal.evaluation.rules.levels import SHORTEST_REASON
from portal.organisation.records.form_fields import ChoiceField, ChoicesField, DayField

TOO_SHORT = _l("Tulis paling sedikit %(count)s huruf.", count=SHORTEST_REASON)


class ReasonedForm(RevisionForm):
    """A choice with a reason of thirty characters or more."""

    reason = long_text(_l("Alasan"), is_needed=True)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Return whether everything is there; else the form says what is missing."""
        is_whole: bool = super().validate(extra_validators)
        if not self.reason.errors and not reason_is_long_enough(self.reason.data):
            self.reason.errors = [TOO_SHORT]
            return False
        return is_whole


class AnswerNoteForm(ReasonedForm):
    """Kept or changed, after looking again."""

    answer = choice(_l("Sesudah dilihat lagi"), ANSWERS, validators=[DataRequired(NEEDED)])
    reason = long_text(
        _l("Alasan"),
        is_needed=True,
        description=_l(
            "Paling sedikit %(count)s huruf. Catatan ini tidak mengubah apa pun; mengubah "
            "penilaian tetap lewat halaman penilaiannya.",
            count=SHORTEST_REASON,
        ),
    )


class EquityDecisionForm(ReasonedForm):
    """What the office decides after two flagged years."""

    decision = choice(_l("Keputusan"), DECISIONS, validators=[DataRequired(NEEDED)])
    reason = long_text(
        _l("Alasan"),
        is_needed=True,
        description=_l(
            'Dibaca semua pegawai di halaman "Bagaimana hasil terbentuk". Jangan menyebut orang.'
        ),
    )


class CallMeetingForm(RevisionForm):
    """The day of a meeting, and who is asked."""

    meets_on = DayField(_l("Hari forum"), is_needed=True)
    participants = ChoicesField(_l("Pejabat penilai yang diundang"))

    def check_day(self, today: date) -> bool:
        """Return whether the day is today or later; else the form says so."""
        if self.meets_on.data is None or self.meets_on.data < today:
            self.meets_on.errors = [_l("Pilih hari ini atau hari sesudahnya.")]
            return False
        if not self.participants.data:
            self.participants.errors = [_l("Pilih paling sedikit satu orang.")]
            return False
        return True


class MeetingRecordForm(ReasonedForm):
    """What became of an own rating after a meeting."""

    person = ChoiceField(_l("Penilaian tentang"), [DataRequired(NEEDED)])
    outcome = choice(_l("Sesudah forum"), ANSWERS, validators=[DataRequired(NEEDED)])
    reason = long_text(
        _l("Apa yang berubah dan mengapa"),
        is_needed=True,
        description=_l("Hanya Anda dan garis atasan pegawai itu yang membacanya."),
    )
