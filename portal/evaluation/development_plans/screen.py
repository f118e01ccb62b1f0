"""Development plans on the first screen: whose waits for the viewer; no content."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.evaluation.development.domain import Sides
from portal.evaluation.development_plans.domain import DevelopmentSides
from portal.evaluation.development_plans.queries import ask_development_plans
from portal.evaluation.plans.overview import AroundViewer
from portal.storage.joint_reading import Asking


@dataclass(frozen=True, slots=True)
class DevelopmentOnScreen:
    """Whose plans wait for the viewer.

    :ivar lines: number and name of people; the name is None for the viewer.
    """

    person_id: int
    lines: Sequence[tuple[int, str | None]]

    @property
    def waiting(self) -> int:
        """How many plans wait for the viewer."""
        return len(self.lines)


def development_on_screen(around: AroundViewer) -> Asking[DevelopmentOnScreen]:
    """Ask for the plans of the viewer and of those whom the viewer appraises."""
    viewer, is_theirs = around.person_id, around.standing.appraiser_of
    names = {key: each.name for key, each in around.names.items() if is_theirs(key) == viewer}
    found = yield from ask_development_plans({*names, viewer})
    lines = []
    for each in found:
        sides = Sides(
            each.person_id,
            viewer,
            each.person_id in names,
            is_above=False,
            is_auditor=False,
            has_superior=True,
        )
        if DevelopmentSides(sides).waits(each):
            lines.append((each.person_id, names.get(each.person_id)))
    return DevelopmentOnScreen(viewer, sorted(lines, key=lambda line: line[1] or ""))
