"""On whom somebody is asked for a recommendation, on the first screen."""

from dataclasses import dataclass

from portal.evaluation.advice.queries import ask_given
from portal.evaluation.appraisals.domain import CONFIRMED
from portal.evaluation.appraisals.waiting_queries import ask_year_states
from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.plans.queries import ask_latest_lines
from portal.organisation.people.asked_queries import ask_persons
from portal.organisation.people.standing import RelationKind
from portal.storage.joint_reading import Asking, side_by_side


@dataclass(frozen=True, slots=True)
class AdvisedLine:
    """Somebody on whom the viewer is asked for a recommendation."""

    name: str
    plan_id: int


@dataclass(frozen=True, slots=True)
class AdviceOnScreen:
    """On whom the viewer is asked, by name.

    :ivar year: of the cycle that is over.
    """

    year: int
    lines: tuple[AdvisedLine, ...]

    @property
    def waiting(self) -> int:
        """How many recommendations wait for the viewer."""
        return len(self.lines)


def advice_on_screen(around: AroundViewer) -> Asking[AdviceOnScreen | None]:
    """Ask on whom the viewer was named adviser and said nothing yet; None where on nobody."""
    cycle, advisers = around.reviewed, around.standing.related.get(RelationKind.ADVISER, {})
    ids = {about for about, holders in advisers.items() if around.person_id in holders}
    if cycle is None or not ids:
        return None
    plans, years, persons = yield from side_by_side(
        ask_latest_lines(cycle.id, person_ids=ids),
        ask_year_states(ids, cycle_id=cycle.id),
        ask_persons(ids),
    )
    plan_ids = {plan.plan_id for plan in plans.values()}
    given = yield from ask_given(around.person_id, plan_ids=plan_ids)
    over = {each.person_id for each in years if each.state in CONFIRMED}
    lines = tuple(
        AdvisedLine(person.name, plans[person.id].plan_id)
        for person in persons.values()
        if person.id in plans and person.id not in over and plans[person.id].plan_id not in given
    )
    return AdviceOnScreen(cycle.year, lines) if lines else None
