"""Makers of rounds of colleagues: places, seats, and rounds brought into a state by hand."""

from datetime import date

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback.models import PeerOutcome, PeerRound, PeerSeat
from portal.evaluation.rules.states import RoundState
from tests.factories.organisation import add

OPENS, CLOSES = date(2026, 11, 9), date(2026, 11, 20)
# The way of a round, one state after the other.
COURSE = (RoundState.DRAWN, RoundState.COLLECTING, RoundState.FOLDING, RoundState.FOLDED)


def make_round(session: Session, cycle_id: int) -> int:
    """Add a planned round and return its number; commits."""
    row = add(
        session,
        PeerRound(
            cycle_id=cycle_id,
            state=RoundState.PLANNED,
            recorded_on=date(2026, 9, 25),
            opens_on=OPENS,
            closes_on=CLOSES,
            first_reminder_on=date(2026, 11, 12),
            reminder_on=date(2026, 11, 18),
        ),
    )
    session.commit()
    return row.id


def seat_circle(session: Session, round_id: int, people: list[int], *, each: int = 6) -> None:
    """Let everybody be rated by the ``each`` who follow in the list; commits."""
    for place, rated in enumerate(people):
        session.add(PeerOutcome(round_id=round_id, person_id=rated, state="waiting"))
        session.flush()
        for step in range(1, each + 1):
            rater = people[(place + step) % len(people)]
            seat = {"round_id": round_id, "rater_id": rater, "rated_id": rated}
            session.execute(insert(PeerSeat).values(is_answered=False, **seat))
    session.commit()


def bring_to(session: Session, round_id: int, state: RoundState) -> None:
    """Move a round's state on, one step after the other, by the database alone; commits."""
    for following in COURSE[: COURSE.index(state) + 1]:
        session.execute(
            text("UPDATE peer_round SET state = :state WHERE id = :id"),
            {"state": following, "id": round_id},
        )
    session.commit()
