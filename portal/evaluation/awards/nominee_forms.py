"""Forms of nominees: nominations, records from outside, the jury's points."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange, Optional

from portal.evaluation.appraisals.forms import NOT_CHOSEN, long_text
from portal.evaluation.appraisals.labels import PREDICATES
from portal.evaluation.awards.domain import (
    MOST_CRITERIA,
    MOST_POINTS,
    Criterion,
    OutsideKind,
    OutsideRecord,
)
from portal.evaluation.awards.forms import OUT_OF_RANGE, CountField, filled_line
from portal.evaluation.awards.labels import INTEGRITY, RECORDS
from portal.evaluation.plans.forms import NEEDED, RevisionForm
from portal.organisation.records.form_fields import ChoiceField, DayField, choices_of
from portal.web.extensions import error_links


class NominationForm(RevisionForm):
    """Why somebody is nominated."""

    reason = long_text(
        _l("Mengapa"),
        is_needed=True,
        description=_l(
            "Apa yang dilakukan, kapan, dan bagi siapa. Dibaca juri dan yang diusulkan."
        ),
    )
    evidence = long_text(
        _l("Bukti"),
        is_needed=True,
        description=_l(
            "Di mana hal itu terlihat: angka, surat, tautan. Jangan menulis data pribadi warga."
        ),
    )


class OutsideRecordForm(RevisionForm):
    """What the office reads in a record outside the portal."""

    kind = ChoiceField(
        _l("Apa"), choices=choices_of([NOT_CHOSEN, *((str(k), v) for k, v in RECORDS.items())])
    )
    integrity = ChoiceField(
        _l("Jawaban inspektorat"),
        choices=choices_of([NOT_CHOSEN, *INTEGRITY.items()]),
    )
    hours = CountField(
        _l("Jam (JP)"),
        least=0,
        most=2000,
        validators=[Optional(), NumberRange(0, 2000, message=OUT_OF_RANGE)],
    )
    year = CountField(
        _l("Tahun predikat"),
        least=2000,
        most=2999,
        validators=[Optional(), NumberRange(2000, 2999, message=OUT_OF_RANGE)],
    )
    predicate = ChoiceField(
        _l("Predikat"),
        choices=choices_of([NOT_CHOSEN, *((str(k), v) for k, v in PREDICATES.items())]),
    )
    source = filled_line(
        _l("Surat atau catatan mana"), description=_l("Nomor atau nama catatannya.")
    )
    dated = DayField(_l("Tanggal surat"), is_needed=True)

    def to_record(self, nominee_id: int) -> OutsideRecord | None:
        """Return the record; None where the form says what is missing."""
        if not self.kind.data:
            self.kind.errors = [NEEDED]
            return None
        kind = OutsideKind(self.kind.data)
        field: Any = {
            OutsideKind.INTEGRITY: self.integrity,
            OutsideKind.HOURS: self.hours,
            OutsideKind.PREDICATE: self.predicate,
        }[kind]
        year = self.year.data if kind is OutsideKind.PREDICATE else None
        if field.data in {None, ""}:
            field.errors = [NEEDED]
        if kind is OutsideKind.PREDICATE and year is None:
            self.year.errors = [NEEDED]
        if error_links(self) or self.dated.data is None:
            return None
        return OutsideRecord(
            nominee_id, kind, year, str(field.data), self.source.data, self.dated.data
        )


class JuryPointsForm(RevisionForm):
    """What a juror gives a nominee; fields of criteria that the scheme has not are taken away."""

    def offer(self, criteria: Sequence[Criterion]) -> None:
        """Ask for points of each criterion, 0 to its most."""
        for number in range(1, MOST_CRITERIA + 1):
            name = f"points_{number}"
            if number > len(criteria):
                del self[name]
                continue
            one, field = criteria[number - 1], self[name]
            field.label.text = f"{one.name} (0-{one.points})"
            field.validators = [NumberRange(0, one.points, message=OUT_OF_RANGE)]

    def given(self) -> list[int]:
        """Return the points in the order of the criteria; call it on a valid form only."""
        numbers = range(1, MOST_CRITERIA + 1)
        return [self[f"points_{each}"].data for each in numbers if f"points_{each}" in self]


for _number in range(1, MOST_CRITERIA + 1):
    setattr(JuryPointsForm, f"points_{_number}", CountField("", least=0, most=MOST_POINTS))
