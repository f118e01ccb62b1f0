"""Programmes on the first screen: what waits, and whose programmes run."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.evaluation.development.domain import ProgrammeCourse, Sides
from portal.evaluation.development.queries import ask_programmes_around
from portal.evaluation.plans.overview import AroundViewer
from portal.storage.joint_reading import Asking


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme that is not closed; no content.

    :ivar name: of the person; None for the own one.
    :ivar waits: whether the viewer does what comes next.
    :ivar is_check_in_due: whether the day of a check-in has come.
    """

    programme: ProgrammeCourse
    name: str | None
    waits: bool
    is_check_in_due: bool


@dataclass(frozen=True, slots=True)
class ProgrammesOnScreen:
    """What of programmes somebody sees first."""

    person_id: int
    lines: Sequence[ProgrammeLine]

    @property
    def waiting(self) -> int:
        """How many wait for the viewer."""
        return sum(each.waits for each in self.lines)


def programmes_on_screen(around: AroundViewer) -> Asking[ProgrammesOnScreen]:
    """Ask for the open programmes of the viewer and of those whom the viewer appraises."""
    viewer, today = around.person_id, around.standing.on
    names = {key: each.name for key, each in around.appraised.items()}
    found = yield from ask_programmes_around({*names, viewer})
    lines = []
    for each in found:
        sides = Sides(each.person_id, viewer, is_appraiser=each.person_id in names)
        waits = sides.waits(each, today=today)
        is_due = each.is_check_in_due(today)
        lines.append(ProgrammeLine(each, names.get(each.person_id), waits, is_due))
    ordered = sorted(lines, key=lambda line: (not line.waits, line.name or "", line.programme.id))
    return ProgrammesOnScreen(viewer, ordered)
