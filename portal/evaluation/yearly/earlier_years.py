"""The own results on the first screen: they stay there to be read, year by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal.evaluation.appraisals.domain import DELIVERED
from portal.evaluation.appraisals.yearly_models import YearlyEvaluation
from portal.evaluation.cycles.queries import ask_years_of
from portal.evaluation.plans.overview import AroundViewer
from portal.storage.joint_reading import Asking, Question, asked


@dataclass(frozen=True, slots=True)
class EarlierYear:
    """A year with a result; no level."""

    year: int
    plan_id: int


@asked()
def _delivered_to(person_id: Any) -> Question:
    row = YearlyEvaluation
    return select(row.id, row.plan_id, row.cycle_id).where(
        row.person_id == person_id, row.state.in_(DELIVERED)
    )


def earlier_years_on_screen(around: AroundViewer) -> Asking[Sequence[EarlierYear] | None]:
    """Ask for the viewer's years with a delivered result, the latest first; None without."""
    (results,) = yield [_delivered_to(person_id=around.person_id)]
    if not results:
        return None
    years = yield from ask_years_of({each.cycle_id for each in results})
    found = [EarlierYear(years[each.cycle_id], each.plan_id) for each in results]
    return sorted(found, key=lambda each: (each.year, each.plan_id), reverse=True)
