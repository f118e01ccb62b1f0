"""Forms of awards: rules of a scheme, nominations, records, points, decisions, consent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from portal.evaluation.appraisals.forms import long_text
from portal.evaluation.awards.domain import (
    LINE,
    MOST_CRITERIA,
    MOST_JURORS,
    MOST_PLACES,
    MOST_POINTS,
    NAME,
    AwardForm,
    Criterion,
    SchemeFields,
)
from portal.evaluation.awards.labels import FORMS
from portal.evaluation.plans.forms import NEEDED, TOO_LONG, RevisionForm
from portal.evaluation.rules.award_eligibility import EligibilityRules
from portal.evaluation.rules.award_scores import LEAST_JURORS
from portal.organisation.records.form_fields import ChoiceField, DayField, choices_of
from portal.storage.texts.cleaning import one_line
from portal.web.extensions import error_links

OUT_OF_RANGE = _l("Tulis bilangan dari %(min)s sampai %(max)s.")
EMPTY_NUMBER = _l("Tulis sebuah bilangan.")
LONGEST_SEED = 60


class CountField(IntegerField):  # type: ignore[misc] # WTForms ships no types
    """A whole number within bounds; what is none is refused in the portal's words."""

    def __init__(self, label: Any, *, least: int, most: int, **options: Any) -> None:
        rule = NumberRange(least, most, message=OUT_OF_RANGE)
        rules = options.pop("validators", None) or [rule]
        options.setdefault("render_kw", {"inputmode": "numeric"})
        super().__init__(label, rules, **options)

    @property
    def value(self) -> int:
        """The number; read it from a valid form only, else it is 0."""
        return int(self.data or 0)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read digits only, so that no other way to write a number is accepted."""
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if text.isascii() and text.isdecimal() and len(text) < 6:
            self.data = int(text)
        elif text:
            raise ValueError(str(EMPTY_NUMBER))


def filled_line(label: Any, *, longest: int = LINE, **more: Any) -> StringField:
    """Return a field for a line that has to be filled."""
    rules = [DataRequired(NEEDED), Length(max=longest, message=TOO_LONG)]
    return StringField(label, rules, filters=[one_line], **more)


class SchemeForm(RevisionForm):
    """The rules of a scheme."""

    name = filled_line(_l("Nama penghargaan"), longest=NAME)
    purpose = long_text(_l("Untuk apa"), is_needed=True)
    year = CountField(
        _l("Tahun yang dinilai"),
        least=2000,
        most=2999,
        description=_l("Aturan diterbitkan sebelum tahun ini mulai."),
    )
    places = CountField(_l("Jumlah penghargaan"), least=1, most=MOST_PLACES)
    jurors = CountField(_l("Jumlah juri"), least=LEAST_JURORS, most=MOST_JURORS)
    form = ChoiceField(_l("Bentuk"), choices=choices_of((str(k), v) for k, v in FORMS.items()))
    years = CountField(_l("Tahun berturut-turut dengan predikat Baik atau lebih"), least=1, most=5)
    outstanding = CountField(_l("Di antaranya Sangat Baik, paling sedikit"), least=0, most=5)
    hours = CountField(_l("Jam pelatihan (JP) dalam tahun itu"), least=0, most=200)
    nominating_from = DayField(_l("Pengusulan mulai"), is_needed=True)
    nominating_until = DayField(_l("Pengusulan sampai"), is_needed=True)
    seed_event = filled_line(
        _l("Acara umum yang memberi angka acak"),
        description=_l(
            "Acara dengan hasil yang dapat dilihat siapa pun dan tidak dapat diatur kota, dengan "
            "angka mana yang dipakai. Misalnya: penutupan IHSG hari itu, semua angkanya."
        ),
    )
    seed_due = DayField(_l("Tanggal acara itu, paling awal"), is_needed=True)

    @property
    def criteria(self) -> list[tuple[Any, Any]]:
        """The fields of the criteria: name and points of each."""
        numbers = range(1, MOST_CRITERIA + 1)
        return [(self[f"criterion_{each}"], self[f"points_{each}"]) for each in numbers]

    def show(self, fields: SchemeFields, *, revision: int) -> None:
        """Fill in the rules of a draft."""
        for name in ("name", "purpose", "year", "places", "jurors", "seed_event", "seed_due"):
            self[name].data = getattr(fields, name)
        for name in ("years", "outstanding", "hours"):
            self[name].data = getattr(fields.rules, name)
        self.form.data = str(fields.form)
        self.nominating_from.data = fields.nominating_from
        self.nominating_until.data = fields.nominating_until
        self.revision.data = str(revision)
        for (name, points), each in zip(self.criteria, fields.criteria, strict=False):
            name.data, points.data = each.name, each.points

    def start(self, year: int) -> None:
        """Fill in what the law and practice suggest for a new scheme."""
        self.show(replace(_EXAMPLE, year=year), revision=0)
        for name in ("name", "purpose", "seed_event"):
            self[name].data = ""
        for name in ("nominating_from", "nominating_until", "seed_due"):
            self[name].data = None

    def to_fields(self) -> SchemeFields | None:
        """Return the rules; None where the form says what does not fit."""
        criteria = self._criteria()
        first, last, due = self._days()
        if first.year <= self.year.value:
            self.nominating_from.errors = [_l("Mulailah sesudah tahun yang dinilai berakhir.")]
        if last < first:
            self.nominating_until.errors = [_l("Berakhir sebelum mulai.")]
        if due <= last:
            self.seed_due.errors = [_l("Harus sesudah hari terakhir pengusulan.")]
        if self.outstanding.value > self.years.value:
            self.outstanding.errors = [_l("Tidak boleh lebih banyak daripada tahunnya.")]
        if criteria is None or error_links(self):
            return None
        return SchemeFields(
            self.name.data,
            self.purpose.data,
            self.year.value,
            self.places.value,
            self.jurors.value,
            AwardForm(self.form.data),
            EligibilityRules(self.years.value, self.outstanding.value, self.hours.value),
            first,
            last,
            self.seed_event.data,
            due,
            criteria,
        )

    def _days(self) -> tuple[date, ...]:
        names = ("nominating_from", "nominating_until", "seed_due")
        return tuple(self[name].data for name in names)

    def _criteria(self) -> tuple[Criterion, ...] | None:
        found: list[Criterion] = []
        for name, points in self.criteria:
            if not name.data and points.data is None:
                continue
            if not name.data or points.data is None:
                name.errors = [_l("Tulis nama kriteria dan nilai paling tingginya.")]
                return None
            found.append(Criterion(len(found) + 1, name.data, points.data))
        return tuple(found)


for _number in range(1, MOST_CRITERIA + 1):
    setattr(
        SchemeForm,
        f"criterion_{_number}",
        StringField(
            _l("Kriteria %(number)s", number=_number),
            [Length(max=NAME, message=TOO_LONG)],
            filters=[one_line],
        ),
    )
    setattr(
        SchemeForm,
        f"points_{_number}",
        CountField(
            _l("Nilai paling tinggi untuk kriteria %(number)s", number=_number),
            least=1,
            most=MOST_POINTS,
            validators=[Optional(), NumberRange(1, MOST_POINTS, message=OUT_OF_RANGE)],
        ),
    )


_EXAMPLE = SchemeFields(
    "",
    "",
    2000,
    1,
    LEAST_JURORS,
    AwardForm.CERTIFICATE,
    EligibilityRules(),
    date.min,
    date.min,
    "",
    date.min,
    (
        Criterion(1, "Ketepatan waktu", 40),
        Criterion(2, "Mutu layanan", 40),
        Criterion(3, "Kerja sama", 20),
    ),
)


class SeedForm(RevisionForm):
    """What the public event gave."""

    seed = StringField(
        _l("Angka dari acara itu"),
        [DataRequired(NEEDED), Length(max=LONGEST_SEED, message=TOO_LONG)],
        filters=[one_line],
        description=_l("Hanya angka, persis seperti diumumkan, tanpa titik, koma, atau spasi."),
        render_kw={"inputmode": "numeric"},
    )
    seed_on = DayField(_l("Tanggal acara"), is_needed=True)

    def digits(self) -> str | None:
        """Return the seed; None where the form says that it holds something else than digits."""
        text = self.seed.data or ""
        if text.isascii() and text.isdecimal():
            return text
        self.seed.errors = [_l("Hanya angka 0 sampai 9.")]
        return None
