"""Plan of changes by records: merged with what is stored, checked as a whole, all or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from portal.organisation.places.arrangement import DATED_COLUMNS, Effect, effect_of
from portal.organisation.places.catalogue import RecordKind
from portal.organisation.records.cells import written
from portal.organisation.records.checks import faults_of
from portal.organisation.records.draft import RecordDraft
from portal.organisation.records.faults import FaultKind
from portal.organisation.records.record_types import (
    DeskRecord,
    Key,
    OfficerRecord,
    PostingRecord,
    Record,
    Structure,
    key_of,
)
from portal.storage.spreadsheets.table import RowFault

# What something new has when nothing is said about it.
EMPTY: Mapping[str, Any] = {"left_out": frozenset(), "hours": ()}
AnyRecord = TypeVar("AnyRecord", bound=Record)


class Action(StrEnum):
    """What happens to a record; a removed one is a posting that never began."""

    CREATE = "create"
    CHANGE = "change"
    RETIRE = "retire"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """A column of a record before and after, as a file would write it."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What will be done to one record.

    ``since`` is the month from which on what is dated changes, None where nothing dated does.
    """

    kind: RecordKind
    key: str
    name: str
    action: Action
    differences: tuple[RecordDifference, ...]
    since: str | None = None


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record with the line of the file it stands in (0: it comes from a form).

    In one that ``is_whole``, None means "nothing" and not "leave it as it is".
    """

    line: int
    record: Record
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """What the organisation would be and what that changes; with faults nothing is done."""

    after: Structure
    changes: tuple[RecordChange, ...]
    faults: tuple[RowFault, ...]
    unchanged: int


def planned(
    existing: Structure,
    lines: Sequence[RecordLine],
    *,
    today: date,
    are_new: bool = False,
    effect: Effect | None = None,
) -> ChangePlan:
    """Return what ``lines`` would make of ``existing``, or all that is wrong with them.

    :param existing: the whole organisation as it is in the month of ``effect``.
    :param lines: records in any order; None in a record leaves the field as it is.
    :param today: a retirement on or before this day can no longer be moved.
    :param are_new: refuse records that are already there instead of changing them.
    :param effect: from when on what is dated changes; from the next month when None.
    """
    effect = effect or effect_of(today)
    repeated = _repeated(lines)
    taken = _taken(existing, lines) if are_new else []
    at = {key_of(line.record): line.line for line in reversed(lines)}
    after = dict(existing)
    for line in reversed(lines):
        key = key_of(line.record)
        after[key] = line.record if line.is_whole else _merged(existing.get(key), line.record)
    draft = RecordDraft(existing=existing, after=after, lines=at, today=today)
    faults = (*repeated, *taken, *faults_of(draft))
    _end_postings(after, at)
    changes = tuple(_dated(each, effect) for each in _changes(existing, after))
    return ChangePlan(
        after=after,
        changes=changes,
        faults=tuple(sorted((*faults, *_month_faults(changes, effect, at=at)))),
        unchanged=len(at) - sum((change.kind, change.key) in at for change in changes),
    )


def _dated(change: RecordChange, effect: Effect) -> RecordChange:
    is_dated = change.action is not Action.CREATE and _dated_columns(change)
    return replace(change, since=effect.month) if is_dated else change


def _dated_columns(change: RecordChange) -> list[str]:
    dated = DATED_COLUMNS.get(change.kind, frozenset())
    return [each.column for each in change.differences if each.column in dated]


def dated_texts(change: RecordChange) -> str:
    """Return what of a change is dated, before and after, as a file would write it."""
    columns = _dated_columns(change)
    return "; ".join(
        f"{each.column} {each.before or '-'} -> {each.after or '-'}"
        for each in change.differences
        if each.column in columns
    )


