"""Every rule for records, in the order in which a person would look for the mistake."""

from collections.abc import Callable, Iterator

from portal.organisation.domain.checks.draft import Draft
from portal.organisation.domain.checks.postings import posting_faults
from portal.organisation.domain.checks.references import reference_faults
from portal.organisation.domain.checks.retirement import retirement_faults
from portal.organisation.domain.faults import FaultKind
from portal.organisation.domain.records import FIXED, REQUIRED
from portal.storage.spreadsheets.faults import RowFault

Rule = Callable[[Draft], Iterator[RowFault]]


def faults_of(draft: Draft) -> tuple[RowFault, ...]:
    """Return everything that is wrong with a draft; empty when it may be carried out."""
    rules: tuple[Rule, ...] = (
        _completeness,
        _fixed_fields,
        reference_faults,
        retirement_faults,
        posting_faults,
    )
    return tuple(fault for rule in rules for fault in rule(draft))


def _completeness(draft: Draft) -> Iterator[RowFault]:
    for key in draft.lines:
        record = draft.after[key]
        for column in REQUIRED[record.kind]:
            if getattr(record, column) is None:
                yield draft.fault(record, column, kind=FaultKind.MISSING_VALUE)


def _fixed_fields(draft: Draft) -> Iterator[RowFault]:
    for key in draft.lines:
        record = draft.after[key]
        before = draft.before(record)
        for column in FIXED.get(record.kind, ()) if before else ():
            old = getattr(before, column)
            if getattr(record, column) != old:
                yield draft.fault(record, column, kind=FaultKind.CANNOT_MOVE, detail=old or "")
