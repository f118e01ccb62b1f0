"""Citizens' figure of a person: read from what was released, and why it does not count yet."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from portal.evaluation.rules.citizens import (
    CitizensVoice,
    GateRules,
    on_step_scale,
    without_comparison,
)
from portal.publication.staff_figures.queries import OfficerYearFigure, latest_year_figure


@dataclass(frozen=True, slots=True)
class CitizensSource:
    """Citizens' part of a result: what was released, and what the gate gives."""

    released: OfficerYearFigure | None
    voice: CitizensVoice

    @property
    def step_value(self) -> Fraction | None:
        """The figure on the scale of the steps, 1 to 5; None where it does not count."""
        return None if self.voice.value is None else on_step_scale(self.voice.value)


def citizens_source(
    session: Session, person_id: int, *, within: tuple[date, date], rules: GateRules
) -> CitizensSource:
    """Return the person's latest released figure of the year, and why it does not count.

    Releases hold no comparison with the services worked at, without which the gate counts
    nobody's figure; the other conditions are asked once there is one. Nothing is computed.

    :param within: first and last day of the evaluated year, both inclusive.
    """
    released = latest_year_figure(session, person_id, within=within)
    is_told = released is not None and released.value is not None
    answers = released.answers if released is not None and is_told else None
    return CitizensSource(released, without_comparison(answers or 0, rules=rules))
