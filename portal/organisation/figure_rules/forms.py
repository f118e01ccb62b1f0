"""The form with which the rules of figures are changed for the next month."""

from functools import partial

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField

from portal.organisation.figure_rules.service import ChangeFigureRules
from portal.organisation.records.cells import read_count
from portal.organisation.records.form_fields import ELEMENTS, CellField, ChoicesField, choices_of
from portal.survey.elements import MAX_RESPONDENTS_NEEDED, MIN_RESPONDENTS, Element, FigureRules
from portal.time.months import Month, is_month


class FigureRulesForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """The rules from a month on; ``period`` is the month that the page named."""

    period = HiddenField()
    least_mean = CellField(
        _l("Penilaian yang dibutuhkan sebuah rata-rata"),
        partial(read_count, least=MIN_RESPONDENTS, most=MAX_RESPONDENTS_NEEDED),
        description=_l(
            "Paling sedikit %(least)s. Makin besar, makin sedikit angka yang tampil.",
            least=MIN_RESPONDENTS,
        ),
    )
    not_experienced = ChoicesField(
        _l('Unsur yang boleh dijawab "Tidak mengalami ini"'),
        choices=choices_of((str(key), label) for key, label in ELEMENTS.items()),
        description=_l("Untuk unsur yang tidak dialami semua warga, misalnya pengaduan."),
    )

    def show(self, rules: FigureRules, *, period: Month) -> None:
        """Fill the form with what would be in force from ``period`` on anyway."""
        self.period.data = period
        self.least_mean.data = str(rules.least_mean)
        self.not_experienced.data = sorted(map(str, rules.not_experienced))

    def to_command(self, *, decided_by: str) -> ChangeFigureRules:
        """Return the change; call it on a valid form only."""
        return ChangeFigureRules(
            period=_month(self.period.data or ""),
            least_mean=self.least_mean.value,
            not_experienced=frozenset(map(Element, self.not_experienced.data or ())),
            decided_by=decided_by,
        )


def _month(sent: str) -> Month | None:
    """Return the month that the page named; what is none is no month to come."""
    return Month(sent) if is_month(sent) else None
