"""Folds the whole city together, once, and destroys everything else in the same transaction."""

from collections.abc import Sequence
from random import Random

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback.box_queries import KeyInBrief, seats
from portal.evaluation.peer_feedback.domain import Round
from portal.evaluation.peer_feedback.folding import Folded, answered_seats, folded_city
from portal.evaluation.peer_feedback.models import PeerSeat
from portal.evaluation.peer_feedback.night_writing import OpenedRound, mark_seats
from portal.evaluation.peer_feedback.opened import Pair
from portal.evaluation.peer_feedback.outcome_writing import (
    move_round,
    waiting_people,
    write_outcomes,
)
from portal.evaluation.rules.states import RoundState
from portal.storage.sealing.keys import KeyStore


def fold_round(
    session: Session, store: KeyStore, *, round_: Round, key: KeyInBrief, random: Random
) -> None:
    """Fold the whole city together, once, and destroy everything else; commits.

    :param random: a source that nobody can foresee; it draws whom each figure leaves out.
    """
    opened = OpenedRound(session, store, round_id=round_.id, key=key)
    opened.take()
    before = [(s.rater_id, s.rated_id) for s in seats(session, round_.id) if s.is_answered]
    waiting = waiting_people(session, round_.id)
    session.commit()
    rows = _folded(waiting, opened, before=before, random=random)
    count = len(opened.found.answers)
    opened.take_last()
    if len(opened.found.answers) > count:
        rows = _folded(waiting, opened, before=before, random=random)
    move_round(session, round_, to=(RoundState.FOLDING,))
    mark_seats(session, round_.id, pairs=opened.found.fresh)
    write_outcomes(session, round_.id, rows=rows)
    opened.empty(round_.id)
    session.execute(delete(PeerSeat).where(PeerSeat.round_id == round_.id))
    move_round(session, round_, to=(RoundState.FOLDED,), old=RoundState.FOLDING)
    session.commit()
    store.destroy(key.public_key)


def _folded(
    waiting: Sequence[int], opened: OpenedRound, *, before: Sequence[Pair], random: Random
) -> list[Folded]:
    answered = answered_seats([*before, *opened.found.fresh])
    return folded_city(waiting, opened.found.answers, answered=answered, random=random)
