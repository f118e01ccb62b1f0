"""Applies P5 to a revision: no other place's changes, paper or months follow by subtraction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from portal.publication.exact_sums.cells import is_personal
from portal.publication.figures.city import Family
from portal.publication.figures.disclosure_rules import SINGLE_GROUPS, TAKEN_OUT, Group
from portal.publication.figures.withholding import REST, CountTable, secondary_cells
from portal.publication.revising.cells import Candidates, Covered, covered_months
from portal.publication.revising.changes import (
    FigureChange,
    changes_of,
    is_personal_paper,
    is_personal_removal,
)
from portal.publication.revising.inputs import RevisionInputs


@dataclass(frozen=True, slots=True)
class _Subject:
    """What could follow by subtraction: ratings per place, and the figures that tell them.

    ``is_personal`` marks numbers that P3 hides, and ``is_known`` places whose own number is
    told anyway, so that they cover nobody.
    """

    group: Group
    count: Callable[[str], int]
    is_personal: Callable[[str], bool]
    is_known: Callable[[str], bool] = lambda _: False


def suppress_secondary(inputs: RevisionInputs, found: Candidates) -> None:
    """Apply P5 to every family until nothing more has to be hidden (changes ``found``)."""
    subjects = tuple(_subjects(inputs))
    pending = True
    while pending:
        before = dict(found)
        for family in inputs.city.families:
            for subject in subjects:
                _protect(found, family=family, subject=subject)
        pending = before != found


def _subjects(inputs: RevisionInputs) -> list[_Subject]:
    changes, covered = changes_of(inputs), covered_months(inputs)
    removed = [_removal(inputs, each, changes=changes) for each in SINGLE_GROUPS]
    years = [_year(inputs, each, covered=covered) for each in SINGLE_GROUPS]
    return [_paper(inputs, changes), *removed, *years]


def _paper(inputs: RevisionInputs, changes: Mapping[str, FigureChange]) -> _Subject:
    def count(address: str) -> int:
        return changes[address].count(Group.PAPER) if address in changes else 0

    @cache
    def is_personal(address: str) -> bool:
        change = changes.get(address)
        return change is not None and is_personal_paper(inputs, change, address=address)

    return _Subject(Group.PAPER, count, is_personal)


def _removal(
    inputs: RevisionInputs, group: Group, *, changes: Mapping[str, FigureChange]
) -> _Subject:
    def count(address: str) -> int:
        return changes[address].count(TAKEN_OUT[group]) if address in changes else 0

    @cache
    def is_personal(address: str) -> bool:
        change = changes.get(address)
        return change is not None and is_personal_removal(inputs, change, group=group)

    return _Subject(group, count, is_personal)


def _year(inputs: RevisionInputs, group: Group, *, covered: Covered) -> _Subject:
    """Return the year as a subject; where all months are shown, it follows from them anyway."""

    def count(address: str) -> int:
        return inputs.revised.archive.count(address, months=inputs.months, group=group)

    def is_known(address: str) -> bool:
        shown = covered.get((address, group), frozenset())
        rest = [month for month in inputs.months if month not in shown]
        standing = inputs.standing.count(address, months=inputs.months, group=group)
        left = inputs.standing.count(address, months=rest, group=group)
        return standing == count(address) and not left

    @cache
    def is_one_persons(address: str) -> bool:
        return bool(count(address)) and is_personal(inputs.revised, address, span=inputs.span)

    return _Subject(group, count, is_one_persons, is_known)


def _protect(found: Candidates, *, family: Family, subject: _Subject) -> None:
    counts = {address: subject.count(address) for address in family.children}
    rest = max(0, subject.count(family.parent) - sum(counts.values()))
    unknown = {each: n for each, n in counts.items() if not subject.is_known(each)}
    shown = [each for each in unknown if each in found and found[each].tells(subject.group)]
    personal = [each for each in unknown if unknown[each] and subject.is_personal(each)]
    table = CountTable(family.parent, {**unknown, REST: rest}, shown, personal)
    for address in secondary_cells(table):
        found[address] = found[address].hiding(subject.group)
