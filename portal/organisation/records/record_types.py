"""The organisation written as records: one shape for files, forms, the demonstration and checks.

In a record that changes something, None means "leave as it is". A record read from the
database has every field filled in, except where there is nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from portal.organisation.places.catalogue import AgencyKind, RecordKind
from portal.organisation.places.opening_hours import OpeningSpan
from portal.survey.elements import Element


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coded:
    code: str
    name: str | None = None
    retired_on: date | None = None

    @property
    def key(self) -> str:
        """What identifies the record among those of its kind."""
        return self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRecord(_Coded):
    """An agency; ``successor`` is the code of the agency that took over."""

    kind: ClassVar[RecordKind] = RecordKind.AGENCY
    category: AgencyKind | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRecord(_Coded):
    """A unit of the agency with the code ``agency``."""

    kind: ClassVar[RecordKind] = RecordKind.UNIT
    agency: str | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRecord(_Coded):
    """A service of an agency; elements ``left_out`` are not asked."""

    kind: ClassVar[RecordKind] = RecordKind.SERVICE
    agency: str | None = None
    left_out: frozenset[Element] | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRecord(_Coded):
    """A desk of an agency (and unit), its services by code and its weekly hours."""

    kind: ClassVar[RecordKind] = RecordKind.DESK
    agency: str | None = None
    unit: str | None = None
    services: frozenset[str] | None = None
    hours: tuple[OpeningSpan, ...] | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerRecord(_Coded):
    """An officer; ``code`` is the staff number, which stays when the person moves."""

    kind: ClassVar[RecordKind] = RecordKind.OFFICER
    badge_name: str | None = None
    badge_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRecord:
    """An officer (by staff number) serves at a desk (by code); both dates inclusive."""

    kind: ClassVar[RecordKind] = RecordKind.POSTING
    officer: str
    desk: str
    starts_on: date
    ends_on: date | None = None

    @property
    def key(self) -> str:
        """What identifies the posting: who, where and from when."""
        return f"{self.officer} {self.desk} {self.starts_on.isoformat()}"


PlaceRecord = AgencyRecord | UnitRecord | ServiceRecord | DeskRecord
PlaceBelow = UnitRecord | ServiceRecord | DeskRecord
CodedRecord = PlaceRecord | OfficerRecord
Record = CodedRecord | PostingRecord
Key = tuple[RecordKind, str]
Structure = Mapping[Key, Record]

RECORD_TYPES: Mapping[RecordKind, type[Record]] = {
    RecordKind.AGENCY: AgencyRecord,
    RecordKind.UNIT: UnitRecord,
    RecordKind.SERVICE: ServiceRecord,
    RecordKind.DESK: DeskRecord,
    RecordKind.OFFICER: OfficerRecord,
    RecordKind.POSTING: PostingRecord,
}

REQUIRED: Mapping[RecordKind, tuple[str, ...]] = {
    RecordKind.AGENCY: ("name", "category"),
    RecordKind.UNIT: ("name", "agency"),
    RecordKind.SERVICE: ("name", "agency"),
    RecordKind.DESK: ("name", "agency", "services"),
    RecordKind.OFFICER: ("name", "badge_name", "badge_number"),
    RecordKind.POSTING: (),
}

# What belongs to an agency stays there, so that its history keeps one meaning.
FIXED: Mapping[RecordKind, tuple[str, ...]] = {
    RecordKind.UNIT: ("agency",),
    RecordKind.SERVICE: ("agency",),
    RecordKind.DESK: ("agency",),
}


def key_of(record: Record) -> Key:
    """Return what identifies a record in a structure."""
    return record.kind, record.key


def as_structure(records: tuple[Record, ...]) -> dict[Key, Record]:
    """Return the records by their keys; a later one replaces an earlier one."""
    return {key_of(record): record for record in records}