def _month_faults(
    changes: Sequence[RecordChange], effect: Effect, *, at: Mapping[Key, int]
) -> Iterator[RowFault]:
    """Yield a fault for every change that is for a month too far ahead, or closed."""
    for change in changes:
        if change.since is None:
            continue
        line, columns = at.get((change.kind, change.key), 0), _dated_columns(change)
        if effect.is_too_far:
            yield RowFault(line, columns[0], FaultKind.MONTH_TOO_FAR, effect.latest)
        elif effect.is_closed(change.kind, change.key):
            free = min(effect.closed.first_free(change.kind, change.key), effect.latest)
            yield RowFault(line, columns[0], FaultKind.MONTH_CLOSED, free)


def _repeated(lines: Sequence[RecordLine]) -> list[RowFault]:
    first: dict[Key, int] = {}
    faults = []
    for line in lines:
        key = key_of(line.record)
        if key in first:
            faults.append(RowFault(line.line, "code", FaultKind.REPEATED, str(first[key])))
        first.setdefault(key, line.line)
    return faults


def _taken(existing: Structure, lines: Sequence[RecordLine]) -> list[RowFault]:
    return [
        RowFault(line.line, "code", FaultKind.ALREADY_EXISTS, line.record.key)
        for line in lines
        if key_of(line.record) in existing
    ]


def _merged(old: Record | None, new: AnyRecord) -> AnyRecord:
    """Return ``new`` with what it leaves open taken from ``old``, or from the defaults."""
    if old is None:
        open_ = [field for field in fields(new) if getattr(new, field.name) is None]
        empty: dict[str, Any] = {
            field.name: EMPTY[field.name] for field in open_ if field.name in EMPTY
        }
        return replace(new, **empty)
    kept = {
        field.name: getattr(old, field.name)
        for field in fields(new)
        if getattr(new, field.name) is None
    }
    return replace(new, **kept)


def _end_postings(after: dict[Key, Record], at: Mapping[Key, int]) -> None:
    """End the postings that go on beyond the retirement of their desk or officer."""
    for key, posting in list(after.items()):
        if not isinstance(posting, PostingRecord) or key in at:
            continue
        last = _last_day(after, posting)
        if last is None or (posting.ends_on is not None and posting.ends_on <= last):
            continue
        if posting.starts_on > last:
            del after[key]
        else:
            after[key] = replace(posting, ends_on=last)


def _last_day(after: Structure, posting: PostingRecord) -> date | None:
    """Return the last day before the desk or the officer retires, if either does."""
    desk = after.get((RecordKind.DESK, posting.desk))
    officer = after.get((RecordKind.OFFICER, posting.officer))
    days = [
        found.retired_on - timedelta(days=1)
        for found in (desk, officer)
        if isinstance(found, DeskRecord | OfficerRecord) and found.retired_on is not None
    ]
    return min(days, default=None)


def _changes(existing: Structure, after: Structure) -> tuple[RecordChange, ...]:
    found = []
    for key in {**existing, **after}:
        old, new = existing.get(key), after.get(key)
        shown = new or old
        if shown is not None and old != new:
            found.append(_change(shown, old=old, new=new))
    order = list(RecordKind)
    return tuple(sorted(found, key=lambda change: (order.index(change.kind), change.key)))


def _change(shown: Record, *, old: Record | None, new: Record | None) -> RecordChange:
    differences = tuple(
        RecordDifference(
            field.name, written(_value(old, field.name)), written(_value(new, field.name))
        )
        for field in fields(shown)
        if _value(old, field.name) != _value(new, field.name)
    )
    return RecordChange(
        kind=shown.kind,
        key=shown.key,
        name=getattr(shown, "name", None) or shown.key,
        action=_action(old, new),
        differences=differences,
    )


def _action(old: Record | None, new: Record | None) -> Action:
    if new is None:
        return Action.REMOVE
    if old is None:
        return Action.CREATE
    is_retired = getattr(new, "retired_on", None) != getattr(old, "retired_on", None)
    return Action.RETIRE if is_retired else Action.CHANGE


def _value(record: Record | None, name: str) -> object:
    return None if record is None else getattr(record, name) or None
