"""Awards on the first screen: nominations that are open, own ones, juries."""

from dataclasses import dataclass
from typing import Any

from portal.evaluation.awards.nominee_queries import own_nominee_lines, points_waiting, seats_around
from portal.evaluation.awards.queries import open_scheme_lines
from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.rules.states import SeatState
from portal.storage.joint_reading import Asking


@dataclass(frozen=True, slots=True)
class AwardsOnScreen:
    """What of awards somebody sees first."""

    open: tuple[Any, ...]
    nominee: tuple[Any, ...]
    seats: tuple[Any, ...]
    points_left: int

    @property
    def waiting(self) -> int:
        """How many things wait for the viewer: seats to declare, points to give."""
        undeclared = len([each for each in self.seats if each.state == SeatState.DRAWN])
        return undeclared + self.points_left


def awards_on_screen(around: AroundViewer) -> Asking[AwardsOnScreen | None]:
    """Ask for what waits; None where there is nothing of awards for the viewer."""
    person_id = around.person_id
    schemes, nominee, seats, points = yield [
        open_scheme_lines(),
        own_nominee_lines(person_id=person_id),
        seats_around(person_id=person_id),
        points_waiting(person_id=person_id),
    ]
    parts = [tuple(sorted(rows, key=lambda row: row.id)) for rows in (schemes, nominee, seats)]
    found = AwardsOnScreen(parts[0], parts[1], parts[2], len(points))
    return found if any(parts) else None
