"""Forms of measures of a unit: what is done by whom until when, why not, what was seen."""

from collections.abc import Mapping
from datetime import date

from flask_babel import lazy_gettext as _l

from portal.evaluation.development.forms import text_of
from portal.evaluation.plans.forms import NEEDED, RevisionForm
from portal.evaluation.unit_measures.service import AcceptedMeasure
from portal.organisation.records.form_fields import ChoiceField, DayField, choices_of
from portal.storage.texts.key_file import Vault


class AcceptMeasureForm(RevisionForm):
    """What is done, who looks after it, from where, by when."""

    what = text_of(
        _l("Yang dilakukan untuk seluruh unit"),
        description=_l(
            "Misalnya pelatihan bersama, alat, penyederhanaan langkah. Jangan menyebut orang."
        ),
    )
    owner = ChoiceField(_l("Penanggung jawab"), description=_l("Seorang atasan di instansi ini."))
    starts_from = text_of(
        _l("Keadaan sekarang dan sumbernya"),
        description=_l("Angka unit dari register atau laporan, bukan angka per orang."),
    )
    due_on = DayField(_l("Paling lambat"), is_needed=True)

    def offer(self, names: Mapping[int, str]) -> None:
        """Let one of these people be chosen."""
        self.owner.choices = choices_of(
            [("", "-"), *((f"{key}", each) for key, each in names.items())]
        )

    def is_sound(self, today: date) -> bool:
        """Return whether an owner was chosen and the day is ahead; else the fields say so."""
        if not self.owner.data:
            self.owner.errors = [NEEDED]
        if (self.due_on.data or today) <= today:
            self.due_on.errors = [_l("Pilih hari sesudah hari ini.")]
        return not any(field.errors for field in self)

    def told(self, texts: Vault) -> AcceptedMeasure:
        """Return what was told; call it on a sound form only."""
        return AcceptedMeasure(
            texts.lock(self.what.data),
            int(self.owner.data),
            texts.lock(self.starts_from.data),
            self.due_on.data or date.max,
        )


class DeclineMeasureForm(RevisionForm):
    """Why no measure is taken."""

    reason = text_of(
        _l("Mengapa tidak diambil"),
        description=_l("Misalnya sudah ada tindakan lain. Jangan menyebut orang."),
    )


class MeasureEffectForm(RevisionForm):
    """What was seen two quarters later, beside what the portal finds."""

    effect = text_of(
        _l("Yang terlihat sesudahnya"),
        description=_l("Angka unit dari sumber yang sama, dan apa yang dilanjutkan."),
    )
