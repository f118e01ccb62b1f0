"""Forms of programmes: a proposal, its goals, a check-in, more time, the end, the effect."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from portal.evaluation.development.domain import LONGEST, SHORTEST
from portal.evaluation.development.labels import CAUSE_WORDS, OUTCOMES, WAYS
from portal.evaluation.development.measuring_queries import GoalIndicator
from portal.evaluation.development.service import GoalTold
from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.plans.forms import NEEDED, TOO_LONG, NumberField, RevisionForm
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.programmes import CHECK_IN_DAYS, Measured, is_improvement
from portal.organisation.records.form_fields import ChoiceField, DayField, choices_of
from portal.storage.texts.cleaning import plain

TEXT, UNIT = 2000, 60
MOST_CASES = 10**7
NO_INDICATOR = "other"
IN_DAYS = _l("Tulis bilangan bulat dari %(first)s sampai %(last)s.", first=SHORTEST, last=LONGEST)


def text_of(label: Any, *, is_needed: bool = True, **more: Any) -> TextAreaField:
    """Return a field for a long text, encrypted once it is kept."""
    rules: list[Any] = [DataRequired(NEEDED) if is_needed else Optional()]
    return TextAreaField(
        label, [*rules, Length(max=TEXT, message=TOO_LONG)], filters=[plain], **more
    )


class GoalForm(RevisionForm):
    """A goal: from where to where, until when, how it is checked, what the superior provides."""

    weak_point = text_of(
        _l("Yang perlu membaik"),
        description=_l("Yang terlihat pada pekerjaan, bukan sifat orang. Tanpa data warga."),
    )
    measure = ChoiceField(
        _l("Ukuran"),
        description=_l("Dengan indikator SKP, angka dan kenyataannya diambil dari realisasi."),
    )
    baseline = NumberField(
        _l("Angka sekarang"),
        description=_l("Boleh kosong bila indikator sudah mempunyai realisasi terverifikasi."),
    )
    cases = NumberField(
        _l("Dihitung dari berapa kasus"),
        description=_l("Untuk persen, misalnya 90 berkas. Tanpa ini dampak tidak pasti."),
    )
    target = NumberField(_l("Angka yang dituju"))
    unit = StringField(
        _l("Satuan"),
        [Length(max=UNIT, message=TOO_LONG)],
        filters=[plain],
        description=_l("Misalnya %, hari, berkas. Untuk indikator SKP diambil dari SKP."),
    )
    direction = ChoiceField(
        _l("Arah"),
        choices=choices_of((str(each), label) for each, label in WAYS.items()),
        description=_l("Untuk indikator SKP diambil dari SKP."),
    )
    due_on = DayField(_l("Paling lambat"), is_needed=True)
    checked_by = text_of(_l("Cara memeriksa"), description=_l("Register atau laporan mana."))
    provides = text_of(
        _l("Yang disediakan atasan"),
        description=_l("Misalnya pelatihan 8 JP, setengah jam seminggu dengan rekan, alat."),
    )
    known: Sequence[GoalIndicator] = ()

    def offer(self, known: Sequence[GoalIndicator]) -> None:
        """Let somebody choose among the indicators of the plan, or tell another measure."""
        self.known = known
        pairs: list[tuple[str, Any]] = [(each.word, each.indicator.text) for each in known]
        self.measure.choices = choices_of([*pairs, (NO_INDICATOR, _l("Ukuran lain"))])

    @property
    def chosen(self) -> GoalIndicator | None:
        """The indicator that was chosen; None for another measure."""
        return next((each for each in self.known if each.word == self.measure.data), None)

    @property
    def way(self) -> Direction:
        """Which figures are better; call it on a valid form only."""
        chosen = self.chosen
        return Direction(self.direction.data) if chosen is None else chosen.indicator.direction

    @property
    def start(self) -> Decimal | None:
        """Where the goal begins: as it was told, else as it was verified; None for neither."""
        told, chosen = self.baseline.value, self.chosen
        fact = None if chosen is None else chosen.fact
        return told if told is not None or fact is None else fact.value

    def is_sound(self, *, after: date) -> bool:
        """Return whether the goal can be reached and checked; else the fields say what is wrong.

        :param after: the first day on which it is worked on.
        """
        start, target, due_on = self.start, self.target.value, cast(date, self.due_on.data)
        if start is None:
            self.baseline.errors = [_l("Tulis angka sekarang: belum ada realisasi terverifikasi.")]
        if target is None:
            self.target.errors = [NEEDED]
        elif start is not None and not is_improvement(start, target=target, direction=self.way):
            self.target.errors = [_l("Yang dituju harus lebih baik daripada angka sekarang.")]
        if due_on <= after:
            self.due_on.errors = [_l("Pilih hari sesudah program dimulai.")]
        check_cases(self.cases)
        return not any(field.errors for field in self)

    def goal(self, lock: Callable[[str], bytes]) -> GoalTold:
        """Return the goal; call it on a sound form only.

        :raises ValueError: for a form that is not sound.
        """
        chosen, start, target = self.chosen, self.start, self.target.value
        if start is None or target is None or self.due_on.data is None:
            raise ValueError("the form is not sound")
        return GoalTold(
            lock(self.weak_point.data),
            None if chosen is None else (chosen.plan_id, chosen.indicator.key),
            Measured(start, whole(self.cases)),
            target,
            (self.unit.data or "") if chosen is None else chosen.indicator.unit[:UNIT],
            self.way,
            self.due_on.data,
            lock(self.checked_by.data),
            lock(self.provides.data),
        )


class ProposeForm(GoalForm):
    """A programme with its first goal."""

    reason = text_of(_l("Mengapa program ini"), description=_l("Dibaca keduanya."))
    cause = ChoiceField(
        _l("Sebab, bila sudah jelas"),
        choices=choices_of([("", "-"), *CAUSE_WORDS.items()]),
        description=_l("Untuk hitungan kantor per sebab, tanpa nama dan tanpa jumlah kecil."),
    )
    starts_on = DayField(_l("Mulai"), is_needed=True)
    every = NumberField(
        _l("Cek bersama setiap berapa hari kerja"),
        description=_l("Biasanya %(days)s.", days=CHECK_IN_DAYS),
    )

    @property
    def interval(self) -> int | None:
        """Working days from one check-in to the next; None for what is no such number."""
        days = self.every.value
        if days is None or days != days.to_integral() or not SHORTEST <= days <= LONGEST:
            return None
        return int(days)

    @property
    def told_cause(self) -> DifficultyCause | None:
        """The cause that was chosen, or None."""
        return DifficultyCause(self.cause.data) if self.cause.data else None

    def is_sound_programme(self, today: date) -> bool:
        """Return whether the programme and its goal may be kept; else the fields say why not."""
        starts_on = cast(date, self.starts_on.data)
        is_sound = self.is_sound(after=starts_on)
        if starts_on < today:
            self.starts_on.errors = [_l("Hari ini sudah lewat. Pilih hari ini atau sesudahnya.")]
        if self.interval is None:
            self.every.errors = [IN_DAYS]
        return is_sound and not (self.starts_on.errors or self.every.errors)


class ProgrammeExtendForm(RevisionForm):
    """More time, once."""

    to = DayField(_l("Diperpanjang sampai"), is_needed=True)
    reason = text_of(_l("Mengapa perlu waktu lebih"))


class CheckInForm(RevisionForm):
    """What both saw at a check-in."""

    note = text_of(_l("Yang terlihat dan disepakati"))
    was_provided = ChoiceField(
        _l("Apakah atasan menyediakan yang disepakati?"),
        choices=choices_of([("", "-"), ("yes", _l("ya")), ("no", _l("belum"))]),
    )

    def is_answered(self) -> bool:
        """Return whether it was said what the superior provided; else the field asks."""
        if not self.was_provided.data:
            self.was_provided.errors = [NEEDED]
        return not self.was_provided.errors


class ProgrammeReviewForm(RevisionForm):
    """How a programme ended."""

    outcome = ChoiceField(
        _l("Keputusan"),
        choices=choices_of((str(each), label) for each, label in OUTCOMES.items()),
    )
    reason = text_of(
        _l("Alasan, bila berbeda dengan kenyataan angka"),
        is_needed=False,
        description=_l("Satu kalimat yang jelas. Dibaca keduanya."),
    )


class EffectForm(RevisionForm):
    """What the measure says two quarters later, or why it says nothing."""

    no_effect = text_of(
        _l("Mengapa dampak tidak dapat diukur"),
        is_needed=False,
        description=_l("Misalnya pindah tugas, atau ukurannya tidak ada lagi."),
    )


def check_cases(field: NumberField) -> None:
    """Say beside the field when it is no number of cases; nothing is allowed."""
    value = field.value
    if value is not None and (value != value.to_integral() or not 1 <= value <= MOST_CASES):
        field.errors = [_l("Tulis bilangan bulat dari 1.")]


def whole(field: NumberField) -> int | None:
    """Return a whole number that was checked; None for nothing."""
    return None if field.value is None else int(field.value)
