"""Mixes every group of one desk and channel that is a crowd, in chunks that are crowds."""

from collections.abc import Sequence

from portal.rating.domain.answers import RatingAnswers
from portal.rating.domain.mixing import CROWD, Place, chunk_sizes
from portal.rating.domain.payload import UnreadablePayload
from portal.rating.queries.mix import SealedRow, WaitingGroup, sealed_ratings, waiting_groups
from portal.rating.sealing import CannotOpen
from portal.rating.service.mix.turn import Step, Turn
from portal.rating.service.mix.write import write_crowd

CHUNK = 2_000


def mix_groups(turn: Turn) -> None:
    """Mix all groups of ten or more; smaller ones are left for the end of the turn."""
    groups = waiting_groups(turn.session, key_ids=turn.openers)
    total = sum(group.ratings for group in groups if group.ratings >= CROWD)
    for group in groups:
        _mix_group(turn, group, total=total)


def _mix_group(turn: Turn, group: WaitingGroup, *, total: int) -> None:
    desk = turn.catalogue.desks[group.desk_id]
    place = Place(
        agency_id=desk.agency_id, unit_id=desk.unit_id, desk_id=desk.id, channel=group.channel
    )
    after = b""
    for size in chunk_sizes(group.ratings, chunk=CHUNK):
        rows = sealed_ratings(turn.session, group, key_ids=turn.openers, after=after, limit=size)
        after = rows[-1].token
        opened = [each for each in open_all(turn, rows) if _is_offered(turn, each)]
        turn.reached(Step.GROUP_OPENED)
        if len(opened) >= CROWD:
            write_crowd(turn, opened, place=place)
        turn.on_progress(turn.counts["mixed"], total)


def _is_offered(turn: Turn, opened: tuple[SealedRow, RatingAnswers]) -> bool:
    """Return whether the desk offers the service or once did; others wait to be folded up."""
    row, answers = opened
    return (row.desk_id, answers.service_id) in turn.offers


def is_of_agency(turn: Turn, row: SealedRow, *, service_id: int) -> bool:
    """Return whether a service is one of the agency of a rating's desk."""
    service = turn.catalogue.services.get(service_id)
    return service is not None and service.agency_id == turn.catalogue.desks[row.desk_id].agency_id


def open_all(turn: Turn, rows: Sequence[SealedRow]) -> list[tuple[SealedRow, RatingAnswers]]:
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
