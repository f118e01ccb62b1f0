"""Counts parts whose crowd is there and seals the others again, a bounded portion at a time."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from portal.rating.answers.payload import UnreadablePayload
from portal.rating.mixing.domain import CROWD
from portal.rating.mixing.inbox_models import MixTurn, SealedPart
from portal.rating.mixing.mix_run import Step, Turn
from portal.rating.mixing.part_models import OfficerTally, ProfileTally, ReasonTally
from portal.rating.mixing.part_records import OfficerAnswer, Part, ProfileAnswer
from portal.rating.mixing.queries import SealedRow, is_turn_handled, sealed_parts
from portal.rating.mixing.rows import insert_rows, take_away
from portal.rating.mixing.sealing import CannotOpen
from portal.rating.mixing.tallies import add_counts
from portal.rating.mixing.writing import new_token, shuffled
from portal.storage.database import begin_write

PORTION = 5_000
OpenedPart = tuple[SealedRow, Part]
Crowds = dict[tuple[str, int, int], list[OpenedPart]]


def count_or_seal_parts(turn: Turn) -> None:
    """Go through all sealed parts once.

    Answers about an officer are counted whenever ten of one officer at one desk are there;
    profiles and reasons when a month has ended and ten of one agency are there. What is no
    crowd is sealed to the new key; at a month's end answers about officers of a retired desk,
    whose crowd cannot come any more, are dropped. Each portion is one transaction.
    """
    is_month_end = not is_turn_handled(turn.session, "parts", period=turn.period_before)
    crowds: Crowds = {}
    after: bytes | None = b""
    while after is not None:
        rows = sealed_parts(turn.session, key_ids=turn.openers, after=after, limit=PORTION)
        after = rows[-1].token if len(rows) == PORTION else None
        sealed = _sort_in(turn, rows, crowds=crowds, is_month_end=is_month_end)
        ready = _take_crowds(crowds, keep=0 if after is None else CROWD)
        if after is None:
            sealed += [opened for alone in crowds.values() for opened in alone]
        _write(turn, ready, sealed=sealed, ends_month=is_month_end and after is None)


def _sort_in(
    turn: Turn, rows: Sequence[SealedRow], *, crowds: Crowds, is_month_end: bool
) -> list[OpenedPart]:
    """Put parts that may be counted into ``crowds`` and return those that must wait."""
    waiting: list[OpenedPart] = []
    for row in rows:
        try:
            part = turn.openers[row.key_id].open_part(row.ciphertext)
        except (CannotOpen, UnreadablePayload):
            turn.counts["unreadable"] += 1
            continue
        if is_month_end or isinstance(part, OfficerAnswer):
            crowds.setdefault(_crowd(part), []).append((row, part))
        else:
            waiting.append((row, part))
    return waiting


def _crowd(part: Part) -> tuple[str, int, int]:
    if isinstance(part, OfficerAnswer):
        return ("officer", part.officer_id, part.desk_id)
    return (type(part).__name__, part.agency_id, 0)


def _take_crowds(crowds: Crowds, *, keep: int) -> list[OpenedPart]:
    """Take whole crowds out of ``crowds``, leaving ``keep`` so that the last is one too."""
    ready: list[OpenedPart] = []
    for key, members in crowds.items():
        if len(members) >= CROWD + keep:
            ready += members[keep:]
            crowds[key] = members[:keep]
    return ready


def _write(
    turn: Turn, ready: Sequence[OpenedPart], *, sealed: Sequence[OpenedPart], ends_month: bool
) -> None:
    kept = [part for _, part in sealed if not (ends_month and _is_hopeless(turn, part))]
    fresh = [
        {
            "token": new_token(),
            "key_id": turn.key_id,
            "ciphertext": turn.part_box.seal(part),
        }
        for part in kept
    ]
    begin_write(turn.session)
    _count(turn, [part for _, part in ready])
    done = [row.token for row, _ in (*ready, *sealed)]
    take_away(turn.session, SealedPart, within={}, tokens=done)
    insert_rows(turn.session, SealedPart, rows=shuffled(fresh))
    if ends_month:
        turn.session.add(MixTurn(kind="parts", period=turn.period_before))
    turn.reached(Step.PARTS_WRITTEN)
    turn.session.commit()
    turn.reached(Step.PARTS_SEALED)
    turn.counts["parts_folded"] += len(ready)
    turn.counts["dropped"] += len(sealed) - len(kept)


def _is_hopeless(turn: Turn, part: Part) -> bool:
    """Return whether nobody can rate this officer at this desk any more."""
    desks = turn.catalogue.desks
    return isinstance(part, OfficerAnswer) and desks[part.desk_id].is_retired(turn.today)


def _count(turn: Turn, parts: Sequence[Part]) -> None:
    """Add parts to their marginal counts; nothing of a single respondent remains."""
    counted: dict[type[Any], Counter[tuple[Any, ...]]] = {
        OfficerTally: Counter(),
        ProfileTally: Counter(),
        ReasonTally: Counter(),
    }
    for part in parts:
        table, cells = _cells(turn, part)
        counted[table].update(cells)
    for table, answers in counted.items():
        columns = [column.name for column in table.__table__.columns]
        rows = [
            dict(zip(columns, (*cell, count), strict=True))
            for cell, count in sorted(answers.items())
        ]
        add_counts(turn.session, table, count=columns[-1], rows=rows)


def _cells(turn: Turn, part: Part) -> tuple[type[Any], list[tuple[Any, ...]]]:
    """Return the table a part counts in, and its cells in the order of the table's key."""
    if isinstance(part, OfficerAnswer):
        place = (turn.period, part.officer_id, part.desk_id)
        return OfficerTally, [(*place, str(e), level) for e, level in part.scores.items()]
    place_and_year = (part.agency_id, int(turn.period_before[:4]))
    if isinstance(part, ProfileAnswer):
        return ProfileTally, [(*place_and_year, *answer) for answer in part.profile.items()]
    return ReasonTally, [(*place_and_year, str(element)) for element in part.reasons]
