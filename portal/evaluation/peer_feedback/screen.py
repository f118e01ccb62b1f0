"""What a round puts on the first screen of whoever is asked; nobody else sees that it is there."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback import box_queries
from portal.evaluation.peer_feedback.domain import Round
from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.rules.states import RoundState
from portal.web.extensions import today


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


def round_on_screen(session: Session, around: AroundViewer) -> RoundOnScreen | None:
    """Return what the round asks of a viewer; None without one, or when it asks nothing."""
    round_, day = box_queries.open_round(session), today()
    if round_ is None:
        return None
    if round_.state is RoundState.PLANNED:
        return RoundOnScreen(round_, is_asked=False, is_reminded=False)
    is_open = round_.is_open(day) and box_queries.key_of(session, round_.id) is not None
    if not is_open or not box_queries.seats_of(session, round_.id, rater_id=around.person_id):
        return None
    return RoundOnScreen(round_, is_asked=True, is_reminded=day in round_.reminds_on)
