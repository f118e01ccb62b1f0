"""Counts split records of complete batches and seals the others again, in bounded portions."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from portal.rating.answers.payload import UnreadablePayload
from portal.rating.mixing.domain import MIN_BATCH_SIZE
from portal.rating.mixing.inbox_models import HandledPeriod, SealedPart
from portal.rating.mixing.mix_run import MixRun, Step
from portal.rating.mixing.queries import SealedRow, is_period_handled, sealed_parts
from portal.rating.mixing.split_models import OfficerTally, ProfileTally, ReasonTally
from portal.rating.mixing.split_records import OfficerAnswer, Part, ProfileAnswer
from portal.rating.mixing.tallies import add_counts
from portal.storage.database import begin_write
from portal.storage.sealing.keys import CannotOpen
from portal.storage.sealing.rows import insert_rows, take_away
from portal.storage.sealing.shuffling import new_token, shuffled

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
    run.reached(Step.SPLIT_RECORDS_WRITTEN)
    run.session.commit()
    run.reached(Step.SPLIT_RECORDS_SEALED)
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
