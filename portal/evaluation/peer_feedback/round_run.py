"""A night of the rounds: drawn on their day, sealed anew, folded once, or void after a restore."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from random import Random, SystemRandom

from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback.box_queries import KeyInBrief, key_of, running_rounds
from portal.evaluation.peer_feedback.domain import Round
from portal.evaluation.peer_feedback.drawing import Draw, drawn, without_struck
from portal.evaluation.peer_feedback.fold_writing import fold_round
from portal.evaluation.peer_feedback.key_holding import destroy_strays, make_private_key, put_key
from portal.evaluation.peer_feedback.loss_writing import begin_anew, void_round
from portal.evaluation.peer_feedback.night_writing import OpenedRound, clear_dead_rows, seal_anew
from portal.evaluation.peer_feedback.outcome_writing import move_round, seat_everybody
from portal.evaluation.peer_feedback.pool_queries import KeepsApart, nobody_apart, pools_in
from portal.evaluation.peer_feedback.pools import Pools
from portal.evaluation.rules.states import RoundState
from portal.storage.sealing.keys import KeyLost, KeyStore


@dataclass(frozen=True, slots=True)
class RoundNight:
    """A round on a day, with its key; None where that is gone."""

    round_: Round
    key: KeyInBrief | None
    today: date
    keeps_apart: KeepsApart


def run_rounds(
    session: Session, store: KeyStore, *, today: date, keeps_apart: KeepsApart = nobody_apart
) -> Counter[RoundState]:
    """Do what the night brings for every round; safe to repeat. Commits.

    A round whose key is gone was restored, or its keys were lost: what takes answers becomes
    void; what is only planned goes on without what was struck, which can be struck again.

    :param keeps_apart: whom an objection of the year keeps apart in the draw.
    :returns: which states were reached.
    """
    reached: Counter[RoundState] = Counter()
    for round_ in running_rounds(session):
        key = key_of(session, round_.id)
        night = RoundNight(round_, key, today, keeps_apart)
        reached[_night(session, store, night=night)] += 1
    destroy_strays(session, store)
    clear_dead_rows(session)
    return reached


def _night(session: Session, store: KeyStore, *, night: RoundNight) -> RoundState:
    round_, key, today = night.round_, night.key, night.today
    is_planned = round_.state is RoundState.PLANNED
    try:
        if key is None:
            raise KeyLost("the round has no key")
        if is_planned and today >= round_.opens_on:
            draw_round(session, store, night=night, random=SystemRandom())
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


def draw_round(session: Session, store: KeyStore, *, night: RoundNight, random: Random) -> None:
    """Draw who is asked about whom and let answers come in; commits.

    What was struck and where people served is destroyed with it; the draw is never logged.

    :param random: a source that nobody can foresee.
    """
    round_, key = night.round_, night.key
    if key is None:
        raise KeyLost("the round has no key")
    opened = OpenedRound(session, store, round_id=round_.id, key=key)
    opened.take()
    pools = pools_in(session, round_, keeps_apart=night.keeps_apart)
    session.commit()
    private_key = make_private_key(store)
    draw = _drawn(pools, opened, random=random)
    before = len(opened.found.struck)
    opened.take_last()
    if len(opened.found.struck) > before:
        draw = _drawn(pools, opened, random=random)
    seat_everybody(session, round_, draw=draw, rated=pools)
    opened.empty(round_.id)
    put_key(session, round_.id, private_key=private_key)
    move_round(session, round_, to=(RoundState.DRAWN, RoundState.COLLECTING))
    session.commit()
    store.destroy(key.public_key)


def _drawn(pools: Pools, opened: OpenedRound, *, random: Random) -> Draw:
    struck = {person: each.struck for person, each in opened.found.struck.items()}
    return drawn(without_struck(pools, struck, random=random), random=random)
