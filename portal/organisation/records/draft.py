"""The organisation as records would make it, with the lines that ask for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from portal.organisation.records.faults import FaultKind
from portal.organisation.records.record_types import (
    CodedRecord,
    Key,
    PlaceBelow,
    PlaceRecord,
    Record,
    Structure,
    key_of,
)
from portal.storage.spreadsheets.table import RowFault

Wanted = TypeVar("Wanted", bound=Record)


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """What is checked: before, after, and the line of every record that was given."""

    existing: Structure
    after: Structure
    lines: Mapping[Key, int]
    today: date

    def given(self, wanted: type[Wanted]) -> Iterator[Wanted]:
        """Return the given records of a type, as they would be afterwards."""
        for key in self.lines:
            record = self.after[key]
            if isinstance(record, wanted):
                yield record

    def given_coded(self) -> Iterator[CodedRecord]:
        """Return the given places and officers."""
        records = (self.after[key] for key in self.lines)
        return (record for record in records if isinstance(record, CodedRecord))

    def given_places(self) -> Iterator[PlaceRecord]:
        """Return the given agencies, units, services and desks."""
        return (record for record in self.given_coded() if isinstance(record, PlaceRecord))

    def below_agencies(self) -> Iterator[PlaceBelow]:
        """Return every unit, service and desk."""
        return (record for record in self.after.values() if isinstance(record, PlaceBelow))

    def all(self, wanted: type[Wanted]) -> Iterator[Wanted]:
        """Return every record of a type, as it would be afterwards."""
        return (record for record in self.after.values() if isinstance(record, wanted))

    def find(self, wanted: type[Wanted], code: str | None) -> Wanted | None:
        """Return the record of a type with ``code`` afterwards, or None."""
        found = None if code is None else self.after.get((wanted.kind, code))
        return found if isinstance(found, wanted) else None

    def before(self, record: Record) -> Record | None:
        """Return what ``record`` was before, or None when it is new."""
        return self.existing.get(key_of(record))

    def fault(self, record: Record, column: str, *, kind: FaultKind, detail: str = "") -> RowFault:
        """Return a fault at the line that asks for ``record``."""
        return RowFault(self.lines.get(key_of(record), 0), column, kind, detail)

    def is_given(self, record: Record) -> bool:
        """Return whether the record is among those given."""
        return key_of(record) in self.lines
