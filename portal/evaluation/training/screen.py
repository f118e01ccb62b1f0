"""Training on the first screen: what waits for the viewer; no topic, no reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.evaluation.development.domain import Sides
from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.training.domain import TrainingSides
from portal.evaluation.training.queries import ask_open_trainings
from portal.storage.joint_reading import Asking


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """Somebody with trainings that wait for the viewer; the name is None for the viewer."""

    person_id: int
    name: str | None
    count: int


@dataclass(frozen=True, slots=True)
class TrainingsOnScreen:
    """What of training somebody sees first."""

    person_id: int
    lines: Sequence[TrainingLine]

    @property
    def waiting(self) -> int:
        """How many trainings wait for the viewer."""
        return sum(each.count for each in self.lines)


def trainings_on_screen(around: AroundViewer) -> Asking[TrainingsOnScreen]:
    """Ask for what waits of the viewer's trainings and of those whom the viewer appraises."""
    viewer, today = around.person_id, around.standing.on
    names = {key: each.name for key, each in around.appraised.items()}
    found = yield from ask_open_trainings({*names, viewer})
    counts: dict[int, int] = {}
    for each in found:
        sides = Sides(each.person_id, viewer, is_appraiser=each.person_id in names)
        if TrainingSides(sides).waits(each, today=today):
            counts[each.person_id] = counts.get(each.person_id, 0) + 1
    lines = [TrainingLine(key, names.get(key), count) for key, count in counts.items()]
    return TrainingsOnScreen(viewer, sorted(lines, key=lambda line: line.name or ""))
