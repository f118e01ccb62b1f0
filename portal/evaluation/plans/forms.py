"""Forms of a plan: each part on a page of its own, kept even while it is incomplete."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from portal.evaluation.explaining.explained_forms import ExplainedForm
from portal.evaluation.plans.domain import (
    LINE,
    NUMBER_LENGTH,
    TEXT,
    Approach,
    EndKind,
    Indicator,
    Result,
    faults_of,
)
from portal.evaluation.plans.labels import (
    APPROACHES,
    ASPECTS,
    DIRECTIONS,
    END_KINDS,
    FAULT_FIELDS,
    FAULTS,
    KINDS,
    STARTING_POINTS,
)
from portal.evaluation.plans.queries import LeaderResult
from portal.evaluation.plans.starting_points import StartingPoint
from portal.evaluation.plans.writing import IndicatorFields, ResultFields
from portal.evaluation.rules.attainment import Aspect, Direction, is_measurable
from portal.evaluation.rules.planning import FULL_WEIGHT, PlanFault, PlanGap, ResultKind
from portal.organisation.records.form_fields import ChoiceField, DayField, choices_of
from portal.storage.texts.cleaning import plain

NEEDED = _l("Isian ini belum diisi.")
TOO_LONG = _l("Terlalu panjang: paling banyak %(max)d huruf.")
LARGEST = Decimal(10) ** 12
QUARTERS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4")
# In the choice of what a result serves.
IN_WORDS, OWN = "words", "own"


def _long(
    label: Any, *, is_needed: bool = False, longest: int = TEXT, **more: Any
) -> TextAreaField:
    rules: list[Any] = [DataRequired(NEEDED)] if is_needed else []
    rules.append(Length(max=longest, message=TOO_LONG))
    return TextAreaField(label, rules, filters=[plain], **more)


def _short(label: Any, *, longest: int = LINE, **more: Any) -> StringField:
    return StringField(label, [Length(max=longest, message=TOO_LONG)], filters=[plain], **more)


class NumberField(StringField):  # type: ignore[misc] # WTForms ships no types
    """A number as people write it: a comma for decimals, points or blanks for thousands."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, filters=[plain], **options)
        self.value: Decimal | None = None

    def pre_validate(self, form: Any) -> None:
        """Read what was typed; nothing means None."""
        self.value = None
        if not self.data:
            return
        text = self.data.replace(" ", "").replace(".", "").replace(",", ".")
        try:
            value = Decimal(text)
        except InvalidOperation as error:
            raise ValidationError(_l("Tulis angka saja, misalnya 1.200 atau 2,5.")) from error
        if not value.is_finite() or not 0 <= value < LARGEST:
            raise ValidationError(_l("Angka ini tidak dapat dipakai: tulis 0 atau lebih."))
        if cast(int, value.as_tuple().exponent) < -4:
            raise ValidationError(_l("Paling banyak empat angka di belakang koma."))
        self.value = value

    def show(self, value: Decimal | int | None) -> None:
        """Fill in a number."""
        self.data = "" if value is None else f"{Decimal(value).normalize():f}".replace(".", ",")


class RevisionForm(ExplainedForm):
    """Everything that changes a plan says which revision its page showed."""

    # A field without a label asks WTForms for one, which reads its catalogue of words anew.
    revision = HiddenField("")

    @property
    def shown_revision(self) -> int:
        """The revision that the page showed; 0 for what is no number."""
        text = self.revision.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else 0


class ReasonForm(RevisionForm):
    """An act on a plan with its reason."""

    reason = _long(_l("Alasan"), is_needed=True)


class OfficialForm(RevisionForm):
    """The number under which the official record keeps the plan."""

    number = _short(
        _l("Nomor SKP di e-Kinerja"),
        longest=NUMBER_LENGTH,
        description=_l("Supaya catatan resmi mudah ditemukan. Boleh kosong."),
    )


class EndForm(ReasonForm):
    """A plan ends before its time."""

    kind = ChoiceField(
        _l("Sebab"), choices=choices_of((str(kind), label) for kind, label in END_KINDS.items())
    )
    ends_on = DayField(_l("Hari terakhir SKP ini"), is_needed=True)

    def end_kind(self) -> EndKind:
        """Return the cause; call it on a valid form only."""
        return EndKind(self.kind.data)


