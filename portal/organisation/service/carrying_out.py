"""Turns a plan that was found sound into rows; commits nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.organisation.domain import SubjectKind
from portal.organisation.domain.plan import Change, Plan
from portal.organisation.domain.records import (
    AgencyRecord,
    DeskRecord,
    Key,
    OfficerRecord,
    PlaceRecord,
    PostingRecord,
    RecordKind,
    ServiceRecord,
)
from portal.organisation.models import calendar, people, places
from portal.organisation.service.posters import give_poster

ROWS: Mapping[RecordKind, Any] = {
    RecordKind.AGENCY: places.Agency,
    RecordKind.UNIT: places.Unit,
    RecordKind.SERVICE: places.Service,
    RecordKind.DESK: places.Desk,
}


def carry_out(session: Session, plan: Plan, *, named_since: date) -> None:
    """Write every change of ``plan``; new names count from ``named_since``."""
    work = _Work(session, plan, named_since, _ids(session))
    for change in plan.changes:
        record = plan.after.get((change.kind, change.key))
        if isinstance(record, PlaceRecord):
            work.place(record, change)
        elif isinstance(record, OfficerRecord):
            work.officer(record)
        else:
            work.posting(record, change)
    work.successors()
    session.flush()


def _ids(session: Session) -> dict[Key, int]:
    """Return the ids of everything with a code."""
    ids: dict[Key, int] = {}
    for kind, row in ROWS.items():
        ids |= {(kind, code): id_ for code, id_ in session.execute(select(row.code, row.id))}
    officers = session.execute(select(people.Officer.number, people.Officer.id))
    return ids | {(RecordKind.OFFICER, number): id_ for number, id_ in officers}


@dataclass(frozen=True, slots=True)
class _Work:
    session: Session
    plan: Plan
    named_since: date
    ids: dict[Key, int]

    def place(self, record: PlaceRecord, change: Change) -> None:
        row = self._row(record)
        row.name = record.name
        row.retired_on = record.retired_on
        if record.successor is None:
            row.successor_id = None
        self.session.flush()
        self.ids[record.kind, record.code] = row.id
        changed = {difference.column for difference in change.differences}
        if "name" in changed:
            self._name(record)
        if isinstance(record, ServiceRecord) and "left_out" in changed:
            self._left_out(record, row.id)
        if isinstance(record, DeskRecord):
            self._desk(record, row.id, changed=changed)

    def _row(self, record: PlaceRecord) -> Any:
        model = ROWS[record.kind]
        known = self.ids.get((record.kind, record.code))
        row = model(code=record.code) if known is None else self.session.get_one(model, known)
        if isinstance(record, AgencyRecord):
            row.kind = record.category
        else:
            row.agency_id = self.ids[RecordKind.AGENCY, record.agency or ""]
        if isinstance(record, DeskRecord) and record.unit is not None:
            row.unit_id = self.ids[RecordKind.UNIT, record.unit]
        self.session.add(row)
        return row

    def _name(self, record: PlaceRecord) -> None:
        """Let the name be carried from its day on, also over names that began later."""
        kind = SubjectKind(record.kind)
        table = places.DatedName
        self.session.execute(
            delete(table).where(
                table.subject_kind == kind,
                table.subject_code == record.code,
                table.starts_on >= self.named_since,
            )
        )
        self.session.add(
            table(
                subject_kind=kind,
                subject_code=record.code,
                starts_on=self.named_since,
                name=record.name,
            )
        )

    def _left_out(self, record: ServiceRecord, service_id: int) -> None:
        table = places.LeftOutElement
        self.session.execute(delete(table).where(table.service_id == service_id))
        for element in sorted(record.left_out or ()):
            self.session.add(table(service_id=service_id, element=element))

    def _desk(self, record: DeskRecord, desk_id: int, *, changed: set[str]) -> None:
        if "services" in changed:
            offers = places.DeskService
            self.session.execute(delete(offers).where(offers.desk_id == desk_id))
            for code in sorted(record.services or ()):
                service_id = self.ids[RecordKind.SERVICE, code]
                self.session.add(offers(desk_id=desk_id, service_id=service_id))
        if "hours" in changed:
            hours = calendar.OpeningHours
            self.session.execute(delete(hours).where(hours.desk_id == desk_id))
            for span in record.hours or ():
                self.session.add(
                    hours(
                        desk_id=desk_id,
                        weekday=span.weekday,
                        opens=span.opens,
                        closes=span.closes,
                    )
                )
        if "code" in changed:
            give_poster(self.session, desk_id=desk_id)

    def officer(self, record: OfficerRecord) -> None:
        known = self.ids.get((record.kind, record.code))
        row = (
            people.Officer(number=record.code)
            if known is None
            else self.session.get_one(people.Officer, known)
        )
        row.name = record.name or ""
        row.badge_name = record.badge_name or ""
        row.badge_number = record.badge_number or ""
        row.retired_on = record.retired_on
        self.session.add(row)
        self.session.flush()
        self.ids[record.kind, record.code] = row.id

    def posting(self, record: PostingRecord | None, change: Change) -> None:
        """Write a posting; None takes away one that has not begun."""
        officer, desk, starts_on = change.key.split()
        key = {
            "desk_id": self.ids[RecordKind.DESK, desk],
            "officer_id": self.ids[RecordKind.OFFICER, officer],
            "starts_on": date.fromisoformat(starts_on),
        }
        row = self.session.get(people.Posting, key)
        if record is None:
            self.session.delete(row)
            return
        row = row or people.Posting(**key)
        row.ends_on = record.ends_on
        self.session.add(row)

    def successors(self) -> None:
        """Name the successors once every place has its row."""
        for change in self.plan.changes:
            record = self.plan.after.get((change.kind, change.key))
            if isinstance(record, PlaceRecord) and record.successor is not None:
                row = self.session.get_one(ROWS[record.kind], self.ids[record.kind, record.code])
                row.successor_id = self.ids[record.kind, record.successor]
