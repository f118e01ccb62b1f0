"""Checks of retirements: nothing stays below a retired place, and its successor lasts longer."""

from collections.abc import Iterator
from datetime import date

from portal.organisation.records.draft import RecordDraft
from portal.organisation.records.faults import FaultKind
from portal.organisation.records.record_types import (
    AgencyRecord,
    CodedRecord,
    DeskRecord,
    PlaceBelow,
    PlaceRecord,
    ServiceRecord,
    UnitRecord,
)
from portal.storage.spreadsheets.table import RowFault

MOST_NAMED = 5


def retirement_faults(draft: RecordDraft) -> Iterator[RowFault]:
    """Yield every retirement and successor that cannot be."""
    for record in draft.given_coded():
        yield from _moved(draft, record)
    for place in draft.given_places():
        yield from _successor(draft, place)
        if isinstance(place, PlaceBelow):
            yield from _below_retired(draft, place)
        if isinstance(place, AgencyRecord | UnitRecord):
            yield from _left_below(draft, place)
    for desk in draft.all(DeskRecord):
        yield from _without_service(draft, desk)


def _goes_on(record: CodedRecord, day: date) -> bool:
    """Return whether the record is still there on ``day``."""
    return record.retired_on is None or record.retired_on > day


def _outlasts(record: CodedRecord, other: CodedRecord) -> bool:
    """Return whether ``record`` is there at least as long as ``other``."""
    if record.retired_on is None:
        return True
    return other.retired_on is not None and record.retired_on >= other.retired_on


def _moved(draft: RecordDraft, record: CodedRecord) -> Iterator[RowFault]:
    """Yield a fault for a retirement that has happened: it is history and stays."""
    before = draft.before(record)
    if not isinstance(before, CodedRecord) or before.retired_on is None:
        return
    ends = (record.retired_on, getattr(record, "successor", None))
    if before.retired_on <= draft.today and ends != (
        before.retired_on,
        getattr(before, "successor", None),
    ):
        day = before.retired_on.isoformat()
        yield draft.fault(record, "retired_on", kind=FaultKind.RETIREMENT_IS_PAST, detail=day)


def _successor(draft: RecordDraft, place: PlaceRecord) -> Iterator[RowFault]:
    code = place.successor
    if code is None:
        return
    if place.retired_on is None:
        yield draft.fault(place, "successor", kind=FaultKind.SUCCESSOR_WITHOUT_RETIREMENT)
        return
    successor = draft.find(type(place), code)
    if successor is None:
        yield draft.fault(place, "successor", kind=FaultKind.UNKNOWN_REFERENCE, detail=code)
    elif code == place.code:
        yield draft.fault(place, "successor", kind=FaultKind.SUCCESSOR_IS_ITSELF)
    elif not _goes_on(successor, place.retired_on):
        yield draft.fault(place, "successor", kind=FaultKind.SUCCESSOR_IS_RETIRED, detail=code)


def _below_retired(draft: RecordDraft, place: PlaceBelow) -> Iterator[RowFault]:
    """Yield a fault when the place would go on below an agency or unit that has ended."""
    agency = draft.find(AgencyRecord, place.agency)
    unit = draft.find(UnitRecord, place.unit) if isinstance(place, DeskRecord) else None
    for parent in (agency, unit):
        if parent is None or parent.retired_on is None or draft.is_given(parent):
            continue
        if _goes_on(place, parent.retired_on):
            yield draft.fault(
                place, parent.kind, kind=FaultKind.BELONGS_TO_RETIRED, detail=parent.code
            )


def _left_below(draft: RecordDraft, parent: AgencyRecord | UnitRecord) -> Iterator[RowFault]:
    """Yield a fault when something below an agency or unit would go on without it."""
    if parent.retired_on is None:
        return
    left = sorted(
        place.code
        for place in draft.below_agencies()
        if getattr(place, parent.kind, None) == parent.code and _goes_on(place, parent.retired_on)
    )
    if left:
        more = ["..."] if len(left) > MOST_NAMED else []
        detail = " ".join(left[:MOST_NAMED] + more)
        yield draft.fault(parent, "retired_on", kind=FaultKind.STILL_IN_USE, detail=detail)


def _without_service(draft: RecordDraft, desk: DeskRecord) -> Iterator[RowFault]:
    """Yield a fault when a desk would go on after the last of its services has ended."""
    services = [draft.find(ServiceRecord, code) for code in sorted(desk.services or ())]
    known = [service for service in services if service is not None]
    if desk.services is None or len(known) < len(services):
        return
    if any(_outlasts(service, desk) for service in known):
        return
    if draft.is_given(desk):
        yield draft.fault(desk, "services", kind=FaultKind.NO_SERVICE_LEFT, detail=desk.code)
    for service in known:
        if draft.is_given(service) and not draft.is_given(desk):
            yield draft.fault(
                service, "retired_on", kind=FaultKind.NO_SERVICE_LEFT, detail=desk.code
            )
