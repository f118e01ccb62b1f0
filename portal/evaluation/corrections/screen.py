"""Corrections on the first screen: to agree, to confirm, the own ones."""

from dataclasses import dataclass
from typing import Any

from portal.evaluation.corrections.queries import corrections_around
from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.rules.states import CorrectionState
from portal.storage.joint_reading import Asking


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """An open correction of which the viewer is a part; no name and no value.

    :ivar waits: whether the viewer does what comes next.
    """

    id: int
    plan_id: int
    state: CorrectionState
    waits: bool


@dataclass(frozen=True, slots=True)
class CorrectionsOnScreen:
    """What of corrections somebody sees first."""

    lines: tuple[CorrectionLine, ...]

    @property
    def waiting(self) -> int:
        """How many wait for the viewer."""
        return sum(each.waits for each in self.lines)


def corrections_on_screen(around: AroundViewer) -> Asking[CorrectionsOnScreen | None]:
    """Ask for what waits; None where the viewer is in no open correction."""
    (rows,) = yield [corrections_around(person_id=around.person_id)]
    lines = tuple(_line(row, around.person_id) for row in sorted(rows, key=lambda row: row.id))
    return CorrectionsOnScreen(lines) if lines else None


def _line(row: Any, viewer_id: int) -> CorrectionLine:
    state = CorrectionState(row.state)
    is_other = viewer_id in {row.person_id, row.appraiser_id} - {row.proposed_by}
    is_agreed = state is CorrectionState.AGREED
    waits = viewer_id == row.decider_id if is_agreed else is_other
    return CorrectionLine(row.id, row.plan_id, state, waits)
