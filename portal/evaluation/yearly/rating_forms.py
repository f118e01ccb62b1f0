"""Forms of a year: seven steps with examples, two levels, reasons, acts with a reason."""

import json
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired

from portal.evaluation.appraisals.forms import (
    NO_ANSWERS,
    TOO_SHORT,
    ComparedForm,
    SelfReportForm,
    choice,
    chosen_level,
    long_text,
    reason_is_long_enough,
)
from portal.evaluation.appraisals.labels import LEVELS, OPINIONS, STEPS
from portal.evaluation.heads.queries import HeadedOrganisation
from portal.evaluation.plans.domain import BehaviourValue
from portal.evaluation.plans.forms import NEEDED
from portal.evaluation.plans.labels import VALUES
from portal.evaluation.rules.behaviour import needs_example
from portal.evaluation.rules.levels import ExpectationLevel

EXAMPLE_NEEDED = _l("Langkah 1, 2 dan 5 hanya berlaku dengan contoh yang Anda lihat sendiri.")
NO_PREDICATE = _l(
    "Predikat organisasi tahun ini belum dicatat, jadi hasil kepala instansi menunggu. Simpan "
    "rancangan."
)
OTHER_PREDICATE = _l("Tingkat hasil kerja kepala instansi adalah predikat organisasi.")
EXAMPLE = _l("Contoh yang Anda lihat sendiri")


class YearReportForm(SelfReportForm):
    """What a person says of the year before the appraiser rates."""


class RatingForm(ComparedForm):
    """Steps and levels of a year."""

    step_service = choice(VALUES[BehaviourValue.SERVICE], STEPS)
    example_service = long_text(EXAMPLE)
    step_accountable = choice(VALUES[BehaviourValue.ACCOUNTABLE], STEPS)
    example_accountable = long_text(EXAMPLE)
    step_competent = choice(VALUES[BehaviourValue.COMPETENT], STEPS)
    example_competent = long_text(EXAMPLE)
    step_harmonious = choice(VALUES[BehaviourValue.HARMONIOUS], STEPS)
    example_harmonious = long_text(EXAMPLE)
    step_loyal = choice(VALUES[BehaviourValue.LOYAL], STEPS)
    example_loyal = long_text(EXAMPLE)
    step_adaptive = choice(VALUES[BehaviourValue.ADAPTIVE], STEPS)
    example_adaptive = long_text(EXAMPLE)
    step_collaborative = choice(VALUES[BehaviourValue.COLLABORATIVE], STEPS)
    example_collaborative = long_text(EXAMPLE)
    result = choice(_l("Tingkat hasil kerja"), LEVELS)
    result_reason = long_text(_l("Alasan tingkat hasil kerja"))
    behaviour = choice(_l("Tingkat perilaku kerja"), LEVELS)
    behaviour_reason = long_text(_l("Alasan tingkat perilaku kerja"))
    change_reason = long_text(
        _l("Alasan perubahan"),
        description=_l("Penilaian sebelum dan sesudah hasil rekan terlihat disimpan keduanya."),
    )

    def steps(self) -> dict[BehaviourValue, int]:
        """Return the steps that were chosen."""
        found = {value: self[f"step_{value}"].data for value in BehaviourValue}
        return {value: int(step) for value, step in found.items() if step}

    def example(self, value: BehaviourValue) -> str:
        """Return the example of a value, or nothing."""
        return self[f"example_{value}"].data or ""

    def check_whole(self, *, is_change: bool) -> None:
        """Say beside each field what a rating still needs, the levels' reasons excepted."""
        for value in BehaviourValue:
            step = self[f"step_{value}"].data
            if not step:
                self[f"step_{value}"].errors = [NEEDED]
            elif needs_example(int(step)) and not self.example(value):
                self[f"example_{value}"].errors = [EXAMPLE_NEEDED]
        for name in ("result", "behaviour", *(("change_reason",) if is_change else ())):
            if not self[name].data:
                self[name].errors = [NEEDED]

    def check_reasons(
        self, *, result: ExpectationLevel | None, behaviour: ExpectationLevel | None
    ) -> None:
        """Ask for a reason of 30 letters where a level differs from what its aid suggests."""
        for name, suggested in (("result", result), ("behaviour", behaviour)):
            differs = suggested not in {None, chosen_level(self[name])}
            if differs and not reason_is_long_enough(self[f"{name}_reason"].data):
                self[f"{name}_reason"].errors = [TOO_SHORT]

    def check_organisation(self, headed: HeadedOrganisation | None) -> None:
        """Ask of a head's result for the level that the organisation's predicate gives."""
        if headed is None:
            return
        if headed.level is None:
            self.result.errors = [NO_PREDICATE]
        elif chosen_level(self.result) is not headed.level:
            self.result.errors = [OTHER_PREDICATE]

    def kept_text(self) -> str:
        """Return what was typed as one text, for the draft on the server."""
        names = (field.name for field in self if field.name not in NO_ANSWERS)
        return json.dumps({name: self[name].data or "" for name in names})

    def show_kept(self, text: str) -> None:
        """Fill in a draft."""
        self.show(json.loads(text))

    def show(self, values: Mapping[str, Any]) -> None:
        """Fill in values by the names of their fields."""
        for name, value in values.items():
            if name in self:
                self[name].data = "" if value is None else str(value)


class YearReasonForm(ComparedForm):
    """An act on a year with its reason."""

    reason = long_text(_l("Alasan"), is_needed=True)


class ConfirmForm(ComparedForm):
    """The signature under a result: nothing is typed."""


class LookForm(YearReasonForm):
    """What a second reader says."""

    opinion = choice(_l("Pendapat Anda"), OPINIONS, validators=[DataRequired(NEEDED)])


class UnitForm(ComparedForm):
    """A head's look at a unit; a reason where the shares differ from the guide."""

    reason = long_text(
        _l("Alasan bila berbeda dari panduan"),
        description=_l("Satu alasan untuk unit. Panduan tidak pernah mengubah tingkat seseorang."),
    )
