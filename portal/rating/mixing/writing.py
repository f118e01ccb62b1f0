"""Stores batches of opened ratings and deletes their ciphertexts, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
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
Batch = tuple[Place, Sequence[Opened]]
Row = dict[str, Any]


@dataclass(slots=True)
class _NewRows:
    """What becomes of some batches: rows by table, and the sums that their tallies grow by."""

    ballots: list[Row] = field(default_factory=list)
    comments: list[Row] = field(default_factory=list)
    split_records: list[Row] = field(default_factory=list)
    sums: dict[Cell, Sums] = field(default_factory=dict)


def write_batches(run: MixRun, batches: Sequence[Batch]) -> None:
    """Store batches of one desk, or of one folded place, and empty their inbox; commits.

    A rating becomes a ballot; its comment and its split records become rows of their own, without
    a link to it. Rows are computed before the transaction begins, so that it is short: citizens'
    ratings wait meanwhile. All rows of a table are inserted in a random order.

    :param batches: each with ten or more ratings that look alike, and the place where they count;
        the places differ in nothing but whether the service is kept.
    """
    rows = _new_rows(run, batches)
    answers = [each for _, opened in batches for _, each in opened]
    hits = BatchHits.of(each.scores for each in shuffled(answers))
    begin_write(run.session)
    insert_rows(run.session, Ballot, rows=shuffled(rows.ballots))
    insert_rows(run.session, Comment, rows=shuffled(rows.comments))
    insert_rows(run.session, SealedPart, rows=shuffled(rows.split_records))
    fold_tallies(run.session, rows.sums)
    _watch(run, answers, hits=hits, place=batches[0][0])
    empty_inbox(run.session, rows=[row for _, opened in batches for row, _ in opened])
    run.reached(Step.GROUP_WRITTEN)
    run.session.commit()
    run.reached(Step.GROUP_MIXED)
    run.counts["mixed"] += len(answers)


def _new_rows(run: MixRun, batches: Sequence[Batch]) -> _NewRows:
    """Return the rows that the ratings of some batches become."""
    rows = _NewRows()
    for place, opened in batches:
        batch = [answers for _, answers in opened]
        rows.sums = summed(batch, place=place, period=run.period, before=rows.sums)
        for answers in batch:
            rows.ballots.append(_ballot_row(run, answers, place=place))
            if answers.comment:
                rows.comments.append(_comment_row(run, answers, place=place))
            for record in split_records_of(answers, place=place):
                sealed = run.split_record_box.seal(record)
                rows.split_records.append(_split_record_row(run, sealed))
    return rows


def _watch(run: MixRun, batch: Sequence[RatingAnswers], *, hits: BatchHits, place: Place) -> None:
    """Advance the anomaly watches, and count the citizens who said that staff watched them."""
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
    """Delete the sealed ratings that were opened, by desk and channel.

    :raises portal.storage.sealing.rows.RowsVanished: when one of them is gone already.
    """
    groups: dict[tuple[int, str], list[bytes]] = {}
    for row in rows:
        groups.setdefault((row.desk_id, row.channel), []).append(row.token)
    for (desk, channel), tokens in groups.items():
        within = {"desk_id": desk, "channel": channel}
        take_away(session, SealedRating, within=within, tokens=tokens)


def _ballot_row(run: MixRun, answers: RatingAnswers, *, place: Place) -> Row:
    cell = place.cell(answers, period=run.period)
    return {"token": new_token(), **ballot_of(answers.scores, cell=cell)}


def _comment_row(run: MixRun, answers: RatingAnswers, *, place: Place) -> Row:
    return {
        "token": new_token(),
        "period": run.period,
        "agency_id": place.agency_id,
        "desk_id": place.desk_id,
        "text": answers.comment,
    }


def _split_record_row(run: MixRun, ciphertext: bytes) -> Row:
    return {"token": new_token(), "key_id": run.key_id, "ciphertext": ciphertext}
