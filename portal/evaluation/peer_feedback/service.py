"""Use cases of colleagues in a round: strike whom they do not want, and answer.

Nothing of an answer or a strike is written but one sealed box: no draft, no audit entry, no
moment. Whoever calls these functions keeps it so.
"""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import delete, insert, text
from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback.box_queries import KeyInBrief, Seat, key_of, seats_of
from portal.evaluation.peer_feedback.domain import Round
from portal.evaluation.peer_feedback.key_holding import day_key
from portal.evaluation.peer_feedback.models import PeerBox
from portal.evaluation.peer_feedback.payloads import Answer, Strike, sealed
from portal.evaluation.peer_feedback.queries import round_with
from portal.evaluation.peer_feedback.round_decisions import RoundNotOpen
from portal.evaluation.rules.colleagues import LEAST_POOL, MOST_STRIKES
from portal.evaluation.rules.states import RoundState
from portal.storage.database import begin_write, refused_as
from portal.storage.sealing.keys import KeyStore
from portal.storage.sealing.rows import new_token


class NotAsked(ValueError):
    """The person was not drawn to say something of that colleague."""


class AnsweredAlready(ValueError):
    """There is an answer of this seat; it stands."""


class StrikeNotPossible(ValueError):
    """More than two are struck, somebody outside the pool, or fewer than seven would remain."""


def strike(
    session: Session,
    store: KeyStore,
    *,
    round_id: int,
    content: Strike,
    pool: Collection[int],
    today: date,
) -> None:
    """Keep sealed whom a person does not want to be drawn; what was sent before gives way; commits.

    :param pool: who could be drawn for the person.
    :raises RoundNotOpen: once the draw is due.
    :raises StrikeNotPossible: as its class says.
    :raises portal.storage.sealing.keys.KeyLost: when the key's file is gone.
    """
    named = content.struck
    if len(named) > MOST_STRIKES or not named <= set(pool) or len(pool) - len(named) < LEAST_POOL:
        raise StrikeNotPossible(f"{len(named)}")
    _begin_box(session)
    round_ = round_with(session, round_id)
    is_planned = round_ is not None and round_.state is RoundState.PLANNED
    key = key_of(session, round_id)
    if round_ is None or not is_planned or today >= round_.opens_on or key is None:
        session.rollback()
        raise RoundNotOpen(f"{round_id}")
    mark = day_key(store, key).mark_of_strike(content.person_id)
    session.execute(delete(PeerBox).where(PeerBox.mark == mark))
    _put(session, key, mark=mark, content=content)
    session.commit()


def answer(
    session: Session,
    store: KeyStore,
    *,
    round_: Round,
    rater_id: int,
    content: Answer,
    today: date,
) -> None:
    """Keep one sealed answer of a seat and nothing else; commits.

    :raises RoundNotOpen: when no answers are taken today, or the round's key is gone.
    :raises NotAsked: when there is no such seat.
    :raises AnsweredAlready: when the seat answered before.
    :raises portal.storage.sealing.keys.KeyLost: when the key's file is gone.
    """
    _begin_box(session)
    now = round_with(session, round_.id)
    key = key_of(session, round_.id)
    if now is None or not now.is_open(today) or key is None:
        session.rollback()
        raise RoundNotOpen(f"{round_.id}")
    seat = _seat(seats_of(session, round_.id, rater_id=rater_id), content.rated_id)
    if seat is None or seat.is_answered:
        session.rollback()
        raise (NotAsked if seat is None else AnsweredAlready)(f"{round_.id}")
    mark = day_key(store, key).mark_of_seat(rater_id, content.rated_id)
    with refused_as(session, AnsweredAlready(f"{round_.id}")):
        _put(session, key, mark=mark, content=content)
        session.commit()


def _begin_box(session: Session) -> None:
    """Begin to write a box; a night that changes the key waits, or is waited for."""
    begin_write(session)
    if session.connection().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE peer_box IN ROW EXCLUSIVE MODE"))


def _put(session: Session, key: KeyInBrief, *, mark: bytes, content: Answer | Strike) -> None:
    ciphertext = sealed(content, public_key=key.public_key)
    box = {"token": new_token(), "key_id": key.key_id, "mark": mark, "ciphertext": ciphertext}
    session.execute(insert(PeerBox).values(**box))


def _seat(found: Sequence[Seat], rated_id: int) -> Seat | None:
    return next((seat for seat in found if seat.rated_id == rated_id), None)
