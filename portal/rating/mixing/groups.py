"""Mixes complete batches of each desk and channel: ten of one service and pattern, or pooled."""

from collections.abc import Iterator, Sequence

from portal.rating.answers.answers import RatingAnswers
from portal.rating.answers.payload import UnreadablePayload
from portal.rating.mixing.batches import Batch, Pattern, Waiting, pattern_of
from portal.rating.mixing.domain import MIN_BATCH_SIZE, Place
from portal.rating.mixing.inbox_models import HandledPeriod
from portal.rating.mixing.mix_run import MixRun, Step
from portal.rating.mixing.queries import (
    SealedRow,
    WaitingGroup,
    is_period_handled,
    sealed_ratings,
    waiting_groups,
)
from portal.rating.mixing.writing import write_batches
from portal.storage.database import begin_write
from portal.storage.sealing.keys import CannotOpen

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
    waiting: Waiting[Opened] = Waiting()
    after: bytes | None = b""
    while after is not None:
        rows = sealed_ratings(run.session, group, key_ids=run.openers, after=after, limit=CHUNK)
        after = rows[-1].token if len(rows) == CHUNK else None
        for opened in open_all(run, rows):
            if _is_offered(run, opened):
                service = opened[1].service_id
                waiting.add(opened, service_id=service, pattern=missing(run, opened))
        run.reached(Step.GROUP_OPENED)
        batches = list(waiting.batches(keep=0 if after is None else MIN_BATCH_SIZE))
        if after is None and is_month_end:
            batches += waiting.pooled()
        if batches:
            write_batches(run, list(_placed(run, group, batches=batches)))
        run.on_progress(run.counts["mixed"], total)


def _placed(
    run: MixRun, group: WaitingGroup, *, batches: Sequence[Batch[Opened]]
) -> Iterator[tuple[Place, Sequence[Opened]]]:
    desk = run.catalogue.desks[group.desk_id]
    for batch in batches:
        place = Place(
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
