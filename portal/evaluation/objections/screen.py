"""Objections on the first screen: own ones, those to explain, to decide, to read."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.evaluation.objections.afterwards_queries import ask_looked_at
from portal.evaluation.objections.queries import objections_around
from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.rules.states import ObjectionState
from portal.storage.joint_reading import Asking, side_by_side

HEARD = frozenset({ObjectionState.ADMITTED, ObjectionState.HEARING})


@dataclass(frozen=True, slots=True)
class CaseLine:
    """An objection of which the viewer is a part; no name and no level.

    :ivar until: the day that counts now; None where none does.
    :ivar waits: whether the viewer does what comes next.
    """

    id: int
    plan_id: int
    state: ObjectionState
    until: date | None
    waits: bool


@dataclass(frozen=True, slots=True)
class ObjectionsOnScreen:
    """What of objections somebody sees first.

    :ivar looked_at: plans of results that one of the viewer's people gave after an objection
        against them: the viewer looks whether it was fair. Names stand on the page itself.
    """

    lines: tuple[CaseLine, ...]
    looked_at: tuple[int, ...]

    @property
    def waiting(self) -> int:
        """How many wait for the viewer."""
        return sum(each.waits for each in self.lines)


def objections_on_screen(around: AroundViewer) -> Asking[ObjectionsOnScreen | None]:
    """Ask for what waits; None where the viewer is in no open case."""
    lines, looked_at = yield from side_by_side(
        _ask_lines(around.person_id), ask_looked_at(around.names)
    )
    return ObjectionsOnScreen(lines, looked_at) if lines or looked_at else None


def _ask_lines(person_id: int) -> Asking[tuple[CaseLine, ...]]:
    (rows,) = yield [objections_around(person_id=person_id)]
    return tuple(_line(row, person_id) for row in sorted(rows, key=lambda row: row.id))


def _line(row: Any, viewer_id: int) -> CaseLine:
    state = ObjectionState(row.state)
    until = {
        ObjectionState.ADMITTED: row.explain_until,
        ObjectionState.HEARING: row.decide_until,
    }.get(state)
    return CaseLine(row.id, row.plan_id, state, until, _waits(row, viewer_id))


def _waits(row: Any, viewer_id: int) -> bool:
    state = ObjectionState(row.state)
    if viewer_id == row.decider_id:
        return state in {ObjectionState.FILED, ObjectionState.HEARING}
    if viewer_id == row.appraiser_id:
        return state in HEARD and row.appraiser_done_on is None
    if viewer_id != row.person_id:
        return False
    is_own_turn = state in {ObjectionState.DRAFT, ObjectionState.DECIDED}
    return is_own_turn or (state in HEARD and row.person_done_on is None)
