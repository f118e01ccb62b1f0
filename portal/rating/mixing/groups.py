"""Mixes complete batches, and seals what is left of them again or folds it upwards."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from portal.organisation.places.catalogue import Desk
from portal.rating.answers.answers import Channel, RatingAnswers
from portal.rating.answers.submission import UnreadablePayload, decode
from portal.rating.mixing.batches import Batch, Pattern, WaitingRatings, pattern_of, without
from portal.rating.mixing.domain import MIN_BATCH_SIZE, CountedPlace
from portal.rating.mixing.inbox_models import HandledPeriod, SealedRating
from portal.rating.mixing.mix_run import MixRun, MixStep
from portal.rating.mixing.queries import (
    SealedRow,
    WaitingGroup,
    is_period_handled,
    sealed_ratings,
    sealed_residuals,
    waiting_groups,
)
from portal.rating.mixing.writing import empty_inbox, write_batches
from portal.storage.database import begin_write
from portal.storage.sealing.keys import CannotOpen
from portal.storage.sealing.rows import insert_rows, new_token, shuffled
from portal.survey.elements import Element

CHUNK = 2_000
Opened = tuple[SealedRow, RatingAnswers]


def mix_groups(run: MixRun) -> None:
    """Mix every batch of ten or more; residuals are left for the end of the run.

    Through the month a rating waits for ten of its service and pattern. At the month's end ten
    of the pattern are enough, and become ballots without a service.
    """
    is_last = run.month_to_finish == run.period
    is_month_end = is_last or not is_period_handled(
        run.session, "services", period=run.month_to_finish
    )
    groups = waiting_groups(run.session, key_ids=run.openers)
    total = sum(group.ratings for group in groups if group.ratings >= MIN_BATCH_SIZE)
    for group in groups:
        if group.ratings >= MIN_BATCH_SIZE:
            _mix_group(run, group, total=total, is_month_end=is_month_end)
    if is_month_end:
        begin_write(run.session)
        run.session.merge(HandledPeriod(kind="services", period=run.month_to_finish))
        run.session.commit()


def _mix_group(run: MixRun, group: WaitingGroup, *, total: int, is_month_end: bool) -> None:
    waiting: WaitingRatings[Opened] = WaitingRatings()
    after: bytes | None = b""
    while after is not None:
        rows = sealed_ratings(run.session, group, key_ids=run.openers, after=after, limit=CHUNK)
        after = rows[-1].token if len(rows) == CHUNK else None
        for opened in open_all(run, rows):
            if _is_offered(run, opened):
                service = opened[1].service_id
                waiting.add(opened, service_id=service, pattern=missing(run, opened))
        run.reached(MixStep.GROUP_OPENED)
        batches = list(waiting.batches(keep=0 if after is None else MIN_BATCH_SIZE))
        if after is None and is_month_end:
            batches += waiting.pooled()
        if batches:
            write_batches(run, list(_placed(run, group, batches=batches)))
        run.on_progress(run.counts["mixed"], total)


def _placed(
    run: MixRun, group: WaitingGroup, *, batches: Sequence[Batch[Opened]]
) -> Iterator[tuple[CountedPlace, Sequence[Opened]]]:
    desk = run.catalogue.desks[group.desk_id]
    for batch in batches:
        place = CountedPlace(
            agency_id=desk.agency_id,
            unit_id=desk.unit_id,
            desk_id=desk.id,
            channel=group.channel,
            keeps_service=batch.service_id is not None,
        )
        yield place, batch.members


def missing(run: MixRun, opened: Opened) -> Pattern:
    """Return which elements a rating lacks because its service did not ask them."""
    _, answers = opened
    return pattern_of(answers, left_out=run.left_out[answers.service_id])


def _is_offered(run: MixRun, opened: Opened) -> bool:
    """Return whether the desk offers the service or once did; others wait to be folded upwards."""
    row, answers = opened
    return (row.desk_id, answers.service_id) in run.offers


def is_of_agency(run: MixRun, row: SealedRow, *, service_id: int) -> bool:
    """Return whether a service is one of the agency of a rating's desk."""
    service = run.catalogue.services.get(service_id)
    return service is not None and service.agency_id == run.catalogue.desks[row.desk_id].agency_id


def open_all(run: MixRun, rows: Sequence[SealedRow]) -> list[Opened]:
    """Open what can be opened; the rest stays in the inbox and is counted at the end of the run."""
    opened = []
    for row in rows:
        try:
            answers = run.openers[row.key_id].open_sealed(row.ciphertext)
        except (CannotOpen, UnreadablePayload):
            continue
        if is_of_agency(run, row, service_id=answers.service_id):
            opened.append((row, answers))
    return opened


BatchKey = tuple[Hashable, ...]


