"""Writes batches of opened ratings, and counts what was split off them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from portal.rating.answers.answers import RatingAnswers
from portal.rating.answers.submission import UnreadablePayload
from portal.rating.mixing.anomaly_models import WatchedTally
from portal.rating.mixing.anomaly_rules import BatchHits
from portal.rating.mixing.ballot_models import (
    Ballot,
    Comment,
    OfficerTally,
    ProfileTally,
    ReasonTally,
)
from portal.rating.mixing.domain import (
    MIN_BATCH_SIZE,
    CountedPlace,
    TallyCell,
    TallySums,
    ballot_of,
    split_records_of,
    summed,
)
from portal.rating.mixing.inbox_models import HandledPeriod, SealedPart, SealedRating
from portal.rating.mixing.mix_run import MixRun, MixStep
from portal.rating.mixing.queries import SealedRow, is_period_handled, sealed_parts
from portal.rating.mixing.split_records import OfficerAnswer, Part, ProfileAnswer
from portal.rating.mixing.tallies import add_counts, fold_tallies
from portal.rating.mixing.watching import step_watches
from portal.storage.database import begin_write
from portal.storage.sealing.keys import CannotOpen
from portal.storage.sealing.rows import insert_rows, new_token, shuffled, take_away

PORTION = 5_000
OpenedSplitRecord = tuple[SealedRow, Part]
Batches = dict[tuple[str, int, int], list[OpenedSplitRecord]]


def count_or_seal_split_records(run: MixRun) -> None:
    """Go through all sealed parts once.

    Answers about an officer are counted whenever ten of one officer at one desk are there;
    profiles and reasons when a month has ended and ten of one agency are there. What is no
    batch is sealed to the new key; at a month's end answers about officers of a retired desk,
    whose batch cannot come any more, are dropped. Each portion is one transaction.
    """
    is_month_end = not is_period_handled(run.session, "parts", period=run.period_before)
    batches: Batches = {}
    after: bytes | None = b""
    while after is not None:
        rows = sealed_parts(run.session, key_ids=run.openers, after=after, limit=PORTION)
        after = rows[-1].token if len(rows) == PORTION else None
        sealed = _sort_in(run, rows, batches=batches, is_month_end=is_month_end)
        ready = _take_batches(batches, keep=0 if after is None else MIN_BATCH_SIZE)
        if after is None:
            sealed += [opened for alone in batches.values() for opened in alone]
        _write(run, ready, sealed=sealed, ends_month=is_month_end and after is None)


def _sort_in(
    run: MixRun, rows: Sequence[SealedRow], *, batches: Batches, is_month_end: bool
) -> list[OpenedSplitRecord]:
    """Put parts that may be counted into ``batches`` and return those that must wait."""
    waiting: list[OpenedSplitRecord] = []
    for row in rows:
        try:
            part = run.openers[row.key_id].open_part(row.ciphertext)
        except (CannotOpen, UnreadablePayload):
            run.counts["unreadable"] += 1
            continue
        if is_month_end or isinstance(part, OfficerAnswer):
            batches.setdefault(_batch_key(part), []).append((row, part))
        else:
            waiting.append((row, part))
    return waiting


def _batch_key(part: Part) -> tuple[str, int, int]:
    if isinstance(part, OfficerAnswer):
        return ("officer", part.officer_id, part.desk_id)
    return (type(part).__name__, part.agency_id, 0)


def _take_batches(batches: Batches, *, keep: int) -> list[OpenedSplitRecord]:
    """Take whole batches out of ``batches``, leaving ``keep`` so that the last is one too."""
    ready: list[OpenedSplitRecord] = []
    for key, members in batches.items():
        if len(members) >= MIN_BATCH_SIZE + keep:
            ready += members[keep:]
            batches[key] = members[:keep]
    return ready


def _write(
    run: MixRun,
    ready: Sequence[OpenedSplitRecord],
    *,
    sealed: Sequence[OpenedSplitRecord],
    ends_month: bool,
) -> None:
    kept = [part for _, part in sealed if not (ends_month and _is_hopeless(run, part))]
    fresh = [
        {
            "token": new_token(),
            "key_id": run.key_id,
            "ciphertext": run.split_record_box.seal(part),
        }
        for part in kept
    ]
    begin_write(run.session)
    _count(run, [part for _, part in ready])
    done = [row.token for row, _ in (*ready, *sealed)]
    take_away(run.session, SealedPart, within={}, tokens=done)
    insert_rows(run.session, SealedPart, rows=shuffled(fresh))
    if ends_month:
        run.session.add(HandledPeriod(kind="parts", period=run.period_before))
    run.reached(MixStep.SPLIT_RECORDS_WRITTEN)
    run.session.commit()
    run.reached(MixStep.SPLIT_RECORDS_SEALED)
    run.counts["split_records_folded"] += len(ready)
    run.counts["dropped"] += len(sealed) - len(kept)


def _is_hopeless(run: MixRun, part: Part) -> bool:
    """Return whether nobody can rate this officer at this desk any more."""
    desks = run.catalogue.desks
    return isinstance(part, OfficerAnswer) and desks[part.desk_id].is_retired(run.today)


def _count(run: MixRun, parts: Sequence[Part]) -> None:
    """Add parts to their marginal counts; nothing of a single respondent remains."""
    counted: dict[type[Any], Counter[tuple[Any, ...]]] = {
        OfficerTally: Counter(),
        ProfileTally: Counter(),
        ReasonTally: Counter(),
    }
    for part in parts:
        table, cells = _cells(run, part)
        counted[table].update(cells)
    for table, answers in counted.items():
        columns = [column.name for column in table.__table__.columns]
        rows = [
            dict(zip(columns, (*cell, count), strict=True))
            for cell, count in sorted(answers.items())
        ]
        add_counts(run.session, table, count=columns[-1], rows=rows)


def _cells(run: MixRun, part: Part) -> tuple[type[Any], list[tuple[Any, ...]]]:
    """Return the table a part counts in, and its cells in the order of the table's key."""
    if isinstance(part, OfficerAnswer):
        place = (run.period, part.officer_id, part.desk_id)
        return OfficerTally, [(*place, str(e), level) for e, level in part.scores.items()]
    place_and_year = (part.agency_id, int(run.period_before[:4]))
    if isinstance(part, ProfileAnswer):
        return ProfileTally, [(*place_and_year, *answer) for answer in part.profile.items()]
    return ReasonTally, [(*place_and_year, str(element)) for element in part.reasons]


