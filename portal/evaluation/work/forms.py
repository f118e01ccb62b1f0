"""Forms of an activity: a day, a sentence, what it serves, and what may be left empty."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from portal.evaluation.plans.forms import NEEDED, TOO_LONG, NumberField, RevisionForm
from portal.evaluation.plans.queries import ResultInForce
from portal.evaluation.work.domain import (
    LONGEST_LINK,
    TEXT,
    UNIT,
    ActivityFields,
    ActivityPurpose,
    Purpose,
    is_https,
)
from portal.evaluation.work.labels import DURATIONS, PURPOSES
from portal.organisation.records.form_fields import ChoiceField, DayField, choices_of
from portal.storage.texts.cleaning import plain

KEY_PATTERN = r"[0-9a-f-]{36}\Z"
NOT_HTTPS = _l("Tautan harus diawali https:// dan tanpa spasi.")


class ServedField(ChoiceField):
    """What an activity serves: a result of a plan, another duty, or nothing yet."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, **options)
        # Drawn as any other choice.
        self.type = ChoiceField.__name__

    def offer(self, results: Sequence[ResultInForce]) -> None:
        """Offer the results of the plans that are in force."""
        offered = [(f"{each.plan_id}:{each.key}", each.text) for each in results]
        offered += [(str(purpose), label) for purpose, label in PURPOSES.items()]
        self.choices = choices_of(offered)

    def show(self, served: ActivityPurpose) -> None:
        """Choose what an activity serves."""
        is_result = served.purpose is Purpose.RESULT
        self.data = f"{served.plan_id}:{served.result_key}" if is_result else str(served.purpose)

    def served(self) -> ActivityPurpose:
        """Return what was chosen; call it on a valid form only."""
        plan_id, colon, key = str(self.data).partition(":")
        return (
            ActivityPurpose(Purpose.RESULT, int(plan_id), int(key))
            if colon
            else ActivityPurpose(Purpose(plan_id))
        )

    def check_day(self, day: date, *, results: Sequence[ResultInForce]) -> None:
        """Say beside the field when the plan does not cover the day."""
        served = self.served()
        plans = {each.plan_id: each for each in results}
        plan = plans.get(served.plan_id or 0)
        if plan is not None and not plan.starts_on <= day <= plan.ends_on:
            self.errors = [_l("SKP dari hasil kerja ini tidak berlaku pada hari yang dipilih.")]


class ServedForm(RevisionForm):
    """What an activity serves, said afterwards."""

    served = ServedField(_l("Untuk hasil kerja yang mana?"))


class ActivityForm(RevisionForm):
    """An activity in one sentence; everything but day, sentence and purpose may stay empty."""

    key = HiddenField(_l("Halaman"), [Regexp(KEY_PATTERN, message=_l("Muat ulang halaman ini."))])
    done_on = DayField(_l("Hari"), is_needed=True)
    text = TextAreaField(
        _l("Kegiatan dan hasilnya"),
        [DataRequired(NEEDED), Length(max=TEXT, message=TOO_LONG)],
        filters=[plain],
        description=_l("Satu kalimat cukup. Jangan tulis nama atau NIK warga."),
    )
    served = ServedField(_l("Untuk hasil kerja yang mana?"))
    amount = NumberField(_l("Banyaknya"), description=_l("Angka, misalnya 34."))
    unit = StringField(
        _l("Satuan"),
        [Length(max=UNIT, message=TOO_LONG)],
        filters=[plain],
        description=_l("Misalnya berkas, warga."),
    )
    quarter_hours = ChoiceField(
        _l("Lama"),
        choices=choices_of(
            [("", _l("Tidak diisi")), *((str(each), label) for each, label in DURATIONS.items())]
        ),
    )
    link = StringField(
        _l("Tautan bukti"),
        [Length(max=LONGEST_LINK, message=TOO_LONG)],
        filters=[plain],
        description=_l("Alamat https. Portal tidak membukanya. Tanpa data pribadi warga."),
    )

    def show(self, fields: ActivityFields, *, done_on: date) -> None:
        """Fill the form with an activity, for a day."""
        self.done_on.data, self.text.data = done_on, fields.text
        self.served.show(fields.served)
        self.amount.show(fields.amount)
        self.unit.data, self.link.data = fields.unit, fields.link
        self.quarter_hours.data = str(fields.quarter_hours or "")

    def check(self, results: Sequence[ResultInForce]) -> bool:
        """Return whether the form is right, the link and the plan's days included."""
        if not self.validate():
            return False
        if self.link.data and not is_https(self.link.data):
            self.link.errors = [NOT_HTTPS]
        self.served.check_day(cast(date, self.done_on.data), results=results)
        return not (self.link.errors or self.served.errors)

    def to_fields(self) -> ActivityFields:
        """Return the activity; call it on a right form only."""
        quarters = self.quarter_hours.data
        return ActivityFields(
            cast(date, self.done_on.data),
            self.text.data,
            self.served.served(),
            amount=self.amount.value,
            unit=self.unit.data or "",
            quarter_hours=int(quarters) if quarters else None,
            link=self.link.data or "",
        )