def fold_residuals(run: MixRun) -> None:
    """Mix residuals without desk or officer: of retired desks always, of all at year end.

    A batch of ten that lack the same elements is looked for in the agency's service, then in its
    unit, then in the agency. At year end the agency's last residuals are mixed together, without
    the elements that not all of them were asked: ratings of a small service must not wait for ever.
    """
    is_year_end = not _is_year_finished(run)
    rows = [
        row
        for row in sealed_residuals(run.session, key_ids=run.openers)
        if is_year_end or _desk(run, row).is_retired(run.today)
    ]
    left = open_all(run, rows)
    for batch_of in (_service_batch, _unit_batch, _agency_batch):
        left = _fold_once(run, left, batch_of=batch_of)
    if is_year_end:
        _fold_last(run, left)
        _finish_year(run)


def _fold_last(run: MixRun, left: Sequence[Opened]) -> None:
    """Mix what is left of an agency, without elements that some were not asked."""
    agencies: dict[tuple[int, str], list[Opened]] = {}
    for opened in left:
        row = opened[0]
        agencies.setdefault((_desk(run, row).agency_id, row.channel), []).append(opened)
    for members in agencies.values():
        unasked = frozenset[Element]().union(*(missing(run, each) for each in members))
        alike = [(row, without(answers, unasked)) for row, answers in members]
        kept = [(row, answers) for row, answers in alike if answers is not None]
        if len(kept) >= MIN_BATCH_SIZE:
            _write_folded(run, kept, batch_of=_agency_batch)


def _is_year_finished(run: MixRun) -> bool:
    is_last_day = run.year_to_finish == run.today.year
    return not is_last_day and is_period_handled(run.session, "leftovers", period=run.end_of_year)


def _finish_year(run: MixRun) -> None:
    begin_write(run.session)
    run.session.merge(HandledPeriod(kind="leftovers", period=run.end_of_year))
    run.session.commit()


def _fold_once(
    run: MixRun, left: Sequence[Opened], *, batch_of: Callable[[Desk, Opened], BatchKey | None]
) -> list[Opened]:
    """Write the batches that ``batch_of`` makes and return who found none."""
    batches: dict[BatchKey, list[Opened]] = {}
    alone: list[Opened] = []
    for opened in left:
        batch = batch_of(_desk(run, opened[0]), opened)
        key = None if batch is None else (*batch, missing(run, opened))
        (alone if key is None else batches.setdefault(key, [])).append(opened)
    for members in batches.values():
        if len(members) < MIN_BATCH_SIZE:
            alone += members
        else:
            _write_folded(run, members, batch_of=batch_of)
    return alone


def _write_folded(run: MixRun, members: Sequence[Opened], *, batch_of: object) -> None:
    run.counts["dropped"] += sum(answers.officer_id is not None for _, answers in members)
    write_batches(run, [(_place(run, members, batch_of=batch_of), members)])


def _service_batch(desk: Desk, opened: Opened) -> BatchKey | None:
    row, answers = opened
    return (desk.agency_id, answers.service_id, row.channel)


def _unit_batch(desk: Desk, opened: Opened) -> BatchKey | None:
    return None if desk.unit_id is None else (desk.unit_id, opened[0].channel)


def _agency_batch(desk: Desk, opened: Opened) -> BatchKey | None:
    return (desk.agency_id, opened[0].channel)


def _place(run: MixRun, members: Sequence[Opened], *, batch_of: object) -> CountedPlace:
    row = members[0][0]
    desk = _desk(run, row)
    return CountedPlace(
        agency_id=desk.agency_id,
        unit_id=desk.unit_id if batch_of is _unit_batch else None,
        desk_id=None,
        channel=Channel(row.channel),
        keeps_service=batch_of is _service_batch,
    )


def _desk(run: MixRun, row: SealedRow) -> Desk:
    return run.catalogue.desks[row.desk_id]


def seal_residuals(run: MixRun) -> None:
    """Seal every rating that still waits to the new key, shuffled, in one transaction."""
    kept, fresh = [], []
    for row in sealed_residuals(run.session, key_ids=run.openers):
        payload = _payload(run, row)
        if payload is not None:
            kept.append(row)
            fresh.append(_sealed_again(run, row, payload=payload))
    begin_write(run.session)
    empty_inbox(run.session, rows=kept)
    insert_rows(run.session, SealedRating, rows=shuffled(fresh))
    run.reached(MixStep.RESIDUALS_WRITTEN)
    run.session.commit()
    run.reached(MixStep.RESIDUALS_SEALED)


def _payload(run: MixRun, row: SealedRow) -> bytes | None:
    """Return the opened bytes, counting those that hold no rating or do not even open."""
    try:
        payload = run.openers[row.key_id].open_payload(row.ciphertext)
    except CannotOpen:
        run.counts["unreadable"] += 1
        return None
    run.counts["unreadable"] += not _is_rating(run, row, payload=payload)
    return payload


def _is_rating(run: MixRun, row: SealedRow, *, payload: bytes) -> bool:
    """Return whether it is one, of a service of its desk's agency."""
    try:
        return is_of_agency(run, row, service_id=decode(payload).service_id)
    except UnreadablePayload:
        return False


def _sealed_again(run: MixRun, row: SealedRow, *, payload: bytes) -> dict[str, Any]:
    return {
        "token": new_token(),
        "key_id": run.key_id,
        "desk_id": row.desk_id,
        "channel": row.channel,
        "ciphertext": run.sealer.seal_payload(payload),
    }
