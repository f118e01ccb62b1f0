"""The own awards on the first screen: a word about being named."""

from dataclasses import dataclass
from typing import Any

from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.recognition.queries import own_awards
from portal.storage.joint_reading import Asking


@dataclass(frozen=True, slots=True)
class WonOnScreen:
    """What somebody won."""

    won: tuple[Any, ...]

    @property
    def waiting(self) -> int:
        """How many awards wait for the winner to say whether the name may be public."""
        return len([each for each in self.won if each.name_consent is None])


def won_on_screen(around: AroundViewer) -> Asking[WonOnScreen | None]:
    """Ask for what the viewer won; None for nothing."""
    (rows,) = yield [own_awards(person_id=around.person_id)]
    return WonOnScreen(tuple(sorted(rows, key=lambda row: row.id))) if rows else None
