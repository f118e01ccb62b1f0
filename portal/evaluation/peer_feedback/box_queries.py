"""Queries on what a round holds while it runs: places, seats, keys and sealed boxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback.domain import Round
from portal.evaluation.peer_feedback.models import PeerBox, PeerKey, PeerPlace, PeerRound, PeerSeat
from portal.evaluation.peer_feedback.queries import round_of
from portal.evaluation.rules.states import RoundState
from portal.organisation.people.colleague_queries import Stay
from portal.storage.joint_reading import Asking, Question, answer, asked

RUNNING = (RoundState.PLANNED, RoundState.COLLECTING)


@dataclass(frozen=True, slots=True)
class BoxRow:
    """A sealed box with the mark that the day's key made for it."""

    token: bytes
    mark: bytes
    ciphertext: bytes


@dataclass(frozen=True, slots=True)
class Seat:
    """Who may answer about whom."""

    rater_id: int
    rated_id: int
    is_answered: bool


@dataclass(frozen=True, slots=True)
class KeyInBrief:
    """The day's key of a round; its private half is a file."""

    key_id: int
    public_key: bytes


def running_rounds(session: Session) -> Sequence[Round]:
    """Return the rounds that are planned or take answers, oldest first."""
    return answer(session, ask_running_rounds())


@asked()
def _running() -> Question:
    row = PeerRound
    days = (row.opens_on, row.closes_on, row.first_reminder_on, row.reminder_on)
    return select(row.id, row.cycle_id, row.state, row.recorded_on, *days).where(
        row.state.in_(RUNNING)
    )


@asked()
def _keys_of(round_id: Any) -> Question:
    return select(PeerKey.id).where(PeerKey.round_id == round_id)


@asked()
def _seats_of(round_id: Any, rater_id: Any) -> Question:
    return select(PeerSeat.rated_id).where(
        PeerSeat.round_id == round_id, PeerSeat.rater_id == rater_id
    )


def ask_running_rounds() -> Asking[Sequence[Round]]:
    """Ask for the rounds that are planned or take answers, oldest first."""
    (rows,) = yield [_running()]
    return [round_of(each) for each in sorted(rows, key=lambda each: each.id)]


def open_round(session: Session) -> Round | None:
    """Return the round that takes answers or waits for its draw, or None."""
    return answer(session, ask_open_round())


def ask_open_round() -> Asking[Round | None]:
    """Ask for the round that takes answers or waits for its draw."""
    return next(iter((yield from ask_running_rounds())), None)


def ask_is_asked(round_id: int, *, rater_id: int) -> Asking[bool]:
    """Ask whether one colleague may answer about somebody; no after a restore without keys."""
    keys, seats = yield [
        _keys_of(round_id=round_id),
        _seats_of(round_id=round_id, rater_id=rater_id),
    ]
    return bool(keys and seats)


def key_of(session: Session, round_id: int) -> KeyInBrief | None:
    """Return the day's key of a round; None after a restore, which brings no keys."""
    row = session.execute(
        select(PeerKey.id, PeerKey.public_key).where(PeerKey.round_id == round_id)
    ).one_or_none()
    return None if row is None else KeyInBrief(row.id, row.public_key)


def public_keys(session: Session) -> frozenset[bytes]:
    """Return the public halves of all keys in use."""
    return frozenset(session.scalars(select(PeerKey.public_key)))


def boxes(session: Session, key_id: int) -> Sequence[BoxRow]:
    """Return everything that is sealed to a key."""
    query = select(PeerBox.token, PeerBox.mark, PeerBox.ciphertext).where(PeerBox.key_id == key_id)
    return [BoxRow(*row) for row in session.execute(query)]


def has_mark(session: Session, mark: bytes) -> bool:
    """Return whether a box with this mark was sent since the last night."""
    return session.scalar(select(PeerBox.token).where(PeerBox.mark == mark)) is not None


def seats(session: Session, round_id: int) -> Sequence[Seat]:
    """Return all seats of a round in the order of their key."""
    query = (
        select(PeerSeat.rater_id, PeerSeat.rated_id, PeerSeat.is_answered)
        .where(PeerSeat.round_id == round_id)
        .order_by(PeerSeat.rater_id, PeerSeat.rated_id)
    )
    return [Seat(*row) for row in session.execute(query)]


def seats_of(session: Session, round_id: int, *, rater_id: int) -> Sequence[Seat]:
    """Return whom one colleague may answer about, in the order of their numbers."""
    query = (
        select(PeerSeat.rater_id, PeerSeat.rated_id, PeerSeat.is_answered)
        .where(PeerSeat.round_id == round_id, PeerSeat.rater_id == rater_id)
        .order_by(PeerSeat.rated_id)
    )
    return [Seat(*row) for row in session.execute(query)]


def seat_counts(session: Session, round_id: int) -> tuple[int, int]:
    """Return how many seats a round has, and how many were answered by last night."""
    query = select(func.count(), func.count().filter(PeerSeat.is_answered)).where(
        PeerSeat.round_id == round_id
    )
    total, answered = session.execute(query).one()
    return total, answered


def recorded_stays(session: Session, round_id: int) -> Sequence[Stay]:
    """Return who served where as it was recorded for a round."""
    query = select(
        PeerPlace.person_id, PeerPlace.place, PeerPlace.starts_on, PeerPlace.ends_on
    ).where(PeerPlace.round_id == round_id)
    return [Stay(*row) for row in session.execute(query)]
