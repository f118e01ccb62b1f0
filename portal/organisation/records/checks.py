"""All rules for records, in the order in which a person would look for the mistake."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from portal.organisation.records.draft import RecordDraft
from portal.organisation.records.faults import FaultKind
from portal.organisation.records.record_types import (
    FIXED,
    REQUIRED,
    AgencyRecord,
    DeskRecord,
    OfficerRecord,
    PlaceBelow,
    PostingRecord,
    ServiceRecord,
    UnitRecord,
)
from portal.organisation.records.retirement_checks import retirement_faults
from portal.storage.spreadsheets.table import RowFault

Rule = Callable[[RecordDraft], Iterator[RowFault]]


def faults_of(draft: RecordDraft) -> tuple[RowFault, ...]:
    """Return everything that is wrong with a draft; empty when it may be carried out."""
    rules: tuple[Rule, ...] = (
        _completeness,
        _fixed_fields,
        reference_faults,
        retirement_faults,
        posting_faults,
    )
    return tuple(fault for rule in rules for fault in rule(draft))


def _completeness(draft: RecordDraft) -> Iterator[RowFault]:
    for key in draft.lines:
        record = draft.after[key]
        for column in REQUIRED[record.kind]:
            if getattr(record, column) is None:
                yield draft.fault(record, column, kind=FaultKind.MISSING_VALUE)


def _fixed_fields(draft: RecordDraft) -> Iterator[RowFault]:
    for key in draft.lines:
        record = draft.after[key]
        before = draft.before(record)
        for column in FIXED.get(record.kind, ()) if before else ():
            old = getattr(before, column)
            if getattr(record, column) != old:
                yield draft.fault(record, column, kind=FaultKind.CANNOT_MOVE, detail=old or "")


def reference_faults(draft: RecordDraft) -> Iterator[RowFault]:
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


def _has_agency(draft: RecordDraft, place: PlaceBelow) -> bool:
    """Return whether the agency is there, or not named at all (which is another fault)."""
    return place.agency is None or draft.find(AgencyRecord, place.agency) is not None


def _unit(draft: RecordDraft, desk: DeskRecord) -> Iterator[RowFault]:
    if desk.unit is None:
        return
    unit = draft.find(UnitRecord, desk.unit)
    if unit is None:
        yield draft.fault(desk, "unit", kind=FaultKind.UNKNOWN_REFERENCE, detail=desk.unit)
    elif unit.agency != desk.agency:
        yield draft.fault(desk, "unit", kind=FaultKind.OF_ANOTHER_AGENCY, detail=desk.unit)


def _services(draft: RecordDraft, desk: DeskRecord) -> Iterator[RowFault]:
    for code in sorted(desk.services or ()):
        service = draft.find(ServiceRecord, code)
        if service is None:
            yield draft.fault(desk, "services", kind=FaultKind.UNKNOWN_REFERENCE, detail=code)
        elif service.agency != desk.agency:
            yield draft.fault(desk, "services", kind=FaultKind.OF_ANOTHER_AGENCY, detail=code)


def _posting(draft: RecordDraft, posting: PostingRecord) -> Iterator[RowFault]:
    if draft.find(DeskRecord, posting.desk) is None:
        yield draft.fault(posting, "desk", kind=FaultKind.UNKNOWN_REFERENCE, detail=posting.desk)
    if draft.find(OfficerRecord, posting.officer) is None:
        yield draft.fault(
            posting, "officer", kind=FaultKind.UNKNOWN_REFERENCE, detail=posting.officer
        )


def posting_faults(draft: RecordDraft) -> Iterator[RowFault]:
    """Yield every given posting that ends before it starts, overlaps or outlasts its desk."""
    for posting in draft.given(PostingRecord):
        if posting.ends_on is not None and posting.ends_on < posting.starts_on:
            yield draft.fault(posting, "ends_on", kind=FaultKind.ENDS_BEFORE_START)
        else:
            yield from _after_retirement(draft, posting)
    yield from _overlaps(draft)
    yield from _equal_badges(draft)


def _after_retirement(draft: RecordDraft, posting: PostingRecord) -> Iterator[RowFault]:
    desk = draft.find(DeskRecord, posting.desk)
    officer = draft.find(OfficerRecord, posting.officer)
    for found in (desk, officer):
        if found is None or found.retired_on is None:
            continue
        if posting.ends_on is None or posting.ends_on >= found.retired_on:
            yield draft.fault(
                posting, "ends_on", kind=FaultKind.POSTING_AFTER_RETIREMENT, detail=found.code
            )


def _overlaps(draft: RecordDraft) -> Iterator[RowFault]:
    places: defaultdict[tuple[str, str], list[PostingRecord]] = defaultdict(list)
    for posting in draft.all(PostingRecord):
        places[posting.officer, posting.desk].append(posting)
    for given in draft.given(PostingRecord):
        for other in places[given.officer, given.desk]:
            if other is not given and _overlap(given, other):
                yield draft.fault(
                    given,
                    "starts_on",
                    kind=FaultKind.OVERLAPPING_POSTING,
                    detail=other.starts_on.isoformat(),
                )


def _equal_badges(draft: RecordDraft) -> Iterator[RowFault]:
    """Yield given postings beside an officer with the same badge number at the same time.

    Citizens could not tell the two apart.
    """
    at_desk: defaultdict[tuple[str, str], list[PostingRecord]] = defaultdict(list)
    for posting in draft.all(PostingRecord):
        at_desk[posting.desk, _badge(draft, posting)].append(posting)
    for given in draft.all(PostingRecord):
        badge = _badge(draft, given)
        if badge and _is_asked_for(draft, given):
            for other in at_desk[given.desk, badge]:
                if other.officer != given.officer and _overlap(given, other):
                    yield _equal_badge_fault(draft, given, badge=badge)
                    break


def _is_asked_for(draft: RecordDraft, posting: PostingRecord) -> bool:
    """Return whether the posting, or its officer, is new or changes."""
    officer = draft.find(OfficerRecord, posting.officer)
    asked = (each for each in (posting, officer) if each is not None and draft.is_given(each))
    return any(draft.before(each) != each for each in asked)


def _equal_badge_fault(draft: RecordDraft, posting: PostingRecord, *, badge: str) -> RowFault:
    officer = draft.find(OfficerRecord, posting.officer)
    if officer is not None and not draft.is_given(posting):
        return draft.fault(officer, "badge_number", kind=FaultKind.EQUAL_BADGES, detail=badge)
    return draft.fault(posting, "officer", kind=FaultKind.EQUAL_BADGES, detail=badge)


def _badge(draft: RecordDraft, posting: PostingRecord) -> str:
    officer = draft.find(OfficerRecord, posting.officer)
    return (officer.badge_number or "").casefold() if officer is not None else ""


def _overlap(one: PostingRecord, other: PostingRecord) -> bool:
    return one.starts_on <= (other.ends_on or date.max) and other.starts_on <= (
        one.ends_on or date.max
    )
