"""Changed superiors on the first screen."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.evaluation.appraisals.domain import CONFIRMED
from portal.evaluation.appraisals.waiting_queries import ask_quarter_states, ask_year_states
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.plans.queries import PlanLine, ask_lines_over
from portal.organisation.people.left_queries import LedSpan, LeftBehind, ask_led, ask_left_behind
from portal.storage.joint_reading import Asking, side_by_side

Pairs = Collection[tuple[int, int]]
# States of a first version that nobody is evaluated by; once there is a second, one was agreed.
NEVER_AGREED = frozenset({"draft", "submitted", "returned"})


@dataclass(frozen=True, slots=True)
class PlanToClose:
    """A plan that ended under the viewer, who still has to evaluate part of it.

    :ivar quarters: numbers of periods that are over and not shown, in order.
    :ivar needs_year: whether the year is judged by this plan and not confirmed.
    """

    name: str
    plan_id: int
    quarters: tuple[int, ...]
    needs_year: bool

    @property
    def waiting(self) -> int:
        """How many things wait."""
        return len(self.quarters) + self.needs_year


@dataclass(frozen=True, slots=True)
class HandoversOnScreen:
    """What waits because a superior changed or left.

    :ivar own: that the viewer's own superior left; None else.
    :ivar in_agency: of how many people of the agency that the viewer coordinates.
    :ivar plans: that ended under the viewer and are not closed, by name.
    """

    own: LeftBehind | None
    in_agency: int
    plans: tuple[PlanToClose, ...]

    @property
    def waiting(self) -> int:
        """How many things wait; people of an agency count as one, their page lists them."""
        plans = sum(each.waiting for each in self.plans)
        return plans + (self.own is not None) + (self.in_agency > 0)


def handovers_on_screen(around: AroundViewer) -> Asking[HandoversOnScreen | None]:
    """Ask for what waits; None where nothing does."""
    (own, theirs), plans = yield from side_by_side(
        ask_left_behind(around.person_id, on=around.standing.on), _ask_plans(around)
    )
    others = [each for each in theirs if each.person_id != around.person_id]
    if not own and not others and not plans:
        return None
    return HandoversOnScreen(next(iter(own), None), len(others), plans)


def _ask_plans(around: AroundViewer) -> Asking[tuple[PlanToClose, ...]]:
    on = around.standing.on
    cycles = [each for each in (around.cycle, around.reviewed) if each is not None]
    if not cycles:
        return ()
    first = min(each.starts_on for each in cycles)
    spans = yield from ask_led(around.person_id, first=first, on=on)
    if not spans:
        return ()
    people = {each.person_id for each in spans}
    plans = yield from ask_lines_over(people, first=first, before=on)
    ended = _ended_under(around, plans, spans=spans)
    if not ended:
        return ()
    return (yield from _ask_left(plans, names=ended, cycles=cycles, on=on))


def _ask_left(
    plans: Sequence[PlanLine],
    *,
    names: Mapping[int, str],
    cycles: Sequence[Cycle],
    on: date,
) -> Asking[tuple[PlanToClose, ...]]:
    """Ask for what of these plans is not evaluated; ``plans`` has all of their people."""
    people = {each.person_id for each in plans if each.plan_id in names}
    found = yield from side_by_side(
        *(ask_quarter_states(people, cycle_id=each.id) for each in cycles),
        *(ask_year_states(people, cycle_id=each.id) for each in cycles),
    )
    shown = {
        (each.plan_id, each.number)
        for states in found[: len(cycles)]
        for each in states
        if each.is_shown
    }
    confirmed = {
        (cycle.id, each.person_id)
        for cycle, states in zip(cycles, found[len(cycles) :], strict=True)
        for each in states
        if each.state in CONFIRMED
    }
    left = (
        each
        for cycle in cycles
        for each in _left_in(cycle, plans, names=names, closed=(shown, confirmed), on=on)
    )
    return tuple(sorted(left, key=lambda each: (each.name.casefold(), each.plan_id)))


def _left_in(
    cycle: Cycle,
    plans: Sequence[PlanLine],
    *,
    names: Mapping[int, str],
    closed: tuple[Pairs, Pairs],
    on: date,
) -> Iterator[PlanToClose]:
    """Give what is left of the plans with a name.

    :param closed: plan and number of each quarter that was shown; cycle and person of each year
        that was confirmed.
    """
    shown, confirmed = closed
    of_cycle = [each for each in plans if cycle.starts_on <= each.ends_on <= cycle.ends_on]
    # The year is judged by the plan that came last.
    last = {each.person_id: each.plan_id for each in of_cycle}
    for plan in of_cycle:
        quarters = tuple(
            each.number
            for each in cycle.periods
            if each.starts_on <= plan.ends_on
            and plan.starts_on <= each.ends_on < on
            and (plan.plan_id, each.number) not in shown
        )
        is_last = last[plan.person_id] == plan.plan_id
        is_confirmed = (cycle.id, plan.person_id) in confirmed
        needs_year = cycle.is_under_review(on) and is_last and not is_confirmed
        if plan.plan_id in names and (quarters or needs_year):
            yield PlanToClose(names[plan.plan_id], plan.plan_id, quarters, needs_year)


def _ended_under(
    around: AroundViewer, plans: Sequence[PlanLine], *, spans: Sequence[LedSpan]
) -> dict[int, str]:
    """Return the plans to close whose last day the viewer rated, with their person's name.

    Other parts of the screen name the latest plans of the viewer's people already; who is close
    to the person steps out.
    """
    listed = {
        line.plan_id
        for held in (around.plans, around.earlier_plans)
        for person_id, line in held.items()
        if person_id in around.names
    }
    return {
        plan.plan_id: span.name
        for plan in plans
        for span in spans
        if span.person_id == plan.person_id
        and span.covers(plan.ends_on)
        and plan.plan_id not in listed
        and plan.state != "concluded"
        and (plan.number > 1 or plan.state not in NEVER_AGREED)
        and not around.standing.is_conflicted(around.person_id, plan.person_id)
    }
