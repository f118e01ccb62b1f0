"""A night of the rounds: drawn on their day, sealed anew, folded once, or void after a restore."""

from collections import Counter
from datetime import date
from random import Random, SystemRandom

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback.box_queries import (
    KeyInBrief,
    key_of,
    running_rounds,
    seats,
)
from portal.evaluation.peer_feedback.domain import Round
from portal.evaluation.peer_feedback.drawing import drawn, without_struck
from portal.evaluation.peer_feedback.folding import answered_seats, folded_city
from portal.evaluation.peer_feedback.key_holding import (
    destroy_strays,
    drop_key,
    make_private_key,
    put_key,
)
from portal.evaluation.peer_feedback.models import (
    PeerBox,
    PeerPlace,
    PeerSeat,
)
from portal.evaluation.peer_feedback.night_writing import (
    OpenedRound,
    clear_dead_rows,
    mark_seats,
    seal_anew,
)
from portal.evaluation.peer_feedback.outcome_writing import (
    move_round,
    seat_everybody,
    waiting_people,
    write_outcomes,
)
from portal.evaluation.peer_feedback.pool_queries import pools_in
from portal.evaluation.rules.states import RoundState
from portal.storage.database import begin_write
from portal.storage.sealing.keys import KeyLost, KeyStore


def run_rounds(session: Session, store: KeyStore, *, today: date) -> Counter[RoundState]:
    """Do what the night brings for every round; safe to repeat. Commits.

    A round whose key is gone was restored, or its keys were lost: what takes answers becomes
    void; what is only planned goes on without what was struck, which can be struck again.

    :returns: which states were reached.
    """
    reached: Counter[RoundState] = Counter()
    for round_ in running_rounds(session):
        reached[_night(session, store, round_=round_, today=today)] += 1
    destroy_strays(session, store)
    clear_dead_rows(session)
    return reached


def _night(session: Session, store: KeyStore, *, round_: Round, today: date) -> RoundState:
    key = key_of(session, round_.id)
    is_planned = round_.state is RoundState.PLANNED
    try:
        if key is None:
            raise KeyLost("the round has no key")
        if is_planned and today >= round_.opens_on:
            draw_round(session, store, round_=round_, key=key, random=SystemRandom())
            return RoundState.COLLECTING
        if not is_planned and today > round_.closes_on:
            fold_round(session, store, round_=round_, key=key, random=SystemRandom())
            return RoundState.FOLDED
        seal_anew(session, store, round_id=round_.id, key=key)
    except KeyLost:
        session.rollback()
        if not is_planned:
            void_round(session, round_)
            return RoundState.VOID
        begin_anew(session, store, round_=round_)
    return round_.state


def draw_round(
    session: Session, store: KeyStore, *, round_: Round, key: KeyInBrief, random: Random
) -> None:
    """Draw who is asked about whom and let answers come in; commits.

    What was struck and where people served is destroyed with it; the draw is never logged.

    :param random: a source that nobody can foresee.
    """
    opened = OpenedRound(session, store, round_id=round_.id, key=key)
    opened.take()
    pools = pools_in(session, round_)
    private_key = make_private_key(store)
    opened.take_last()
    struck = {person: each.struck for person, each in opened.found.struck.items()}
    draw = drawn(without_struck(pools, struck, random=random), random=random)
    seat_everybody(session, round_, draw=draw, rated=pools)
    opened.empty(round_.id)
    put_key(session, round_.id, private_key=private_key)
    session.execute(delete(PeerPlace).where(PeerPlace.round_id == round_.id))
    move_round(session, round_, to=(RoundState.DRAWN, RoundState.COLLECTING))
    session.commit()
    store.destroy(key.public_key)


def fold_round(
    session: Session, store: KeyStore, *, round_: Round, key: KeyInBrief, random: Random
) -> None:
    """Fold the whole city together, once, and destroy everything else; commits.

    :param random: a source that nobody can foresee; it draws whom each figure leaves out.
    """
    opened = OpenedRound(session, store, round_id=round_.id, key=key)
    opened.take()
    opened.take_last()
    before = [(s.rater_id, s.rated_id) for s in seats(session, round_.id) if s.is_answered]
    rows = folded_city(
        waiting_people(session, round_.id),
        opened.found.answers,
        answered=answered_seats([*before, *opened.found.fresh]),
        random=random,
    )
    move_round(session, round_, to=(RoundState.FOLDING,))
    mark_seats(session, round_.id, pairs=opened.found.fresh)
    write_outcomes(session, round_.id, rows=rows)
    opened.empty(round_.id)
    session.execute(delete(PeerSeat).where(PeerSeat.round_id == round_.id))
    move_round(session, round_, to=(RoundState.FOLDED,), old=RoundState.FOLDING)
    session.commit()
    store.destroy(key.public_key)


def void_round(session: Session, round_: Round) -> None:
    """Destroy what is left of a round whose keys are gone; commits."""
    begin_write(session)
    _destroy_boxes(session, round_)
    for model in (PeerSeat, PeerPlace):
        session.execute(delete(model).where(model.round_id == round_.id))
    move_round(session, round_, to=(RoundState.VOID,))
    session.commit()


def begin_anew(session: Session, store: KeyStore, *, round_: Round) -> None:
    """Give a planned round a new key in place of a lost one; what was struck is lost; commits."""
    private_key = make_private_key(store)
    begin_write(session)
    _destroy_boxes(session, round_)
    put_key(session, round_.id, private_key=private_key)
    session.commit()


def _destroy_boxes(session: Session, round_: Round) -> None:
    key = key_of(session, round_.id)
    if key is not None:
        session.execute(delete(PeerBox).where(PeerBox.key_id == key.key_id))
        drop_key(session, round_.id)
