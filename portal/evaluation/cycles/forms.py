"""Forms of the performance office: a cycle, an extension, an exception, the next rules."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.evaluation.cycles.decisions import AdoptRules, ExtendDeadline, NameException
from portal.evaluation.cycles.domain import (
    REASON_LENGTH,
    Deadline,
    ExceptionKind,
    PeriodFault,
    quarter_ends,
)
from portal.evaluation.cycles.labels import EXCEPTIONS, PERIOD_FAULTS, RULES
from portal.evaluation.cycles.rule_text import (
    RuleImpossible,
    is_possible,
    settable,
    shown,
    with_values,
)
from portal.evaluation.cycles.service import CreateCycle
from portal.evaluation.explaining.explained_forms import ExplainedForm
from portal.evaluation.rules.rule_set import RuleSet
from portal.organisation.people_pages.forms import PickForm
from portal.organisation.records.cells import UnreadableCell, read_date
from portal.organisation.records.form_fields import ChoiceField, DayField, choices_of
from portal.storage.texts.cleaning import plain

EARLIEST_YEAR, LATEST_YEAR = 2020, 2999
NEEDED = _l("Isian ini belum diisi.")
REASON = (DataRequired(NEEDED), Length(max=REASON_LENGTH, message=_l("Paling banyak 500 huruf.")))


class CreateCycleForm(ExplainedForm):
    """A cycle and the ends of its periods, one a line; empty means calendar quarters."""

    starts_on = DayField(_l("Hari pertama"), is_needed=True)
    ends_on = DayField(_l("Hari terakhir"), is_needed=True)
    period_ends = TextAreaField(
        _l("Akhir setiap periode, satu tanggal per baris"),
        description=_l("Kosongkan untuk empat triwulan kalender."),
        filters=[plain],
    )

    def offer(self, year: int) -> None:
        """Fill in a calendar year."""
        self.starts_on.data = date(year, 1, 1)
        self.ends_on.data = date(year, 12, 31)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Return whether days are days and lie in one year."""
        if not super().validate(extra_validators):
            return False
        first, last = self._days()
        if not EARLIEST_YEAR <= first.year <= LATEST_YEAR:
            self.starts_on.errors = [_l("Tahun ini tidak dapat dipakai.")]
        elif last <= first or last.year != first.year:
            self.ends_on.errors = [
                _l("Hari terakhir harus sesudah hari pertama, pada tahun yang sama.")
            ]
        else:
            self._read_ends()
        return not (self.starts_on.errors or self.ends_on.errors or self.period_ends.errors)

    def refuse(self, faults: Iterable[PeriodFault]) -> None:
        """Say beside the field what is wrong with the periods."""
        self.period_ends.errors = [PERIOD_FAULTS[fault] for fault in faults]

    def to_command(self) -> CreateCycle:
        """Return the cycle; call it on a valid form only."""
        first, last = self._days()
        return CreateCycle(first.year, first, last, self._ends or quarter_ends(first, last))

    def _days(self) -> tuple[date, date]:
        return cast(date, self.starts_on.data), cast(date, self.ends_on.data)

    def _read_ends(self) -> None:
        lines = [line.strip() for line in (self.period_ends.data or "").splitlines()]
        try:
            self._ends = tuple(read_date(line) for line in lines if line)
        except UnreadableCell:
            self.period_ends.errors = [
                _l("Tulis setiap tanggal seperti 31/03/2026, satu per baris.")
            ]


class CycleReasonForm(ExplainedForm):
    """An act with its reason."""

    reason = TextAreaField(_l("Alasan"), REASON, filters=[plain])


class ExtendForm(CycleReasonForm):
    """A later last day."""

    last_on = DayField(_l("Batas yang baru"), is_needed=True)

    def to_command(self, cycle_id: int, deadline: Deadline, *, decided_by: str) -> ExtendDeadline:
        """Return the extension; call it on a valid form only."""
        return ExtendDeadline(
            cycle_id,
            deadline.period_number,
            deadline.step,
            last_on=cast(date, self.last_on.data),
            reason=self.reason.data,
            decided_by=decided_by,
        )


class ExceptionForm(PickForm, CycleReasonForm):
    """Somebody who has no result in a cycle."""

    number = StringField(_l("Nama atau NIP"), [DataRequired(NEEDED)], filters=[plain])
    kind = ChoiceField(
        _l("Sebab"), choices=choices_of((str(kind), label) for kind, label in EXCEPTIONS.items())
    )

    def to_command(
        self, cycle_id: int, person_id: int, *, locked_reason: bytes, decided_by: str
    ) -> NameException:
        """Return the exception; call it on a valid form only."""
        return NameException(
            cycle_id, person_id, ExceptionKind(self.kind.data), locked_reason, decided_by
        )


class RuleField:
    """One rule in the form: what it is called, what stands in it and what is wrong with it."""

    def __init__(self, key: str, value: str) -> None:
        self.key = self.id = self.name = key
        self.label = RULES[key]
        self.data = value
        self.errors: list[Any] = []

    @property
    def is_choice(self) -> bool:
        """Whether the rule is a yes or a no."""
        return self.data in {"True", "False"}


class RulesForm(CycleReasonForm):
    """Every rule that a city decides about, and why it is changed."""

    def __init__(self, rules: RuleSet, *, sent: Mapping[str, str]) -> None:
        super().__init__()
        self.initial = rules
        self.rules = [
            RuleField(key, sent.get(key, shown(value))) for key, value in settable(rules).items()
        ]

    def rule_links(self) -> list[tuple[str, str]]:
        """Return every mistake of a rule with the anchor of its field."""
        return [
            (rule.id, f"{rule.label}: {message}") for rule in self.rules for message in rule.errors
        ]

    def to_rules(self) -> RuleSet | None:
        """Return the rules as sent, or None where a field or the form says what is wrong."""
        for field in self.rules:
            if not is_possible(field.key, field.data):
                field.errors = [_l("Nilai ini tidak mungkin untuk aturan ini.")]
        if any(field.errors for field in self.rules):
            return None
        try:
            return with_values(self.initial, {field.key: field.data for field in self.rules})
        except RuleImpossible:
            self.form_errors.append(
                _l(
                    "Aturan saling bertentangan: batas atas lebih rendah dari batas bawah, "
                    "atau bobot warga lebih dari seperlima."
                )
            )
            return None

    def to_command(self, rules: RuleSet, *, adopted_by: str) -> AdoptRules:
        """Return the adoption; call it on a valid form only."""
        return AdoptRules(rules, reason=self.reason.data, adopted_by=adopted_by)
