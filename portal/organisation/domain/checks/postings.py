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


def _overlap(one: PostingRecord, other: PostingRecord) -> bool:
    return one.starts_on <= (other.ends_on or date.max) and other.starts_on <= (
        one.ends_on or date.max
    )
