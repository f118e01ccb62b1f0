"""Forms of corrections: which value, what it should be, why; a refusal with its reason."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from portal.evaluation.appraisals.forms import NOT_CHOSEN, long_text
from portal.evaluation.corrections.domain import Wrong
from portal.evaluation.plans.forms import NEEDED, RevisionForm
from portal.evaluation.plans.labels import plain_number
from portal.organisation.records.form_fields import ChoiceField, choices_of
from portal.web.extensions import error_links

LARGEST = Decimal(10) ** 13
DECIMALS = 4


class ProposalForm(RevisionForm):
    """A value of the document that is a typing error; ``revision`` is the document's number."""

    which = ChoiceField(_l("Nilai yang salah ketik"), [DataRequired(NEEDED)])
    value = StringField(
        _l("Seharusnya"),
        [DataRequired(NEEDED), Length(max=20)],
        description=_l("Angka dalam satuan target, misalnya 62 atau 62,5."),
        render_kw={"inputmode": "decimal"},
    )
    reason = long_text(
        _l("Dari mana terlihat salah ketik"),
        is_needed=True,
        description=_l("Misalnya: bukti yang sama menyebut 62. Dibaca kedua pihak dan atasan."),
    )

    def offer(self, values: Sequence[Wrong], *, indicators: Mapping[str, str]) -> None:
        """Let the viewer choose among the values of the document."""
        offered = [
            (
                key_of(each),
                f"{indicators[each.indicator]} ({each.period}): {plain_number(each.was)}",
            )
            for each in values
        ]
        self.which.choices = choices_of([NOT_CHOSEN, *offered])

    def links(self) -> list[tuple[str, str]]:
        """Return what is missing, with the field that each is about."""
        return error_links(self)

    def chosen(self, values: Sequence[Wrong]) -> Wrong | None:
        """Return which value is wrong and what it should be; else the form says what is missing.

        :raises KeyError: before the form was validated.
        """
        found = {key_of(each): each for each in values}[self.which.data or ""]
        value = _number(self.value.data)
        if value is None:
            self.value.errors = [_l("Tulis sebuah angka dari 0, paling banyak empat desimal.")]
            return None
        if found.was == value:
            self.value.errors = [_l("Sama dengan yang sudah tertulis.")]
            return None
        return Wrong(found.indicator_key, found.period, found.was, value)


class RefusalForm(RevisionForm):
    """Why it is no typing error."""

    reason = long_text(_l("Mengapa bukan salah ketik"), is_needed=True)


def key_of(wrong: Wrong) -> str:
    """Return how a form names a value."""
    return f"{wrong.indicator}:{wrong.period}"


def _number(text: str | None) -> Decimal | None:
    try:
        number = Decimal((text or "").strip().replace(",", "."))
    except InvalidOperation:
        return None
    is_possible = number.is_finite() and 0 <= number < LARGEST
    return number if is_possible and _exponent(number) >= -DECIMALS else None


def _exponent(number: Decimal) -> int:
    return int(number.as_tuple().exponent)