class StartForm(ExplainedForm):
    """A new plan: what it begins with, for which days, by which approach."""

    point = ChoiceField(_l("Mulai dari"))
    starts_on = DayField(_l("Hari pertama"), is_needed=True)
    ends_on = DayField(_l("Hari terakhir"), is_needed=True)
    approach = ChoiceField(
        _l("Pendekatan"),
        choices=choices_of((str(kind), label) for kind, label in APPROACHES.items()),
    )

    def offer(self, *, has_last: bool, starts_on: date, ends_on: date) -> None:
        """Offer the last plan only where there is one, and days that no plan of the person has."""
        self.point.choices = choices_of(
            (str(point), label)
            for point, label in STARTING_POINTS.items()
            if has_last or point is not StartingPoint.LAST_PLAN
        )
        if not self.is_submitted():
            self.starts_on.data, self.ends_on.data = starts_on, ends_on

    def check_span(self, *, first: date, last: date) -> None:
        """Say beside the field when the days lie outside of the cycle."""
        starts_on, ends_on = cast(date, self.starts_on.data), cast(date, self.ends_on.data)
        if not first <= starts_on <= last:
            self.starts_on.errors = [_l("Hari ini di luar siklus yang berjalan.")]
        elif not starts_on <= ends_on <= last:
            self.ends_on.errors = [_l("Hari terakhir harus sesudah hari pertama, di dalam siklus.")]

    def starting_point(self) -> StartingPoint:
        """Return what the plan begins with; call it on a valid form only."""
        return StartingPoint(self.point.data)

    def chosen_approach(self) -> Approach:
        """Return the approach; call it on a valid form only."""
        return Approach(self.approach.data)


class ResultForm(RevisionForm):
    """A result: what it is, what of the leader's it serves, who assigned it."""

    text = _long(
        _l("Hasil kerja"),
        is_needed=True,
        description=_l("Apa yang akan terwujud, bukan kegiatannya."),
    )
    kind = ChoiceField(
        _l("Jenis"), choices=choices_of((str(kind), label) for kind, label in KINDS.items())
    )
    serves = ChoiceField(
        _l("Mendukung hasil kerja pimpinan"),
        description=_l("Hasil kerja utama diturunkan dari hasil kerja pimpinan."),
    )
    serves_text = _long(
        _l("Hasil kerja pimpinan, bila belum ada di daftar"),
        description=_l("SKP dapat disepakati bersyarat sampai pimpinan mempunyai SKP di sini."),
    )
    own_reason = _long(_l("Alasan, bila tidak mendukung hasil kerja pimpinan"))
    assigned_by = _short(_l("Ditugaskan oleh, untuk hasil kerja tambahan"))

    def offer(self, leaders: Sequence[LeaderResult]) -> None:
        """Offer the leader's results, then words, then none."""
        pairs: list[tuple[str, Any]] = [(str(each.id), each.text) for each in leaders]
        pairs += [
            (IN_WORDS, _l("Tidak ada di daftar: saya tulis di bawah")),
            (OWN, _l("Tidak mendukung hasil kerja pimpinan: alasan di bawah")),
        ]
        self.serves.choices = choices_of(pairs)

    def show(self, result: Result) -> None:
        """Fill the form with a result."""
        self.text.data, self.kind.data = result.text, result.kind
        self.serves_text.data, self.own_reason.data = result.serves_text, result.own_reason
        self.assigned_by.data = result.assigned_by
        in_words = OWN if result.own_reason else IN_WORDS
        self.serves.data = in_words if result.serves_id is None else str(result.serves_id)

    def to_fields(self) -> ResultFields:
        """Return the result; call it on a valid form only."""
        serves = self.serves.data
        return ResultFields(
            kind=ResultKind(self.kind.data),
            text=self.text.data,
            serves_id=None if serves in {IN_WORDS, OWN} else int(serves),
            serves_text=(self.serves_text.data or "") if serves == IN_WORDS else "",
            own_reason=(self.own_reason.data or "") if serves == OWN else "",
            assigned_by=self.assigned_by.data or "",
        )


