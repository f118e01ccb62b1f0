"""Colleagues' answers kept the plain way, by which the attack shows what it can find."""

from collections.abc import Callable
from datetime import date
from itertools import count

from sqlalchemy import insert, update

from portal.evaluation.peer_feedback import box_queries
from portal.evaluation.peer_feedback.key_holding import day_key
from portal.evaluation.peer_feedback.models import PeerBox, PeerSeat
from portal.evaluation.peer_feedback.payloads import Answer, sealed
from portal.privacy_audit.round_trial import ColleagueActs, ColleaguesTrial, Given


def counting() -> Callable[[], bytes]:
    """Return what numbers rows one after the other, as a plain key does."""
    numbers = count(1)
    return lambda: next(numbers).to_bytes(16, "big")


def no_night(trial: ColleaguesTrial, today: date) -> None:
    """Leave everything as it is."""


def plain_ways() -> ColleagueActs:
    """Return the plain way: a row a seat, in the order of arrival, under one key for good."""
    number = counting()

    def write(trial: ColleaguesTrial, given: Given) -> None:
        session = trial.session
        key = box_queries.key_of(session, trial.round_id)
        assert key is not None
        mark = day_key(trial.store, key).mark_of_seat(given.rater_id, given.rated_id)
        box = sealed(Answer(given.rated_id, given.steps), public_key=key.public_key)
        row = {"token": number(), "key_id": key.key_id, "mark": mark, "ciphertext": box}
        session.execute(insert(PeerBox).values(**row))
        session.execute(
            update(PeerSeat)
            .where(PeerSeat.rater_id == given.rater_id, PeerSeat.rated_id == given.rated_id)
            .values(is_answered=True)
        )
        session.commit()

    return ColleagueActs(answer=write, night=no_night)
