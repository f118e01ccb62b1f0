"""An officer is posted to a desk from day to day, once at a time."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from portal.organisation.domain.checks.draft import Draft
from portal.organisation.domain.faults import FaultKind
from portal.organisation.domain.records import DeskRecord, OfficerRecord, PostingRecord
from portal.storage.spreadsheets.faults import RowFault


def posting_faults(draft: Draft) -> Iterator[RowFault]:
    """Yield every given posting that ends before it starts, overlaps or outlasts its desk."""
    for posting in draft.given(PostingRecord):
        if posting.ends_on is not None and posting.ends_on < posting.starts_on:
            yield draft.fault(posting, "ends_on", kind=FaultKind.ENDS_BEFORE_START)
        else:
            yield from _after_retirement(draft, posting)
    yield from _overlaps(draft)
    yield from _equal_badges(draft)


def _after_retirement(draft: Draft, posting: PostingRecord) -> Iterator[RowFault]:
    desk = draft.find(DeskRecord, posting.desk)
    officer = draft.find(OfficerRecord, posting.officer)
    for found in (desk, officer):
        if found is None or found.retired_on is None:
            continue
        if posting.ends_on is None or posting.ends_on >= found.retired_on:
            yield draft.fault(
                posting, "ends_on", kind=FaultKind.POSTING_AFTER_RETIREMENT, detail=found.code
            )


def _overlaps(draft: Draft) -> Iterator[RowFault]:
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


def _equal_badges(draft: Draft) -> Iterator[RowFault]:
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


def _is_asked_for(draft: Draft, posting: PostingRecord) -> bool:
    """Return whether the posting, or its officer, is new or changes."""
    officer = draft.find(OfficerRecord, posting.officer)
    asked = (each for each in (posting, officer) if each is not None and draft.is_given(each))
    return any(draft.before(each) != each for each in asked)


def _equal_badge_fault(draft: Draft, posting: PostingRecord, *, badge: str) -> RowFault:
    officer = draft.find(OfficerRecord, posting.officer)
    if officer is not None and not draft.is_given(posting):
        return draft.fault(officer, "badge_number", kind=FaultKind.EQUAL_BADGES, detail=badge)
    return draft.fault(posting, "officer", kind=FaultKind.EQUAL_BADGES, detail=badge)


def _badge(draft: Draft, posting: PostingRecord) -> str:
    officer = draft.find(OfficerRecord, posting.officer)
    return (officer.badge_number or "").casefold() if officer is not None else ""


def _overlap(one: PostingRecord, other: PostingRecord) -> bool:
    return one.starts_on <= (other.ends_on or date.max) and other.starts_on <= (
        one.ends_on or date.max
    )
