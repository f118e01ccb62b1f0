"""Mixes what is a crowd of every desk and channel: ten of one service and pattern, or pooled."""

from collections.abc import Iterator, Sequence

from portal.rating.answers.answers import RatingAnswers
from portal.rating.answers.payload import UnreadablePayload
from portal.rating.mixing.batches import Crowd, Pattern, Waiting, pattern_of
from portal.rating.mixing.domain import CROWD, Place
from portal.rating.mixing.inbox_models import MixTurn
from portal.rating.mixing.mix_run import Step, Turn
from portal.rating.mixing.queries import (
    SealedRow,
    WaitingGroup,
    is_turn_handled,
    sealed_ratings,
    waiting_groups,
)
from portal.rating.mixing.sealing import CannotOpen
from portal.rating.mixing.writing import write_crowds
from portal.storage.database import begin_write

CHUNK = 2_000
Opened = tuple[SealedRow, RatingAnswers]


def mix_groups(turn: Turn) -> None:
    """Mix every crowd of ten or more; what is none is left for the end of the turn.

    Through the month a rating waits for ten of its service and pattern. At the month's end ten
    of the pattern are enough, and become ballots without a service.
    """
    is_last = turn.month_to_finish == turn.period
    is_month_end = is_last or not is_turn_handled(
        turn.session, "services", period=turn.month_to_finish
    )
    groups = waiting_groups(turn.session, key_ids=turn.openers)
    total = sum(group.ratings for group in groups if group.ratings >= CROWD)
    for group in groups:
        if group.ratings >= CROWD:
            _mix_group(turn, group, total=total, is_month_end=is_month_end)
    if is_month_end:
        begin_write(turn.session)
        turn.session.merge(MixTurn(kind="services", period=turn.month_to_finish))
        turn.session.commit()


def _mix_group(turn: Turn, group: WaitingGroup, *, total: int, is_month_end: bool) -> None:
    waiting: Waiting[Opened] = Waiting()
    after: bytes | None = b""
    while after is not None:
        rows = sealed_ratings(turn.session, group, key_ids=turn.openers, after=after, limit=CHUNK)
        after = rows[-1].token if len(rows) == CHUNK else None
        for opened in open_all(turn, rows):
            if _is_offered(turn, opened):
                service = opened[1].service_id
                waiting.add(opened, service_id=service, pattern=missing(turn, opened))
        turn.reached(Step.GROUP_OPENED)
        crowds = list(waiting.crowds(keep=0 if after is None else CROWD))
        if after is None and is_month_end:
            crowds += waiting.pooled()
        if crowds:
            write_crowds(turn, list(_placed(turn, group, crowds=crowds)))
        turn.on_progress(turn.counts["mixed"], total)


def _placed(
    turn: Turn, group: WaitingGroup, *, crowds: Sequence[Crowd[Opened]]
) -> Iterator[tuple[Place, Sequence[Opened]]]:
    desk = turn.catalogue.desks[group.desk_id]
    for crowd in crowds:
        place = Place(
            agency_id=desk.agency_id,
            unit_id=desk.unit_id,
            desk_id=desk.id,
            channel=group.channel,
            keeps_service=crowd.service_id is not None,
        )
        yield place, crowd.members


def missing(turn: Turn, opened: Opened) -> Pattern:
    """Return which elements a rating lacks because its service did not ask them."""
    _, answers = opened
    return pattern_of(answers, left_out=turn.left_out[answers.service_id])


def _is_offered(turn: Turn, opened: Opened) -> bool:
    """Return whether the desk offers the service or once did; others wait to be folded up."""
    row, answers = opened
    return (row.desk_id, answers.service_id) in turn.offers


def is_of_agency(turn: Turn, row: SealedRow, *, service_id: int) -> bool:
    """Return whether a service is one of the agency of a rating's desk."""
    service = turn.catalogue.services.get(service_id)
    return service is not None and service.agency_id == turn.catalogue.desks[row.desk_id].agency_id


def open_all(turn: Turn, rows: Sequence[SealedRow]) -> list[Opened]:
    """Open what opens; what does not stays where it is and is counted at the end."""
    opened = []
    for row in rows:
        try:
            answers = turn.openers[row.key_id].open_sealed(row.ciphertext)
        except (CannotOpen, UnreadablePayload):
            continue
        if is_of_agency(turn, row, service_id=answers.service_id):
            opened.append((row, answers))
    return opened
