"""What is sent with evidence: which published figure."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.plans.labels import plain_number
from portal.evaluation.realisations.evidence import HEADLINE
from portal.organisation.records.form_fields import ChoiceField, choices_of
from portal.organisation.records.labels import ELEMENTS
from portal.publication.staff_figures.queries import ReleasedFigure
from portal.survey.elements import Element

WHOLE = _l("IKM seluruh unsur")


class FigureForm(RevisionForm):
    """A published figure that shows what was reached."""

    figure = ChoiceField(
        _l("Angka portal"),
        description=_l("Hanya angka terbit dari loket dan layanan tempat Anda bertugas."),
    )

    def offer(self, figures: Sequence[ReleasedFigure]) -> None:
        """Offer these figures, each with its place, months and value."""
        self.figure.choices = choices_of((key_of(each), _told(each)) for each in figures)

    def chosen(self, figures: Sequence[ReleasedFigure]) -> ReleasedFigure:
        """Return the figure that was chosen; call it on a valid form only."""
        return next(each for each in figures if key_of(each) == self.figure.data)


def key_of(figure: ReleasedFigure) -> str:
    """Return how the form names a figure."""
    return f"{figure.release_id}:{figure.address}:{figure.measure}"


def measure_name(measure: str) -> Any:
    """Return what a measure is called."""
    return WHOLE if measure == HEADLINE else ELEMENTS[Element(measure)]


def _told(figure: ReleasedFigure) -> str:
    months = figure.first_month
    if figure.last_month != figure.first_month:
        months = f"{figure.first_month} - {figure.last_month}"
    value = plain_number(figure.value)
    return f"{figure.place_name}, {months}: {measure_name(figure.measure)} {value}"