Opened = tuple[SealedRow, RatingAnswers]
Batch = tuple[CountedPlace, Sequence[Opened]]
Row = dict[str, Any]


@dataclass(slots=True)
class _NewRows:
    """What becomes of some batches: rows by table, and the sums that their tallies grow by."""

    ballots: list[Row] = field(default_factory=list)
    comments: list[Row] = field(default_factory=list)
    split_records: list[Row] = field(default_factory=list)
    sums: dict[TallyCell, TallySums] = field(default_factory=dict)


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
    run.reached(MixStep.GROUP_WRITTEN)
    run.session.commit()
    run.reached(MixStep.GROUP_MIXED)
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


def _watch(
    run: MixRun, batch: Sequence[RatingAnswers], *, hits: BatchHits, place: CountedPlace
) -> None:
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


def _ballot_row(run: MixRun, answers: RatingAnswers, *, place: CountedPlace) -> Row:
    cell = place.cell(answers, period=run.period)
    return {"token": new_token(), **ballot_of(answers.scores, cell=cell)}


def _comment_row(run: MixRun, answers: RatingAnswers, *, place: CountedPlace) -> Row:
    return {
        "token": new_token(),
        "period": run.period,
        "agency_id": place.agency_id,
        "desk_id": place.desk_id,
        "text": answers.comment,
    }


def _split_record_row(run: MixRun, ciphertext: bytes) -> Row:
    return {"token": new_token(), "key_id": run.key_id, "ciphertext": ciphertext}
