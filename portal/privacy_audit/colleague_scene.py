"""A round of colleagues that takes answers, in the scratch database."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from portal.evaluation.cycles.models import EvaluationCycle
from portal.evaluation.peer_feedback.key_holding import make_private_key, put_key
from portal.evaluation.peer_feedback.models import PeerRound, PeerSeat
from portal.evaluation.rules.states import CycleState, RoundState
from portal.storage.database import begin_write
from portal.storage.sealing.keys import KeyStore

RECORDED_ON, OPENS_ON, CLOSES_ON = date(2026, 5, 1), date(2026, 6, 1), date(2026, 6, 12)
Pair = tuple[int, int]


def open_round(session: Session, store: KeyStore, *, pairs: Sequence[Pair]) -> int:
    """Write a round that takes answers, with its seats and its first key; commits.

    :param pairs: who is asked about whom (rater, rated).
    :returns: the round's number.
    """
    private_key = make_private_key(store)
    begin_write(session)
    made = PeerRound(
        cycle_id=_cycle(session),
        state=RoundState.PLANNED,
        recorded_on=RECORDED_ON,
        opens_on=OPENS_ON,
        closes_on=CLOSES_ON,
        first_reminder_on=OPENS_ON + timedelta(days=3),
        reminder_on=OPENS_ON + timedelta(days=7),
    )
    session.add(made)
    session.flush()
    round_id = made.id
    seats = [
        {"round_id": round_id, "rater_id": rater, "rated_id": rated, "is_answered": False}
        for rater, rated in sorted(pairs)
    ]
    session.execute(insert(PeerSeat), seats)
    put_key(session, round_id, private_key=private_key)
    for state in (RoundState.DRAWN, RoundState.COLLECTING):
        moved = update(PeerRound).where(PeerRound.id == round_id).values(state=state)
        session.execute(moved.execution_options(synchronize_session=False))
    session.commit()
    return round_id


def _cycle(session: Session) -> int:
    cycle = EvaluationCycle(
        year=2026,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        state=CycleState.DRAFT,
    )
    session.add(cycle)
    session.flush()
    return cycle.id
