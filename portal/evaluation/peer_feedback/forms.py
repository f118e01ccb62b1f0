"""Form of a colleague's answer: 21 steps, three strengths and three wishes; no text."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import NumberRange

from portal.evaluation.explaining.explained_forms import ExplainedForm
from portal.evaluation.peer_feedback.labels import GUIDES, NOT_OBSERVED, STEPS, VALUES
from portal.evaluation.peer_feedback.payloads import Answer
from portal.evaluation.plans.domain import BehaviourValue
from portal.evaluation.rules.colleagues import LEAST_GUIDES, MOST_MENTIONED, MOST_STRIKES
from portal.organisation.records.form_fields import ChoiceField, ChoicesField, DayField, choices_of

TOO_MANY = _l("Pilih paling banyak tiga.")
TOO_FEW = _l(
    "Jawaban dihitung mulai 11 panduan. Isi lebih banyak, atau centang di bawah bahwa Anda tetap "
    "mengirimnya."
)


class ColleagueAnswerForm(ExplainedForm):
    """Everything one colleague says of another; what is not observed stays open."""

    strengths = ChoicesField(_l("Kekuatan, paling banyak tiga"), choices=choices_of(VALUES.items()))
    wishes = ChoicesField(
        _l("Yang diharapkan lebih, paling banyak tiga"), choices=choices_of(VALUES.items())
    )
    sends_anyway = BooleanField(_l("Saya tetap mengirim jawaban yang tidak dihitung"))

    def guides(self) -> Iterator[tuple[BehaviourValue, Sequence[ChoiceField]]]:
        """Return the fields of each value."""
        for value, words in GUIDES.items():
            yield value, [self[name_of(value, place)] for place in range(len(words))]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also bound what is named, and ask before what does not count is sent."""
        is_valid: bool = super().validate(extra_validators)
        for field in (self.strengths, self.wishes):
            if len(set(field.data or ())) > MOST_MENTIONED:
                field.errors = [TOO_MANY]
                is_valid = False
        if is_valid and self.is_short and not self.sends_anyway.data:
            self.sends_anyway.errors = [TOO_FEW]
            is_valid = False
        return is_valid

    @property
    def is_short(self) -> bool:
        """Whether too few guides are answered for the answer to count."""
        return sum(step is not None for step in self.steps()) < LEAST_GUIDES

    def steps(self) -> tuple[int | None, ...]:
        """Return one step a guide; None for what was not observed."""
        return tuple(
            int(field.data or 0) or None for _, fields in self.guides() for field in fields
        )

    def to_answer(self, rated_id: int) -> Answer:
        """Return what was filled in; call it on a valid form only."""
        return Answer(
            rated_id,
            self.steps(),
            strengths=frozenset(self.strengths.data or ()),
            wishes=frozenset(self.wishes.data or ()),
        )


def name_of(value: BehaviourValue, place: int) -> str:
    """Return what the field of a guide is called."""
    return f"{value}_{place + 1}"


for _value, _words in GUIDES.items():
    for _place, _word in enumerate(_words):
        _field = ChoiceField(_word, choices=choices_of(STEPS.items()), default=NOT_OBSERVED)
        setattr(ColleagueAnswerForm, name_of(_value, _place), _field)


class StrikeForm(ExplainedForm):
    """Whom somebody does not want to be drawn; no reason is asked."""

    struck = ChoicesField(_l("Rekan yang tidak Anda inginkan, paling banyak dua"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Also bound how many are struck."""
        is_valid: bool = super().validate(extra_validators)
        if len(set(self.struck.data or ())) > MOST_STRIKES:
            self.struck.errors = [_l("Coret paling banyak dua.")]
            return False
        return is_valid


class RoundForm(ExplainedForm):
    """When a round opens and for how many working days."""

    opens_on = DayField(_l("Hari pertama menjawab"), is_needed=True)
    open_days = IntegerField(
        _l("Lama menjawab dalam hari kerja"),
        [NumberRange(5, 40, message=_l("Isi 5 sampai 40 hari kerja."))],
    )


class LongerForm(ExplainedForm):
    """Until when the whole city may answer."""

    closes_on = DayField(_l("Hari terakhir menjawab yang baru"), is_needed=True)
