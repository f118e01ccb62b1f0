"""Writes one crowd of opened ratings in one transaction and takes their ciphertexts away."""

import secrets
from collections.abc import Sequence
from random import SystemRandom
from typing import Any, TypeVar

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from portal.database import begin_write
from portal.rating.domain.answers import RatingAnswers
from portal.rating.domain.mixing import Place, ballot_of, parts_of, summed
from portal.rating.domain.signals import CrowdHits
from portal.rating.models.ballot import Ballot
from portal.rating.models.inbox import TOKEN_BYTES, SealedPart, SealedRating
from portal.rating.models.parts import Comment
from portal.rating.models.signals import WatchedTally
from portal.rating.queries.mix import SealedRow
from portal.rating.service.mix.turn import Step, Turn
from portal.rating.service.signals.watching import step_watches
from portal.rating.service.tallies import add_counts, fold_tallies

Item = TypeVar("Item")
_random = SystemRandom()


class InboxChangedUnderneath(RuntimeError):
    """Ciphertexts that were just read are gone; nothing was written."""


def shuffled(items: Sequence[Item]) -> list[Item]:
    """Return ``items`` in an order that nobody can foresee or repeat."""
    mixed = list(items)
    _random.shuffle(mixed)
    return mixed


def new_token() -> bytes:
    """Return a random key for a row; it says nothing about when the row was written."""
    return secrets.token_bytes(TOKEN_BYTES)


def write_crowd(
    turn: Turn, opened: Sequence[tuple[SealedRow, RatingAnswers]], *, place: Place
) -> None:
    """Store a crowd's ballots, sums, comments and sealed parts, and empty its inbox.

    Everything is computed before the write begins, so that citizens wait as briefly as can be.
    """
    crowd = [answers for _, answers in opened]
    ballots = [
        {
            "token": new_token(),
            **ballot_of(answers.scores, cell=place.cell(answers, period=turn.period)),
        }
        for answers in shuffled(crowd)
    ]
    comments = [_comment_row(turn, answers, place=place) for answers in crowd if answers.comment]
    parts = [part for answers in crowd for part in parts_of(answers, place=place)]
    sealed = [_part_row(turn, turn.sealer.seal_part(part)) for part in parts]
    sums = summed(crowd, place=place, period=turn.period)
    hits = CrowdHits.of(answers.scores for answers in shuffled(crowd))
    begin_write(turn.session)
    insert_rows(turn.session, Ballot, rows=ballots)
    insert_rows(turn.session, Comment, rows=shuffled(comments))
    insert_rows(turn.session, SealedPart, rows=shuffled(sealed))
    fold_tallies(turn.session, sums)
    _watch(turn, crowd, hits=hits, place=place)
    take_away(turn.session, SealedRating, rows=[row for row, _ in opened])
    turn.reached(Step.GROUP_WRITTEN)
    turn.session.commit()
    turn.reached(Step.GROUP_MIXED)
    turn.counts["mixed"] += len(crowd)


def _watch(turn: Turn, crowd: Sequence[RatingAnswers], *, hits: CrowdHits, place: Place) -> None:
    """Step the watches over the crowd, and count who said that staff watched them."""
    step_watches(
        turn.session, turn.watches, hits=hits, place=place, period=turn.period, on=turn.today
    )
    watched = sum(answers.was_watched for answers in crowd)
    if watched and place.desk_id is not None:
        cell = {
            "period": turn.period,
            "desk_id": place.desk_id,
            "channel": str(place.channel),
            "respondents": watched,
        }
        add_counts(turn.session, WatchedTally, count="respondents", rows=[cell])


def insert_rows(session: Session, table: type[Any], *, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows in the order given, as one statement; no rows, no statement."""
    if rows:
        session.execute(insert(table.__table__), list(rows))


def take_away(session: Session, table: type[Any], *, rows: Sequence[SealedRow]) -> None:
    """Delete the ciphertexts that were read, all of them or none.

    :raises InboxChangedUnderneath: when one of them is gone already.
    """
    tokens = [row.token for row in rows]
    column = table.__table__.c.token
    for start in range(0, len(tokens), DELETE_AT_ONCE):
        portion = tokens[start : start + DELETE_AT_ONCE]
        gone = session.execute(delete(table.__table__).where(column.in_(portion)))
        if gone.rowcount != len(portion):  # type: ignore[attr-defined] # a DELETE gives a CursorResult
            raise InboxChangedUnderneath("sealed rows vanished while they were mixed")


DELETE_AT_ONCE = 5_000


def _comment_row(turn: Turn, answers: RatingAnswers, *, place: Place) -> dict[str, Any]:
    return {
        "token": new_token(),
        "period": turn.period,
        "agency_id": place.agency_id,
        "desk_id": place.desk_id,
        "channel": str(place.channel),
        "text": answers.comment,
    }


def _part_row(turn: Turn, ciphertext: bytes) -> dict[str, Any]:
    return {"token": new_token(), "key_id": turn.key_id, "ciphertext": ciphertext}
