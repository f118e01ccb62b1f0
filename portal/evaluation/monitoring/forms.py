"""Forms of notes, dialogues and difficulties."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from portal.evaluation.monitoring.domain import Dialogue, DifficultyCause
from portal.evaluation.monitoring.labels import CAUSES
from portal.evaluation.plans.forms import NEEDED, TOO_LONG, RevisionForm
from portal.organisation.records.form_fields import ChoiceField, DayField, choices_of
from portal.storage.texts.cleaning import plain

TEXT = 2000
AHEAD = _l("Hari ini belum tiba. Pilih hari ini atau hari yang sudah lewat.")
NO_NAMES = _l("Tulis yang terlihat dan kapan, bukan sifat orang. Tanpa data pribadi warga.")


def _text(label: Any, *, is_needed: bool = True, **more: Any) -> TextAreaField:
    rules: list[Any] = [DataRequired(NEEDED)] if is_needed else []
    return TextAreaField(
        label, [*rules, Length(max=TEXT, message=TOO_LONG)], filters=[plain], **more
    )


class NoteForm(RevisionForm):
    """A note of feedback."""

    text = _text(_l("Catatan"), description=NO_NAMES)


class AdditionForm(RevisionForm):
    """An answer to a note, or a word more."""

    text = _text(_l("Tanggapan atau tambahan"))


class PlanForm(RevisionForm):
    """When two people talk, and about what."""

    planned_for = DayField(_l("Hari dialog"), is_needed=True)
    topic = _text(_l("Yang akan dibahas"), is_needed=False, description=_l("Boleh kosong."))


class RecordForm(RevisionForm):
    """What was said and agreed; a draft may leave anything empty."""

    held_on = DayField(_l("Hari dialog diadakan"))
    talked = _text(_l("Yang dibahas"), is_needed=False)
    outcome = _text(
        _l("Yang disepakati"),
        is_needed=False,
        description=_l("Berlaku sesudah pihak lain mengonfirmasi."),
    )
    next_step = _text(_l("Langkah berikutnya"), is_needed=False, description=_l("Boleh kosong."))
    next_on = DayField(_l("Paling lambat"), description=_l("Boleh kosong."))

    def show(self, held: Dialogue, unlock: Callable[[bytes], str]) -> None:
        """Fill the form with a draft."""
        self.held_on.data = held.held_on or held.planned_for
        self.next_on.data = held.next_on
        for name in ("talked", "outcome", "next_step"):
            sealed = getattr(held, name)
            self[name].data = unlock(sealed) if sealed else ""

    def is_complete(self, today: date) -> bool:
        """Return whether nothing is missing; else the fields say what."""
        for field in (self.talked, self.outcome):
            if not field.data:
                field.errors = [NEEDED]
        if self.held_on.data is None:
            self.held_on.errors = [NEEDED]
        elif self.held_on.data > today:
            self.held_on.errors = [AHEAD]
        if self.next_on.data is not None and self.next_step.data == "":
            self.next_step.errors = [_l("Tulis langkahnya, atau kosongkan harinya.")]
        return not any(field.errors for field in self)


class DifficultyForm(RevisionForm):
    """A difficulty with its cause, and what is done about it by whom until when."""

    cause = ChoiceField(
        _l("Sebab"), choices=choices_of((str(cause), label) for cause, label in CAUSES.items())
    )
    text = _text(_l("Kesulitan"), description=_l("Tanpa diagnosis dan tanpa urusan keluarga."))
    measure = _text(_l("Yang dilakukan"))
    support = _text(
        _l("Yang disediakan atasan"), description=_l("Misalnya waktu, alat, pelatihan.")
    )
    due_on = DayField(_l("Dilihat lagi pada"), is_needed=True)

    def check_due(self, today: date) -> bool:
        """Return whether the day is still to come; else the field says so."""
        if cast(date, self.due_on.data) < today:
            self.due_on.errors = [_l("Hari ini sudah lewat. Pilih hari ini atau sesudahnya.")]
        return not self.due_on.errors

    def chosen_cause(self) -> DifficultyCause:
        """Return the cause; call it on a valid form only."""
        return DifficultyCause(self.cause.data)


class SettleForm(RevisionForm):
    """What came of a measure."""

    outcome = _text(_l("Hasilnya"), description=_l("Apakah membantu, dan dari mana terlihat."))
