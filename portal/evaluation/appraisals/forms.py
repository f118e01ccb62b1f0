"""Forms of a quarter: the self-report, the appraiser's form, the person's answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.evaluation.appraisals.domain import QuarterAnswer, SaidIn
from portal.evaluation.appraisals.labels import ANSWERS, LEVELS, TEXTS
from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.monitoring.labels import CAUSES
from portal.evaluation.plans.forms import NEEDED, TOO_LONG, RevisionForm
from portal.evaluation.rules.levels import SHORTEST_REASON, ExpectationLevel
from portal.organisation.records.form_fields import ChoiceField, choices_of
from portal.storage.texts.cleaning import plain

LONGEST = 2000
# What a form sends beside what somebody wrote.
NO_ANSWERS = frozenset({"csrf_token", "revision", "replaces"})
NOT_CHOSEN = ("", _l("Belum dipilih"))
TOO_SHORT = _l(
    "Tingkat ini berbeda dari bantu baca. Tulis alasannya, paling sedikit %(count)s huruf; "
    "pegawai membacanya.",
    count=SHORTEST_REASON,
)


def long_text(label: Any, *, is_needed: bool = False, **more: Any) -> TextAreaField:
    """Return a field for a long text."""
    rules: list[Any] = [DataRequired(NEEDED)] if is_needed else []
    rules.append(Length(max=LONGEST, message=TOO_LONG))
    return TextAreaField(label, rules, filters=[plain], **more)


def choice(label: Any, words: Mapping[Any, Any], **more: Any) -> ChoiceField:
    """Return a field with one of ``words`` or nothing."""
    offered = [NOT_CHOSEN, *((str(key), text) for key, text in words.items())]
    return ChoiceField(label, choices=choices_of(offered), **more)


def chosen_level(field: ChoiceField) -> ExpectationLevel | None:
    """Return the level that was chosen, or None."""
    return ExpectationLevel(field.data) if field.data else None


def reason_is_long_enough(text: str | None) -> bool:
    """Return whether a reason has 30 characters, repeated blanks not counted."""
    return len(" ".join((text or "").split())) >= SHORTEST_REASON


class ComparedForm(RevisionForm):
    """A form that replaces what was stored meanwhile only once both were compared."""

    #: The revision that was stored meanwhile, ticked by whoever compared it with the own words.
    replaces = HiddenField("")

    @property
    def shown_revision(self) -> int:
        """The revision that the page showed, or the later one that was compared."""
        text = self.replaces.data or ""
        compared = int(text) if text.isdecimal() and len(text) < 10 else 0
        return max(super().shown_revision, compared)


class SelfReportForm(ComparedForm):
    """What a person says before the appraiser does."""

    text = long_text(
        _l("Laporan diri"),
        is_needed=True,
        description=_l(
            "Apa yang tercapai, apa yang sulit dan mengapa, apa yang Anda perlukan. Dibaca "
            "pejabat penilai; tidak pernah menjadi angka."
        ),
    )


class ReviewForm(ComparedForm):
    """The appraiser's form of a quarter; it is kept incomplete, too."""

    result = choice(_l("Hasil kerja, dibanding ekspektasi yang disepakati"), LEVELS)
    result_reason = long_text(
        TEXTS[SaidIn.RESULT_REASON],
        description=_l(
            "Wajib bila berbeda dari bantu baca, paling sedikit %(count)s huruf.",
            count=SHORTEST_REASON,
        ),
    )
    behaviour = choice(_l("Perilaku kerja, dibanding panduan perilaku ASN"), LEVELS)
    example = long_text(
        TEXTS[SaidIn.EXAMPLE], description=_l("Tanggal dan kejadian, bukan sifat orang.")
    )
    strengths = long_text(TEXTS[SaidIn.STRENGTHS])
    weaknesses = long_text(TEXTS[SaidIn.WEAKNESSES])
    cause = choice(
        _l("Penyebabnya"),
        CAUSES,
        description=_l("Pelatihan hanya menolong bila penyebabnya keterampilan."),
    )
    advice = long_text(TEXTS[SaidIn.ADVICE])
    provides = long_text(
        _l("Yang Anda sediakan"),
        description=_l("Waktu, pendamping, alat. Ini janji Anda, dan tampil lagi triwulan depan."),
    )

    def texts(self) -> dict[SaidIn, str]:
        """Return what was written, without what is empty."""
        return {each: self[each].data for each in SaidIn if each in self and self[each].data}

    def chosen_cause(self) -> DifficultyCause | None:
        """Return the cause, or None."""
        return DifficultyCause(self.cause.data) if self.cause.data else None

    def check_reason(self, suggested: ExpectationLevel | None) -> None:
        """Ask for a reason where level and aid differ."""
        level = chosen_level(self.result)
        differs = None not in {suggested, level} and suggested is not level
        if differs and not reason_is_long_enough(self.result_reason.data):
            self.result_reason.errors = [TOO_SHORT]

    def point_out(self, missing: Iterable[str]) -> None:
        """Say beside each field that is still needed."""
        for name in missing:
            if not self[name].errors:
                self[name].errors = [NEEDED]


class AnswerForm(ComparedForm):
    """What a person says to a quarter's evaluation."""

    answer = choice(_l("Tanggapan Anda"), ANSWERS)
    note = long_text(
        _l("Catatan"),
        description=_l(
            "Wajib bila Anda tidak setuju. Disimpan di samping penilaian; tingkatnya tidak berubah."
        ),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for an answer, and for a note to a disagreement."""
        is_fine: bool = super().validate(extra_validators)
        if is_fine and not self.answer.data:
            self.answer.errors = [NEEDED]
        elif is_fine and self.answer.data == QuarterAnswer.DISAGREED and not self.note.data:
            self.note.errors = [NEEDED]
        return is_fine and not self.errors

    def chosen(self) -> QuarterAnswer:
        """Return the answer; call it on a valid form only."""
        return QuarterAnswer(self.answer.data)
