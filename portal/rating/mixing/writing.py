"""Writes batches of opened ratings in one transaction and takes their ciphertexts away."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.rating.answers.answers import RatingAnswers
from portal.rating.mixing.anomaly_models import WatchedTally
from portal.rating.mixing.anomaly_rules import BatchHits
from portal.rating.mixing.ballot_models import Ballot
from portal.rating.mixing.domain import Cell, Place, Sums, ballot_of, split_records_of, summed
from portal.rating.mixing.inbox_models import SealedPart, SealedRating
from portal.rating.mixing.mix_run import MixRun, Step
from portal.rating.mixing.queries import SealedRow
from portal.rating.mixing.split_models import Comment
from portal.rating.mixing.tallies import add_counts, fold_tallies
from portal.rating.mixing.watching import step_watches
from portal.storage.database import begin_write
from portal.storage.sealing.rows import insert_rows, take_away
from portal.storage.sealing.shuffling import new_token, shuffled

Opened = tuple[SealedRow, RatingAnswers]


def write_batches(run: MixRun, batches: Sequence[tuple[Place, Sequence[Opened]]]) -> None:
    """Store ballots, sums, comments and split records of batches of one desk or one folded place.

    Their inbox is emptied in the same transaction. Everything is computed before the write
    begins, so that citizens wait as briefly as can be.

    :param batches: ratings of ten or more that look alike, each with where they are counted;
        these places differ in nothing but whether the service is kept.
    """
    sums: dict[Cell, Sums] = {}
    ballots, comments, parts = [], [], []
    for place, opened in batches:
        batch = [answers for _, answers in opened]
        sums = summed(batch, place=place, period=run.period, before=sums)
        ballots += [_ballot_row(run, answers, place=place) for answers in batch]
        comments += [_comment_row(run, each, place=place) for each in batch if each.comment]
        parts += [part for answers in batch for part in split_records_of(answers, place=place)]
    sealed = [_part_row(run, run.split_record_box.seal(part)) for part in parts]
    everybody = [answers for _, opened in batches for _, answers in opened]
    hits = BatchHits.of(answers.scores for answers in shuffled(everybody))
    begin_write(run.session)
    insert_rows(run.session, Ballot, rows=shuffled(ballots))
    insert_rows(run.session, Comment, rows=shuffled(comments))
    insert_rows(run.session, SealedPart, rows=shuffled(sealed))
    fold_tallies(run.session, sums)
    _watch(run, everybody, hits=hits, place=batches[0][0])
    empty_inbox(run.session, rows=[row for _, opened in batches for row, _ in opened])
    run.reached(Step.GROUP_WRITTEN)
    run.session.commit()
    run.reached(Step.GROUP_MIXED)
    run.counts["mixed"] += len(everybody)


def _watch(run: MixRun, batch: Sequence[RatingAnswers], *, hits: BatchHits, place: Place) -> None:
    """Step the watches over the batch, and count who said that staff watched them."""
    step_watches(run.session, run.watches, hits=hits, place=place, period=run.period, on=run.today)
    watched = sum(answers.was_watched for answers in batch)
    if watched and place.desk_id is not None:
        cell = {
            "period": run.period,
            "desk_id": place.desk_id,
            "channel": str(place.channel),
            "respondents": watched,
        }
        add_counts(run.session, WatchedTally, count="respondents", rows=[cell])


def empty_inbox(session: Session, *, rows: Iterable[SealedRow]) -> None:
    """Delete the sealed ratings that were read, group by group.

    :raises portal.storage.sealing.rows.RowsVanished: when one of them is gone already.
    """
    groups: dict[tuple[int, str], list[bytes]] = {}
    for row in rows:
        groups.setdefault((row.desk_id, row.channel), []).append(row.token)
    for (desk, channel), tokens in groups.items():
        within = {"desk_id": desk, "channel": channel}
        take_away(session, SealedRating, within=within, tokens=tokens)


def _ballot_row(run: MixRun, answers: RatingAnswers, *, place: Place) -> dict[str, Any]:
    cell = place.cell(answers, period=run.period)
    return {"token": new_token(), **ballot_of(answers.scores, cell=cell)}


def _comment_row(run: MixRun, answers: RatingAnswers, *, place: Place) -> dict[str, Any]:
    return {
        "token": new_token(),
        "period": run.period,
        "agency_id": place.agency_id,
        "desk_id": place.desk_id,
        "text": answers.comment,
    }


def _part_row(run: MixRun, ciphertext: bytes) -> dict[str, Any]:
    return {"token": new_token(), "key_id": run.key_id, "ciphertext": ciphertext}
