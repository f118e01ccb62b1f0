"""The form of a report's closing part: a line for each element, suggestions, and who signs."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from portal.organisation.records.cells import UnreadableCell, read_staff_number
from portal.organisation.records.form_fields import ChoiceField, DayField, choices_of
from portal.publication.report_plans.domain import (
    ACTION_LENGTH,
    PERSON_LENGTH,
    SCHEDULE_LENGTH,
    SIGNER_LENGTH,
    SUGGESTIONS_LENGTH,
    ActionState,
    PlannedAction,
    ReportPlan,
    Signature,
)
from portal.publication.report_plans.service import PlanOutcome
from portal.storage.texts.cleaning import plain
from portal.survey.elements import ELEMENTS

TOO_LONG = _l("Terlalu panjang: paling banyak %(max)d huruf.")
NEEDED = _l("Lengkapi tindakan, waktu dan penanggung jawab, atau kosongkan ketiganya.")
STAFF_NUMBER = _l("Tulis NIP seperti tercetak di kartu pegawai, atau kosongkan.")
STATES = {
    ActionState.PLANNED: _l("belum dimulai"),
    ActionState.UNDER_WAY: _l("sedang berjalan"),
    ActionState.DONE: _l("sudah selesai"),
    ActionState.DROPPED: _l("tidak dilanjutkan"),
}
PARTS = ("action", "schedule", "person")


def _text(label: Any, longest: int, **more: Any) -> TextAreaField:
    return TextAreaField(label, [Length(max=longest, message=TOO_LONG)], filters=[plain], **more)


def _line(label: Any, longest: int, **more: Any) -> StringField:
    return StringField(label, [Length(max=longest, message=TOO_LONG)], filters=[plain], **more)


class ReportPlanForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """Every field may stay empty; a line for an element is whole or empty."""

    revision = HiddenField()
    earlier_revision = HiddenField()
    suggestions = _text(
        _l("Saran responden, diringkas"),
        SUGGESTIONS_LENGTH,
        description=_l("Tanpa nama dan tanpa kalimat yang dapat dikenali penulisnya."),
    )
    place = _line(_l("Tempat"), SIGNER_LENGTH)
    signed_on = DayField(_l("Tanggal"))
    post = _line(_l("Jabatan"), SIGNER_LENGTH)
    name = _line(_l("Nama"), SIGNER_LENGTH)
    staff_number = _line(_l("NIP"), SIGNER_LENGTH)

    def show(self, plan: ReportPlan, earlier: ReportPlan | None) -> None:
        """Fill the form with what is kept."""
        self.revision.data = str(plan.revision)
        self.earlier_revision.data = "" if earlier is None else str(earlier.revision)
        self.suggestions.data = plan.suggestions
        for name in ("place", "signed_on", "post", "name", "staff_number"):
            self[name].data = getattr(plan.signature, name)
        for each in plan.actions:
            texts = (each.action, each.schedule, each.person_in_charge)
            for part, text in zip(PARTS, texts, strict=True):
                self[f"{part}_{each.element}"].data = text
        for each in earlier.actions if earlier else ():
            self[f"state_{each.element}"].data = str(each.state)
            self[f"realisation_{each.element}"].data = each.realisation

    def is_whole(self) -> bool:
        """Return whether every line is whole or empty and the number readable; else fields say."""
        for element in ELEMENTS:
            fields = [self[f"{part}_{element}"] for part in PARTS]
            if any(field.data for field in fields):
                for field in fields:
                    if not field.data:
                        field.errors = [*field.errors, NEEDED]
        if self.staff_number.data:
            try:
                self.staff_number.data = read_staff_number(self.staff_number.data)
            except UnreadableCell:
                self.staff_number.errors = [*self.staff_number.errors, STAFF_NUMBER]
        return not any(field.errors for field in self)

    def to_plan(self, period: str) -> ReportPlan:
        """Return what is to be kept; call it on a whole form only."""
        signature = Signature(
            self.place.data or "",
            self.signed_on.data,
            self.post.data or "",
            self.name.data or "",
            self.staff_number.data or "",
        )
        actions = tuple(
            PlannedAction(element, *(self[f"{part}_{element}"].data for part in PARTS))
            for element in ELEMENTS
            if self[f"action_{element}"].data
        )
        revision = _revision(self.revision.data)
        return ReportPlan(period, revision, self.suggestions.data or "", signature, actions)

    def to_outcome(self, earlier: ReportPlan | None) -> PlanOutcome | None:
        """Return what became of the plan before, which the page showed."""
        if earlier is None:
            return None
        said = {
            each.element: (
                ActionState(self[f"state_{each.element}"].data),
                self[f"realisation_{each.element}"].data or "",
            )
            for each in earlier.actions
        }
        return PlanOutcome(earlier.period, _revision(self.earlier_revision.data), said)


def _revision(sent: str | None) -> int:
    """Return the revision that the page showed; what is no number is no revision that exists."""
    return int(sent) if sent and sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _add_lines() -> None:
    states = choices_of((str(state), label) for state, label in STATES.items())
    for element in ELEMENTS:
        fields = {
            "action": _text(_l("Tindakan"), ACTION_LENGTH),
            "schedule": _line(_l("Waktu"), SCHEDULE_LENGTH),
            "person": _line(_l("Penanggung jawab"), PERSON_LENGTH),
            "state": ChoiceField(_l("Keadaan"), choices=states, default=str(ActionState.PLANNED)),
            "realisation": _text(_l("Yang sudah dilakukan"), ACTION_LENGTH),
        }
        for name, field in fields.items():
            setattr(ReportPlanForm, f"{name}_{element}", field)


_add_lines()
