"""The own results on the first screen: they stay there to be read, year by year."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.evaluation.appraisals.waiting_queries import ask_own_results
from portal.evaluation.cycles.queries import ask_years_of
from portal.evaluation.plans.overview import AroundViewer
from portal.storage.joint_reading import Asking


@dataclass(frozen=True, slots=True)
class EarlierYear:
    """A year with a result; no level."""

    year: int
    plan_id: int


def earlier_years_on_screen(around: AroundViewer) -> Asking[Sequence[EarlierYear] | None]:
    """Ask for the viewer's years with a delivered result, the latest first; None without."""
    results = yield from ask_own_results(around.person_id)
    if not results:
        return None
    years = yield from ask_years_of({each.cycle_id for each in results})
    found = [EarlierYear(years[each.cycle_id], each.plan_id) for each in results]
    return sorted(found, key=lambda each: (each.year, each.plan_id), reverse=True)
