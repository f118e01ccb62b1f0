"""A unit's measures on the first screen: those that the viewer looks after."""

from dataclasses import dataclass
from datetime import date

from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.unit_measures.queries import measures_owned
from portal.storage.joint_reading import Asking


@dataclass(frozen=True, slots=True)
class MeasuresOnScreen:
    """The measures that somebody looks after, with their last days."""

    lines: tuple[tuple[int, date], ...]


def measures_on_screen(around: AroundViewer) -> Asking[MeasuresOnScreen | None]:
    """Ask for the viewer's measures; None where there is none."""
    (rows,) = yield [measures_owned(person_id=around.person_id)]
    lines = sorted((row.due_on, row.id) for row in rows)
    return MeasuresOnScreen(tuple((number, day) for day, number in lines)) if lines else None
