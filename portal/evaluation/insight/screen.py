"""Signs and meetings on the first screen."""

from dataclasses import dataclass
from datetime import timedelta

from portal.evaluation.insight.meeting_queries import meetings_waiting
from portal.evaluation.insight.queries import notes_waiting
from portal.evaluation.plans.overview import AroundViewer
from portal.storage.joint_reading import Asking

# So long a meeting that was held is offered to record what became of it.
RECENT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class InsightOnScreen:
    """How many notes wait for the viewer, and which meetings the viewer takes part in.

    :ivar meetings: numbers of meetings that are planned, or were held in the last 60 days.
    """

    notes: int
    meetings: tuple[int, ...]

    @property
    def waiting(self) -> int:
        """How many notes wait for the viewer."""
        return self.notes


def insight_on_screen(around: AroundViewer) -> Asking[InsightOnScreen | None]:
    """Ask for what waits; None where nothing does."""
    since = around.standing.on - RECENT
    notes, meetings = yield [
        notes_waiting(appraiser_id=around.person_id),
        meetings_waiting(person_id=around.person_id, since=since),
    ]
    found = InsightOnScreen(len(notes), tuple(sorted(each.meeting_id for each in meetings)))
    return found if found.notes or found.meetings else None
