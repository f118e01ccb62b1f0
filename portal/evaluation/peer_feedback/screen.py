"""Part of a round on the first screen of whoever is asked; nobody else sees that it is there."""

from dataclasses import dataclass

from portal.evaluation.peer_feedback import box_queries
from portal.evaluation.peer_feedback.domain import Round
from portal.evaluation.plans.overview import AroundViewer
from portal.storage.joint_reading import Asking


@dataclass(frozen=True, slots=True)
class RoundOnScreen:
    """What a viewer sees of a round first.

    It has no ``waiting`` on purpose, so the daily mail counts no round: to whom a mail went is
    kept, in backups, too, and would tell who was drawn, as nothing else outside the round does.

    :ivar is_asked: whether the viewer was drawn; how many answered is told to nobody.
    :ivar is_reminded: on the days that were fixed with the round, for everybody who is asked.
    """

    round: Round
    is_asked: bool
    is_reminded: bool


def round_on_screen(around: AroundViewer) -> Asking[RoundOnScreen | None]:
    """Ask what the round asks of a viewer; None without one, or when it asks nothing."""
    round_, day = (yield from box_queries.ask_open_round()), around.standing.on
    if round_ is None:
        return None
    if round_.is_planned:
        return RoundOnScreen(round_, is_asked=False, is_reminded=False)
    if not round_.is_open(day):
        return None
    if not (yield from box_queries.ask_is_asked(round_.id, rater_id=around.person_id)):
        return None
    return RoundOnScreen(round_, is_asked=True, is_reminded=day in round_.reminds_on)
