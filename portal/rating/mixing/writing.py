"""Writes crowds of opened ratings in one transaction and takes their ciphertexts away."""

import secrets
from collections.abc import Iterable, Sequence
from random import SystemRandom
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from portal.rating.answers.answers import RatingAnswers
from portal.rating.mixing.anomaly_models import WatchedTally
from portal.rating.mixing.anomaly_rules import CrowdHits
from portal.rating.mixing.ballot_models import Ballot
from portal.rating.mixing.domain import Cell, Place, Sums, ballot_of, parts_of, summed
from portal.rating.mixing.inbox_models import TOKEN_BYTES, SealedPart, SealedRating
from portal.rating.mixing.mix_run import Step, Turn
from portal.rating.mixing.part_models import Comment
from portal.rating.mixing.queries import SealedRow
from portal.rating.mixing.rows import insert_rows, take_away
from portal.rating.mixing.tallies import add_counts, fold_tallies
from portal.rating.mixing.watching import step_watches
from portal.storage.database import begin_write

Item = TypeVar("Item")
Opened = tuple[SealedRow, RatingAnswers]
_random = SystemRandom()


def shuffled(items: Sequence[Item]) -> list[Item]:
    """Return ``items`` in an order that nobody can foresee or repeat."""
    mixed = list(items)
    _random.shuffle(mixed)
    return mixed


def new_token() -> bytes:
    """Return a random key for a row; it says nothing about when the row was written."""
    return secrets.token_bytes(TOKEN_BYTES)


def write_crowds(turn: Turn, crowds: Sequence[tuple[Place, Sequence[Opened]]]) -> None:
    """Store ballots, sums, comments and sealed parts of crowds of one desk, or of one folded place.

    Their inbox is emptied in the same transaction. Everything is computed before the write
    begins, so that citizens wait as briefly as can be.

    :param crowds: ratings of ten or more that look alike, each with where they are counted;
        these places differ in nothing but whether the service is kept.
    """
    sums: dict[Cell, Sums] = {}
    ballots, comments, parts = [], [], []
    for place, opened in crowds:
        crowd = [answers for _, answers in opened]
        sums = summed(crowd, place=place, period=turn.period, before=sums)
        ballots += [_ballot_row(turn, answers, place=place) for answers in crowd]
        comments += [_comment_row(turn, each, place=place) for each in crowd if each.comment]
        parts += [part for answers in crowd for part in parts_of(answers, place=place)]
    sealed = [_part_row(turn, turn.part_box.seal(part)) for part in parts]
    everybody = [answers for _, opened in crowds for _, answers in opened]
    hits = CrowdHits.of(answers.scores for answers in shuffled(everybody))
    begin_write(turn.session)
    insert_rows(turn.session, Ballot, rows=shuffled(ballots))
    insert_rows(turn.session, Comment, rows=shuffled(comments))
    insert_rows(turn.session, SealedPart, rows=shuffled(sealed))
    fold_tallies(turn.session, sums)
    _watch(turn, everybody, hits=hits, place=crowds[0][0])
    empty_inbox(turn.session, rows=[row for _, opened in crowds for row, _ in opened])
    turn.reached(Step.GROUP_WRITTEN)
    turn.session.commit()
    turn.reached(Step.GROUP_MIXED)
    turn.counts["mixed"] += len(everybody)


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


def empty_inbox(session: Session, *, rows: Iterable[SealedRow]) -> None:
    """Delete the sealed ratings that were read, group by group.

    :raises portal.rating.mixing.rows.RowsVanished: when one of them is gone already.
    """
    groups: dict[tuple[int, str], list[bytes]] = {}
    for row in rows:
        groups.setdefault((row.desk_id, row.channel), []).append(row.token)
    for (desk, channel), tokens in groups.items():
        within = {"desk_id": desk, "channel": channel}
        take_away(session, SealedRating, within=within, tokens=tokens)


def _ballot_row(turn: Turn, answers: RatingAnswers, *, place: Place) -> dict[str, Any]:
    cell = place.cell(answers, period=turn.period)
    return {"token": new_token(), **ballot_of(answers.scores, cell=cell)}


def _comment_row(turn: Turn, answers: RatingAnswers, *, place: Place) -> dict[str, Any]:
    return {
        "token": new_token(),
        "period": turn.period,
        "agency_id": place.agency_id,
        "desk_id": place.desk_id,
        "text": answers.comment,
    }


def _part_row(turn: Turn, ciphertext: bytes) -> dict[str, Any]:
    return {"token": new_token(), "key_id": turn.key_id, "ciphertext": ciphertext}
