"""Seals what is no crowd again, under the new key; at year end folds it upwards instead."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from portal.organisation.places.catalogue import Desk
from portal.rating.answers.channels import Channel
from portal.rating.answers.payload import UnreadablePayload, decode
from portal.rating.mixing.batches import without
from portal.rating.mixing.domain import CROWD, Place
from portal.rating.mixing.groups import Opened, is_of_agency, missing, open_all
from portal.rating.mixing.inbox_models import MixTurn, SealedRating
from portal.rating.mixing.mix_run import MONTHS, Step, Turn
from portal.rating.mixing.queries import SealedRow, is_turn_handled, sealed_leftovers
from portal.rating.mixing.rows import insert_rows
from portal.rating.mixing.sealing import CannotOpen
from portal.rating.mixing.writing import empty_inbox, new_token, shuffled, write_crowds
from portal.storage.database import begin_write
from portal.survey.elements import Element

Crowd = tuple[Hashable, ...]


def fold_leftovers(turn: Turn) -> None:
    """Mix leftovers without desk or officer: of retired desks always, of all at year end.

    A crowd of ten that lack the same elements is looked for in the agency's service, then in its
    unit, then in the agency. At year end the agency's last leftovers are mixed together, without
    the elements that not all of them were asked: no service is so small that it waits for ever.
    """
    is_year_end = not _is_year_finished(turn)
    rows = [
        row
        for row in sealed_leftovers(turn.session, key_ids=turn.openers)
        if is_year_end or _desk(turn, row).is_retired(turn.today)
    ]
    left = open_all(turn, rows)
    for crowd_of in (_service_crowd, _unit_crowd, _agency_crowd):
        left = _fold_once(turn, left, crowd_of=crowd_of)
    if is_year_end:
        _fold_last(turn, left)
        _finish_year(turn)


def _fold_last(turn: Turn, left: Sequence[Opened]) -> None:
    """Mix what is left of an agency, without elements that some were not asked."""
    agencies: dict[tuple[int, str], list[Opened]] = {}
    for opened in left:
        row = opened[0]
        agencies.setdefault((_desk(turn, row).agency_id, row.channel), []).append(opened)
    for members in agencies.values():
        unasked = frozenset[Element]().union(*(missing(turn, each) for each in members))
        alike = [(row, without(answers, unasked)) for row, answers in members]
        kept = [(row, answers) for row, answers in alike if answers is not None]
        if len(kept) >= CROWD:
            _write_folded(turn, kept, crowd_of=_agency_crowd)


def _is_year_finished(turn: Turn) -> bool:
    is_last_day = turn.year_to_finish == turn.today.year
    return not is_last_day and is_turn_handled(
        turn.session, "leftovers", period=f"{turn.year_to_finish}-{MONTHS}"
    )


def _finish_year(turn: Turn) -> None:
    begin_write(turn.session)
    turn.session.merge(MixTurn(kind="leftovers", period=f"{turn.year_to_finish}-{MONTHS}"))
    turn.session.commit()


def _fold_once(
    turn: Turn, left: Sequence[Opened], *, crowd_of: Callable[[Desk, Opened], Crowd | None]
) -> list[Opened]:
    """Write the crowds that ``crowd_of`` makes and return who found none."""
    crowds: dict[Crowd, list[Opened]] = {}
    alone: list[Opened] = []
    for opened in left:
        crowd = crowd_of(_desk(turn, opened[0]), opened)
        key = None if crowd is None else (*crowd, missing(turn, opened))
        (alone if key is None else crowds.setdefault(key, [])).append(opened)
    for members in crowds.values():
        if len(members) < CROWD:
            alone += members
        else:
            _write_folded(turn, members, crowd_of=crowd_of)
    return alone


def _write_folded(turn: Turn, members: Sequence[Opened], *, crowd_of: object) -> None:
    turn.counts["dropped"] += sum(answers.officer_id is not None for _, answers in members)
    write_crowds(turn, [(_place(turn, members, crowd_of=crowd_of), members)])


def _service_crowd(desk: Desk, opened: Opened) -> Crowd | None:
    row, answers = opened
    return (desk.agency_id, answers.service_id, row.channel)


def _unit_crowd(desk: Desk, opened: Opened) -> Crowd | None:
    return None if desk.unit_id is None else (desk.unit_id, opened[0].channel)


def _agency_crowd(desk: Desk, opened: Opened) -> Crowd | None:
    return (desk.agency_id, opened[0].channel)


def _place(turn: Turn, members: Sequence[Opened], *, crowd_of: object) -> Place:
    row = members[0][0]
    desk = _desk(turn, row)
    return Place(
        agency_id=desk.agency_id,
        unit_id=desk.unit_id if crowd_of is _unit_crowd else None,
        desk_id=None,
        channel=Channel(row.channel),
        keeps_service=crowd_of is _service_crowd,
    )


def _desk(turn: Turn, row: SealedRow) -> Desk:
    return turn.catalogue.desks[row.desk_id]


def seal_rest(turn: Turn) -> None:
    """Seal every rating that still waits to the new key, shuffled, in one transaction."""
    kept, fresh = [], []
    for row in sealed_leftovers(turn.session, key_ids=turn.openers):
        payload = _payload(turn, row)
        if payload is not None:
            kept.append(row)
            fresh.append(_sealed_again(turn, row, payload=payload))
    begin_write(turn.session)
    empty_inbox(turn.session, rows=kept)
    insert_rows(turn.session, SealedRating, rows=shuffled(fresh))
    turn.reached(Step.REST_WRITTEN)
    turn.session.commit()
    turn.reached(Step.REST_SEALED)


def _payload(turn: Turn, row: SealedRow) -> bytes | None:
    """Return the opened bytes, counting those that hold no rating or do not even open."""
    try:
        payload = turn.openers[row.key_id].open_payload(row.ciphertext)
    except CannotOpen:
        turn.counts["unreadable"] += 1
        return None
    turn.counts["unreadable"] += not _is_rating(turn, row, payload=payload)
    return payload


def _is_rating(turn: Turn, row: SealedRow, *, payload: bytes) -> bool:
    """Return whether it is one, of a service of its desk's agency."""
    try:
        return is_of_agency(turn, row, service_id=decode(payload).service_id)
    except UnreadablePayload:
        return False


def _sealed_again(turn: Turn, row: SealedRow, *, payload: bytes) -> dict[str, Any]:
    return {
        "token": new_token(),
        "key_id": turn.key_id,
        "desk_id": row.desk_id,
        "channel": row.channel,
        "ciphertext": turn.sealer.seal_payload(payload),
    }