class IndicatorForm(RevisionForm):
    """An indicator; what is missing may be filled in later, what is wrong may not be kept."""

    text = _long(_l("Indikator"), is_needed=True, description=_l("Apa yang dihitung atau dilihat."))
    target = NumberField(_l("Target"), description=_l("Angka, misalnya 95 atau 2,5."))
    unit = _short(_l("Satuan"), longest=60, description=_l("Misalnya %, berkas, hari kerja."))
    target_text = _short(
        _l("Target dengan kalimat"), description=_l("Hanya bila tidak dapat berupa angka.")
    )
    weight = NumberField(
        _l("Bobot (persen)"),
        description=_l("Bantu baca saja. Semua indikator terukur bersama-sama 100."),
    )
    direction = ChoiceField(
        _l("Arah"), choices=choices_of((str(kind), label) for kind, label in DIRECTIONS.items())
    )
    aspect = ChoiceField(
        _l("Aspek"), choices=choices_of((str(kind), label) for kind, label in ASPECTS.items())
    )
    method = _long(_l("Cara mengukur"))
    source = _long(_l("Sumber angka"), description=_l("Register, laporan, atau catatan mana."))
    quarter_1 = NumberField(_l("Target triwulan 1"))
    quarter_2 = NumberField(_l("Target triwulan 2"))
    quarter_3 = NumberField(_l("Target triwulan 3"))
    quarter_4 = NumberField(_l("Target triwulan 4"))
    uses_citizens = BooleanField(
        _l("Angkanya dari penilaian warga di portal ini"),
        description=_l("Penilaian yang sama lalu tidak dihitung lagi dalam perilaku kerja."),
    )

    def show(self, indicator: Indicator) -> None:
        """Fill the form with an indicator."""
        for name in ("text", "unit", "target_text", "method", "source", "uses_citizens"):
            self[name].data = getattr(indicator, name)
        self.direction.data, self.aspect.data = indicator.direction, indicator.aspect
        self.target.show(indicator.target)
        self.weight.show(indicator.weight)
        for name, value in zip(QUARTERS, indicator.quarters, strict=False):
            self[name].show(value)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Return whether it may be kept: a draft may be incomplete, but not impossible."""
        is_sound = bool(super().validate(extra_validators))
        if not is_sound:
            return False
        weight, target = self.weight.value, self.target.value
        if weight is not None and (weight > FULL_WEIGHT or weight != weight.to_integral()):
            self.weight.errors = [FAULTS[PlanFault.WEIGHT_NOT_WHOLE]]
        if target is not None and not is_measurable(target, Direction(self.direction.data)):
            self.target.errors = [FAULTS[PlanFault.TARGET_UNMEASURABLE]]
        if len(self._quarters()) not in {0, len(QUARTERS)}:
            self.quarter_1.errors = [FAULTS[PlanFault.QUARTER_TARGETS]]
        return not (self.weight.errors or self.target.errors or self.quarter_1.errors)

    def point_out(self, gaps: Sequence[PlanGap], *, key: str) -> None:
        """Show beside each field what keeps the plan from being sent."""
        for fault in faults_of(gaps, key):
            field = self[FAULT_FIELDS[fault]]
            field.errors = [*field.errors, FAULTS[fault]]

    def to_fields(self) -> IndicatorFields:
        """Return the indicator; call it on a valid form only."""
        weight = self.weight.value
        return IndicatorFields(
            text=self.text.data,
            aspect=Aspect(self.aspect.data),
            direction=Direction(self.direction.data),
            target=self.target.value,
            unit=self.unit.data or "",
            target_text=self.target_text.data or "",
            method=self.method.data or "",
            source=self.source.data or "",
            weight=None if weight is None else int(weight),
            quarters=self._quarters(),
            uses_citizens=bool(self.uses_citizens.data),
        )

    def _quarters(self) -> tuple[Decimal, ...]:
        values = [self[name].value for name in QUARTERS]
        return tuple(value for value in values if value is not None)
