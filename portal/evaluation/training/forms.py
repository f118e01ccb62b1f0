"""Forms of training: a suggestion, an answer, days, evidence, an effect; a catalogue."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from portal.evaluation.development.forms import check_cases, text_of, whole
from portal.evaluation.development.labels import WAYS
from portal.evaluation.plans.forms import NEEDED, NumberField, RevisionForm
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.programmes import Measured
from portal.evaluation.rules.training import TrainingTrigger
from portal.evaluation.training.catalogue_service import NewRule
from portal.evaluation.training.domain import MOST_HOURS, PersonTraining, Topic
from portal.evaluation.training.labels import TRIGGERS
from portal.evaluation.training.service import DeskRelease, EffectTold
from portal.organisation.records.form_fields import ChoiceField, DayField, choices_of

_TRIGGERS = choices_of((str(each), label) for each, label in TRIGGERS.items())


class SuggestForm(RevisionForm):
    """A topic of the catalogue, and why."""

    topic = ChoiceField(_l("Topik"))
    trigger = ChoiceField(
        _l("Karena"),
        choices=_TRIGGERS,
        description=_l("Dibaca Anda berdua saja; tidak ikut ke bagian pelatihan atau kalender."),
    )

    def offer(self, topics: Sequence[Topic]) -> None:
        """Let somebody choose among the topics that are offered."""
        self.topic.choices = choices_of(
            (each.code, f"{each.name} ({each.hours} JP, {each.provider})") for each in topics
        )

    @property
    def chosen_trigger(self) -> TrainingTrigger:
        """Why; call it on a valid form only."""
        return TrainingTrigger(self.trigger.data)


class DeclineForm(RevisionForm):
    """Why a suggestion is declined."""

    reason = text_of(_l("Mengapa tidak"), description=_l("Dibaca pihak lain."))


class PlanTrainingForm(RevisionForm):
    """Days of a training, and who stands at the desk meanwhile."""

    starts_on = DayField(_l("Hari pertama"), is_needed=True)
    ends_on = DayField(_l("Hari terakhir"), is_needed=True)
    substitute = ChoiceField(_l("Pengganti di loket"))

    def offer(self, colleagues: Mapping[int, str]) -> None:
        """Let the superior choose among the person's colleagues."""
        self.substitute.choices = choices_of((str(key), name) for key, name in colleagues.items())

    def is_sound(self, today: date) -> bool:
        """Return whether the days can be planned; else the fields say what is wrong."""
        starts_on, ends_on = cast(date, self.starts_on.data), cast(date, self.ends_on.data)
        if starts_on < today:
            self.starts_on.errors = [_l("Hari ini sudah lewat. Pilih hari ini atau sesudahnya.")]
        if ends_on < starts_on:
            self.ends_on.errors = [_l("Hari terakhir tidak boleh sebelum hari pertama.")]
        return not (self.starts_on.errors or self.ends_on.errors)

    def release(self) -> DeskRelease:
        """Return the days; call it on a sound form only."""
        starts_on, ends_on = cast(date, self.starts_on.data), cast(date, self.ends_on.data)
        return DeskRelease(starts_on, ends_on, int(self.substitute.data))


class NotReleasedForm(RevisionForm):
    """Why the person cannot be released now."""

    reason = text_of(
        _l("Mengapa belum dapat dilepas"), description=_l("Tercatat dan dibaca yang bersangkutan.")
    )


class ProofForm(RevisionForm):
    """What shows that a training was finished, and its hours."""

    evidence = text_of(
        _l("Bukti"), description=_l("Nomor sertifikat, atau alamat berkas. Tanpa data warga.")
    )
    hours = NumberField(_l("JP yang diikuti"))

    def show(self, held: PersonTraining) -> None:
        """Fill in the hours of the catalogue."""
        self.hours.data = str(held.hours or held.topic.hours)

    @property
    def whole_hours(self) -> int | None:
        """The hours; None, and the field says so, for what are no hours."""
        value = self.hours.value
        if value is None or value != value.to_integral() or not 1 <= value <= MOST_HOURS:
            self.hours.errors = [_l("Tulis bilangan bulat dari 1.")]
            return None
        return int(value)


class TrainingEffectForm(RevisionForm):
    """What changed by the same measure two quarters later."""

    words = text_of(_l("Yang berubah dalam pekerjaan"))
    before = NumberField(_l("Angka sebelum pelatihan"), description=_l("Boleh kosong."))
    before_cases = NumberField(_l("Dihitung dari berapa kasus, sebelum"))
    after = NumberField(_l("Angka yang sama sekarang"), description=_l("Boleh kosong."))
    after_cases = NumberField(_l("Dihitung dari berapa kasus, sekarang"))
    direction = ChoiceField(
        _l("Arah"), choices=choices_of((str(each), label) for each, label in WAYS.items())
    )

    def is_sound(self) -> bool:
        """Return whether both figures are there or none; else the fields say what is missing."""
        for one, other in ((self.before, self.after), (self.after, self.before)):
            if one.value is None and other.value is not None:
                one.errors = [NEEDED]
        check_cases(self.before_cases)
        check_cases(self.after_cases)
        return not any(field.errors for field in self)

    def told(self, lock: Callable[[str], bytes]) -> EffectTold:
        """Return the effect; call it on a sound form only."""
        words = lock(self.words.data)
        if self.before.value is None or self.after.value is None:
            return EffectTold(words)
        return EffectTold(
            words,
            Measured(self.before.value, whole(self.before_cases)),
            Measured(self.after.value, whole(self.after_cases)),
            Direction(self.direction.data),
        )


class CatalogueForm(RevisionForm):
    """A file of topics."""

    file = FileField(
        _l("Berkas CSV atau .xlsx"), validators=[FileRequired(message=_l("Pilih berkas dulu."))]
    )


class RuleForm(RevisionForm):
    """Which topic a kind of weak point leads to, from a day on."""

    trigger = ChoiceField(_l("Bila"), choices=_TRIGGERS)
    topic = ChoiceField(_l("Sarankan topik"))
    starts_on = DayField(_l("Mulai"), is_needed=True)

    def offer(self, topics: Sequence[Topic]) -> None:
        """Let the office choose among all topics."""
        self.topic.choices = choices_of((each.code, each.name) for each in topics)

    def is_sound(self, today: date) -> bool:
        """Return whether the rule begins today or later; else the field says so."""
        if cast(date, self.starts_on.data) < today:
            self.starts_on.errors = [_l("Hari ini sudah lewat. Pilih hari ini atau sesudahnya.")]
        return not self.starts_on.errors

    def rule(self) -> NewRule:
        """Return the rule; call it on a sound form only."""
        starts_on = cast(date, self.starts_on.data)
        return NewRule(TrainingTrigger(self.trigger.data), self.topic.data, starts_on)
