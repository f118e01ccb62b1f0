"""Writes seats, outcomes and states of a round, each within the transaction of its night."""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback.domain import Round
from portal.evaluation.peer_feedback.drawing import Draw
from portal.evaluation.peer_feedback.folding import Folded
from portal.evaluation.peer_feedback.models import PeerOutcome, PeerPlace, PeerRound, PeerSeat
from portal.evaluation.rules.machines import RATED, ROUND
from portal.evaluation.rules.states import RatedState, RoundState
from portal.storage.sealing.rows import insert_rows


def seat_everybody(session: Session, round_: Round, *, draw: Draw, rated: Iterable[int]) -> None:
    """Write who is asked about whom, and who cannot be rated, within the current transaction.

    Where people served is destroyed with it.
    """
    rows = [
        {
            "round_id": round_.id,
            "person_id": person,
            "state": RATED.first.value,
            "strengths": 0,
            "wishes": 0,
        }
        for person in sorted(rated)
    ]
    insert_rows(session, PeerOutcome, rows=rows)
    write_outcomes(
        session,
        round_.id,
        rows=[Folded(person, RatedState.NO_POOL) for person in sorted(rated) if person not in draw],
    )
    pairs = sorted((rater, person) for person, raters in draw.items() for rater in raters)
    insert_rows(
        session,
        PeerSeat,
        rows=[
            {"round_id": round_.id, "rater_id": rater, "rated_id": person, "is_answered": False}
            for rater, person in pairs
        ],
    )
    session.execute(delete(PeerPlace).where(PeerPlace.round_id == round_.id))


def waiting_people(session: Session, round_id: int) -> list[int]:
    """Return everybody whose figure is still open."""
    query = select(PeerOutcome.person_id).where(
        PeerOutcome.round_id == round_id, PeerOutcome.state == RATED.first
    )
    return list(session.scalars(query))


def write_outcomes(session: Session, round_id: int, *, rows: Iterable[Folded]) -> None:
    """Write what each person's row says, in the order of their numbers."""
    values: list[Mapping[str, object]] = [
        {
            "round_id": round_id,
            "person_id": row.person_id,
            "state": RATED.moved(RATED.first, to=row.state).value,
            "half_steps": row.half_steps,
            "strengths": row.strengths,
            "wishes": row.wishes,
        }
        for row in rows
    ]
    if values:
        session.execute(update(PeerOutcome), values)


def move_round(
    session: Session, round_: Round, *, to: Iterable[RoundState], old: RoundState | None = None
) -> None:
    """Bring a round through states one after the other, within the current transaction."""
    state = old or round_.state
    for following in to:
        state = ROUND.moved(state, to=following)
        session.execute(
            update(PeerRound).where(PeerRound.id == round_.id).values(state=state.value)
        )
