"""Turns a plan that was found sound into rows; commits nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.people.carrying_out import officer_row, posting_row
from portal.organisation.people.desk_queries import people_by_any_number
from portal.organisation.places.catalogue import RecordKind
from portal.organisation.places.service import (
    PLACES,
    DatedChange,
    add_hours,
    add_left_out,
    add_name,
    add_offers,
    date_category,
    date_offers,
    date_questions,
    date_unit,
    drop_hours,
    drop_names,
    ids_of_places,
    place_row,
)
from portal.organisation.posters.service import give_poster
from portal.organisation.records.plan import Action, ChangePlan, RecordChange
from portal.organisation.records.record_types import (
    AgencyRecord,
    DeskRecord,
    Key,
    OfficerRecord,
    PlaceRecord,
    PostingRecord,
    Record,
    ServiceRecord,
)
from portal.time.months import Month


@dataclass(frozen=True, slots=True)
class Dates:
    """From which day new names count, from which month what is dated, and when it was decided."""

    named_since: date
    month: Month
    today: date


def carry_out(session: Session, plan: ChangePlan, *, dates: Dates) -> None:
    """Write every change of ``plan``."""
    work = _Work(session, plan, dates, _ids(session))
    for kind in PLACES:
        work.places(kind)
    work.officers()
    work.postings()
    work.successors()
    session.flush()


def _ids(session: Session) -> dict[Key, int]:
    """Return the ids of everything with a code; a former staff number finds the same person."""
    ids: dict[Key, int] = {}
    for kind in PLACES:
        ids |= {(kind, code): id_ for code, id_ in ids_of_places(session, kind).items()}
    numbers = people_by_any_number(session)
    return ids | {(RecordKind.OFFICER, number): id_ for number, id_ in numbers.items()}


@dataclass(frozen=True, slots=True)
class _Work:
    session: Session
    plan: ChangePlan
    dates: Dates
    ids: dict[Key, int]

    def places(self, kind: RecordKind) -> None:
        """Write the places of a kind, and then what hangs on them."""
        written = []
        for change, record in self._places(kind):
            row = self._row(record)
            row.name = record.name
            row.retired_on = record.retired_on
            if record.successor is None:
                row.successor_id = None
            written.append((change, record, row))
        self._flush(row for _, _, row in written)
        for change, record, row in written:
            self.ids[record.kind, record.code] = row.id
            self._details(record, row.id, change=change)

    def _places(self, kind: RecordKind) -> Iterator[tuple[RecordChange, PlaceRecord]]:
        found = self._changes(kind)
        return ((change, record) for change, record in found if isinstance(record, PlaceRecord))

    def _officers(self) -> Iterator[OfficerRecord]:
        found = self._changes(RecordKind.OFFICER)
        return (record for _, record in found if isinstance(record, OfficerRecord))

    def _changes(self, kind: RecordKind) -> Iterator[tuple[RecordChange, Record | None]]:
        for change in self.plan.changes:
            if change.kind is kind:
                yield change, self.plan.after.get((kind, change.key))

    def _row(self, record: PlaceRecord) -> Any:
        known = self.ids.get((record.kind, record.code))
        row = place_row(self.session, record.kind, place_id=known, code=record.code)
        if known is not None:
            return row
        if isinstance(record, AgencyRecord):
            row.kind = record.category
        else:
            row.agency_id = self.ids[RecordKind.AGENCY, record.agency or ""]
        if isinstance(record, DeskRecord) and record.unit is not None:
            row.unit_id = self.ids[RecordKind.UNIT, record.unit]
        return row

    def _flush(self, rows: Iterable[Any]) -> None:
        self.session.add_all(rows)
        self.session.flush()

    def _details(self, record: PlaceRecord, row_id: int, *, change: RecordChange) -> None:
        changed = {difference.column for difference in change.differences}
        if change.action is not Action.CREATE:
            self._clear(record, row_id, changed=changed)
        if "name" in changed:
            add_name(
                self.session,
                record.kind,
                code=record.code,
                name=record.name or "",
                since=self.dates.named_since,
            )
        if change.action is Action.CREATE:
            self._first(record, row_id)
        else:
            self._dated(record, row_id, changed=changed)
        if isinstance(record, DeskRecord):
            self._desk_details(record, row_id, changed=changed)

    def _first(self, record: PlaceRecord, row_id: int) -> None:
        """Write what holds of a new place until its first change."""
        if isinstance(record, ServiceRecord):
            add_left_out(self.session, row_id, elements=sorted(record.left_out or ()))
        if isinstance(record, DeskRecord):
            add_offers(self.session, row_id, service_ids=self._services(record))

    def _dated(self, record: PlaceRecord, row_id: int, *, changed: set[str]) -> None:
        """Record from which month on a place is another one."""
        dates = DatedChange(self.dates.month, self.dates.today)
        if isinstance(record, AgencyRecord) and "category" in changed:
            date_category(self.session, dates, agency_id=row_id, kind=record.category)
        if isinstance(record, ServiceRecord) and "left_out" in changed:
            left_out = record.left_out or frozenset()
            date_questions(self.session, dates, service_id=row_id, left_out=left_out)
        if isinstance(record, DeskRecord) and "unit" in changed:
            unit_id = self.ids[RecordKind.UNIT, record.unit or ""]
            date_unit(self.session, dates, desk_id=row_id, unit_id=unit_id)
        if isinstance(record, DeskRecord) and "services" in changed:
            date_offers(self.session, dates, desk_id=row_id, services=self._services(record))

    def _services(self, record: DeskRecord) -> list[int]:
        return [self.ids[RecordKind.SERVICE, code] for code in sorted(record.services or ())]

    def _desk_details(self, record: DeskRecord, desk_id: int, *, changed: set[str]) -> None:
        if "hours" in changed:
            add_hours(self.session, desk_id, hours=record.hours or ())
        if "code" in changed:
            give_poster(self.session, desk_id=desk_id)

    def _clear(self, record: PlaceRecord, row_id: int, *, changed: set[str]) -> None:
        """Take away what is about to be written anew; a name also over names that began later."""
        if "name" in changed:
            since = self.dates.named_since
            drop_names(self.session, record.kind, code=record.code, since=since)
        if "hours" in changed:
            drop_hours(self.session, row_id)

    def officers(self) -> None:
        """Write the officers."""
        written = []
        for record in self._officers():
            known = self.ids.get((record.kind, record.code))
            row = officer_row(self.session, known, number=record.code)
            if row.badge_number or record.retired_on is not None:
                # Of somebody without a badge such files say nothing: a day that is kept stays.
                row.retired_on = record.retired_on
            row.name = record.name or ""
            row.badge_name = record.badge_name or ""
            row.badge_number = record.badge_number or ""
            written.append((record, row))
        self._flush(row for _, row in written)
        self.ids.update({(record.kind, record.code): row.id for record, row in written})

    def postings(self) -> None:
        """Write the postings; one that has not begun may be taken away."""
        for change, record in self._changes(RecordKind.POSTING):
            officer, desk, starts_on = change.key.split()
            key = {
                "desk_id": self.ids[RecordKind.DESK, desk],
                "officer_id": self.ids[RecordKind.OFFICER, officer],
                "starts_on": date.fromisoformat(starts_on),
            }
            is_new = change.action is Action.CREATE
            row = posting_row(self.session, key, is_new=is_new)
            if isinstance(record, PostingRecord):
                row.ends_on = record.ends_on
            else:
                self.session.delete(row)

    def successors(self) -> None:
        """Name the successors once every place has its row."""
        for change in self.plan.changes:
            record = self.plan.after.get((change.kind, change.key))
            if isinstance(record, PlaceRecord) and record.successor is not None:
                place_id = self.ids[record.kind, record.code]
                row = place_row(self.session, record.kind, place_id=place_id, code=record.code)
                row.successor_id = self.ids[record.kind, record.successor]
