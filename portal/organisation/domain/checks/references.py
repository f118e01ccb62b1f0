"""Records name only what exists and what belongs to the same agency."""

from collections.abc import Iterator

from portal.organisation.domain.checks.draft import Draft
from portal.organisation.domain.faults import FaultKind
from portal.organisation.domain.records import (
    AgencyRecord,
    DeskRecord,
    OfficerRecord,
    PlaceBelow,
    PostingRecord,
    ServiceRecord,
    UnitRecord,
)
from portal.storage.spreadsheets.faults import RowFault


def reference_faults(draft: Draft) -> Iterator[RowFault]:
    """Yield every name of something that is not there or belongs elsewhere."""
    for place in draft.given_places():
        if isinstance(place, PlaceBelow) and not _has_agency(draft, place):
            yield draft.fault(
                place, "agency", kind=FaultKind.UNKNOWN_REFERENCE, detail=place.agency or ""
            )
    for desk in draft.given(DeskRecord):
        yield from _unit(draft, desk)
        yield from _services(draft, desk)
    for posting in draft.given(PostingRecord):
        yield from _posting(draft, posting)


def _has_agency(draft: Draft, place: PlaceBelow) -> bool:
    """Return whether the agency is there, or not named at all (which is another fault)."""
    return place.agency is None or draft.find(AgencyRecord, place.agency) is not None


def _unit(draft: Draft, desk: DeskRecord) -> Iterator[RowFault]:
    if desk.unit is None:
        return
    unit = draft.find(UnitRecord, desk.unit)
    if unit is None:
        yield draft.fault(desk, "unit", kind=FaultKind.UNKNOWN_REFERENCE, detail=desk.unit)
    elif unit.agency != desk.agency:
        yield draft.fault(desk, "unit", kind=FaultKind.OF_ANOTHER_AGENCY, detail=desk.unit)


def _services(draft: Draft, desk: DeskRecord) -> Iterator[RowFault]:
    for code in sorted(desk.services or ()):
        service = draft.find(ServiceRecord, code)
        if service is None:
            yield draft.fault(desk, "services", kind=FaultKind.UNKNOWN_REFERENCE, detail=code)
        elif service.agency != desk.agency:
            yield draft.fault(desk, "services", kind=FaultKind.OF_ANOTHER_AGENCY, detail=code)


def _posting(draft: Draft, posting: PostingRecord) -> Iterator[RowFault]:
    if draft.find(DeskRecord, posting.desk) is None:
        yield draft.fault(posting, "desk", kind=FaultKind.UNKNOWN_REFERENCE, detail=posting.desk)
    if draft.find(OfficerRecord, posting.officer) is None:
        yield draft.fault(
            posting, "officer", kind=FaultKind.UNKNOWN_REFERENCE, detail=posting.officer
        )
